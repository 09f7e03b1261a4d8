//! `kubewright check`: any manifests against the production checklist.

use std::collections::BTreeMap;
use std::io::{Read as _, stdin};
use std::path::Path;
use std::thread;

use crate::check::{Audit, Contents, Report, Set, Settings, read, unreadable};
use crate::io::{manifest_files, read_text};
use crate::problem::{Place, Problem};

use super::args::Format;
use super::check_args::CheckArgs;
use super::failure::Failure;
use super::report::{self, Audited};
use super::session::Session;

/// How stdin is named on the command line.
const STDIN: &str = "-";

pub(crate) fn run(session: &Session, args: &CheckArgs) -> Result<(), Failure> {
    let texts = texts(session, &args.paths)?;
    let parts = in_parallel(&texts, |texts| {
        texts
            .iter()
            .map(|(file, text)| match text {
                Ok(text) => read(file, text),
                Err(problem) => unreadable(file, problem.clone()),
            })
            .collect::<Vec<Contents>>()
    });
    let Contents { objects, findings, templates, generated, .. } = Contents::joined(parts.into_iter().flatten());
    if objects.is_empty() && findings.is_empty() && templates == 0 {
        return Err(Failure::invalid(nothing_found(&args.paths)));
    }
    let profile = args.profile.profile();
    let set = Set::new(&objects).with_generated(&generated);
    let audit = Audit::new(&set, Settings { profile });
    let mut report = Report::of(findings);
    in_parallel(&objects, |objects| audit.judge(objects)).into_iter().for_each(|part| report.join(part));
    let report = report.sorted();
    let texts: BTreeMap<&str, &str> =
        texts.iter().filter_map(|(file, text)| Some((file.as_str(), text.as_deref().ok()?))).collect();
    let audited = Audited { report: &report, profile, files: texts.len(), templates, texts: &texts };
    match session.common.output {
        Format::Text => report::print_styled(&report::findings(&audited, session.common.quiet)),
        Format::Json => report::print(&report::findings_json(&audited)),
        Format::Sarif => report::print(&report::findings_sarif(&report)),
        Format::Github => report::print(&report::findings_github(&report)),
        Format::Junit => report::print(&report::findings_junit(&report)),
    }
    let counts = report.findings.iter().any(|finding| args.fail_on.counts(finding.severity));
    if counts { Err(Failure::Found) } else { Ok(()) }
}

/// A file as it is shown, with its text or the reason why it has none.
type Text = (String, Result<String, Problem>);

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
            piped = Some(("stdin".to_owned(), text.map_err(Problem::new)));
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
