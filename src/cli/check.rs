//! `kubewright check`: any manifests against the production checklist.

use std::collections::BTreeMap;
use std::io::{Read as _, stdin};
use std::path::Path;
use std::thread;

use crate::check::{Audit, Contents, Finding, Profile, Report, Set, Settings, mend, read, unreadable};
use crate::io::{manifest_files, read_text, replace};
use crate::problem::{Place, Problem};

use super::args::Format;
use super::check_args::CheckArgs;
use super::failure::Failure;
use super::report::{self, Audited};
use super::session::{Session, plural};

/// How stdin is named on the command line.
const STDIN: &str = "-";
/// How it is shown.
const SHOWN_STDIN: &str = "stdin";

/// A file as it is shown, with its text or the reason why it has none.
type Text = (String, Result<String, Problem>);

pub(crate) fn run(session: &Session, args: &CheckArgs) -> Result<(), Failure> {
    refuse_what_contradicts(session, args)?;
    let profile = args.profile.profile();
    let mut texts = texts(session, &args.paths)?;
    let mut judged = Judged::of(&texts, profile);
    if judged.is_empty() {
        return Err(Failure::invalid(nothing_found(&args.paths)));
    }
    if args.diff || args.fix {
        let (changed, count) = mend_all(&mut texts, &judged.report.findings, args.unsafe_fixes);
        if args.diff && changed.is_empty() {
            session.tell("nothing to mend in these files\n");
        } else if args.diff {
            changed.iter().for_each(|(file, old, new)| report::print_styled(&report::file_diff(file, file, old, new)));
        } else {
            changed.iter().try_for_each(|(file, _, new)| replace(Path::new(file), new))?;
            let (count, files) = (count, changed.len());
            session.tell(&format!("mended {count} finding{} in {files} file{}\n", plural(count), plural(files)));
            judged = Judged::of(&texts, profile);
        }
    }
    if !args.diff {
        print(session, &texts, &judged, profile);
    }
    let counts = judged.report.findings.iter().any(|finding| args.fail_on.counts(finding.severity));
    if counts { Err(Failure::Found) } else { Ok(()) }
}

/// What a run came to.
struct Judged {
    report: Report,
    templates: usize,
}

impl Judged {
    fn of(texts: &[Text], profile: Profile) -> Self {
        let parts = in_parallel(texts, |texts| {
            let read = |(file, text): &Text| match text {
                Ok(text) => read(file, text),
                Err(problem) => unreadable(file, problem.clone()),
            };
            texts.iter().map(read).collect::<Vec<Contents>>()
        });
        let Contents { objects, findings, templates, generated, .. } = Contents::joined(parts.into_iter().flatten());
        let set = Set::new(&objects).with_generated(&generated);
        let audit = Audit::new(&set, Settings { profile });
        let mut report = Report::of(findings);
        in_parallel(&objects, |objects| audit.judge(objects)).into_iter().for_each(|part| report.join(part));
        Self { report: report.sorted(), templates }
    }

    fn is_empty(&self) -> bool {
        self.report.objects == 0 && self.report.findings.is_empty() && self.templates == 0
    }
}

fn print(session: &Session, texts: &[Text], judged: &Judged, profile: Profile) {
    let Judged { report, templates } = judged;
    let readable = texts.iter().filter_map(|(file, text)| Some((file.as_str(), text.as_deref().ok()?)));
    let by_file: BTreeMap<&str, &str> = readable.collect();
    let audited = Audited { report, profile, files: texts.len(), templates: *templates, texts: &by_file };
    match session.common.output {
        Format::Text => report::print_styled(&report::findings(&audited, session.common.quiet)),
        Format::Json => report::print(&report::findings_json(&audited)),
        Format::Sarif => report::print(&report::findings_sarif(report)),
        Format::Github => report::print(&report::findings_github(report)),
        Format::Junit => report::print(&report::findings_junit(report)),
    }
}

/// Mends the texts in memory; the files that changed, with their old and new texts, and how many findings that mends.
fn mend_all(texts: &mut [Text], findings: &[Finding], unsafe_too: bool) -> (Vec<(String, String, String)>, usize) {
    let (mut changed, mut count) = (Vec::new(), 0);
    let known: BTreeMap<&str, &[Finding]> =
        findings.chunk_by(|one, other| one.file == other.file).map(|of| (&*of[0].file, of)).collect();
    for (file, text) in texts {
        let (Ok(text), Some(findings)) = (text, known.get(file.as_str())) else { continue };
        let mended = mend(text, *findings, unsafe_too);
        if mended.text != *text {
            count += mended.count;
            changed.push((file.clone(), std::mem::replace(text, mended.text.clone()), mended.text));
        }
    }
    (changed, count)
}

/// Words that cannot stand together.
fn refuse_what_contradicts(session: &Session, args: &CheckArgs) -> Result<(), Failure> {
    let flag =
        |name: &str, message: &str, hint: &str| Problem::new(message).at(Some(Place::new(name, None))).hint(hint);
    let mut problems = Vec::new();
    if args.fix && args.paths.iter().any(|path| path == STDIN) {
        problems.push(flag("--fix", "stdin cannot be mended in its place", "name files, or see --diff"));
    }
    if args.diff && session.common.output != Format::Text {
        problems.push(flag("--diff", "it prints text alone", "leave `--output` out"));
    }
    if args.unsafe_fixes && !args.fix && !args.diff {
        problems.push(flag(
            "--unsafe-fixes",
            "nothing is mended without --fix",
            "add --fix, or --diff to see it first",
        ));
    }
    if problems.is_empty() { Ok(()) } else { Err(Failure::Invalid(problems)) }
}

/// The texts of all files that are named or stand in folders that are, each once.
fn texts(session: &Session, paths: &[String]) -> Result<Vec<Text>, Failure> {
    let here = [".".to_owned()];
    let paths = if paths.is_empty() { &here } else { paths };
    let missing = |path: &&String| *path != STDIN && !session.project.path(path).exists();
    let problems: Vec<Problem> = paths.iter().filter(missing).map(|path| no_such_path(path)).collect();
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    let (mut files, mut piped) = (Vec::new(), None);
    for path in paths {
        if path == STDIN {
            let mut bytes = Vec::new();
            let read = stdin().lock().read_to_end(&mut bytes).map_err(|error| error.to_string());
            let text = read.and_then(|_| String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned()));
            piped = Some((SHOWN_STDIN.to_owned(), text.map_err(Problem::new)));
        } else {
            files.extend(manifest_files(Path::new(&session.shown(path)))?);
        }
    }
    files.sort();
    files.dedup();
    let read = |file: &String| (file.clone(), read_text(Path::new(file)).map_err(|error| error.problem()));
    let read = in_parallel(&files, |files| files.iter().map(read).collect::<Vec<Text>>());
    Ok(piped.into_iter().chain(read.into_iter().flatten()).collect())
}

fn no_such_path(path: &str) -> Problem {
    let problem = Problem::new("there is no such file or folder").at(Some(Place::new(path, None)));
    problem.hint("name files, folders, or - for stdin")
}

fn nothing_found(paths: &[String]) -> Problem {
    let shown = if paths.is_empty() { "the current folder".to_owned() } else { paths.join(", ") };
    let problem = Problem::new(format!("there is no Kubernetes object in {shown}"));
    problem.hint("name the files or folders that hold manifests, or - for stdin")
}

/// The same work on parts of some things, on all cores; what comes of it, in their order.
fn in_parallel<'t, T: Sync, R: Send>(things: &'t [T], work: impl Fn(&'t [T]) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let part = things.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let work = &work;
        let workers: Vec<_> = things.chunks(part).map(|part| scope.spawn(move || work(part))).collect();
        workers.into_iter().map(|worker| worker.join().expect("no rule panics")).collect()
    })
}
