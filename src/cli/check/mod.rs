//! `kubewright check`: any manifests against the production checklist.

mod args;
mod demands;
mod inputs;
mod judged;
mod known;
mod rendered;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::check::{Finding, mend};
use crate::io::{Above, Change, apply};
use crate::problem::{Place, Problem};

use super::failure::Failure;
use super::format::Format;
use super::report::{self, Audited};
use super::session::{Session, plural};

pub(crate) use args::CheckArgs;
use args::ProfileName;
use demands::{Given, asked};
use inputs::{Origin, Text, nothing_found, texts};
use judged::Judged;
use known::KnownFiles;

pub(crate) fn run(session: &Session, args: &CheckArgs) -> Result<(), Failure> {
    refuse_what_contradicts(session, args)?;
    // What an earlier run left half written is settled before anything is read.
    let _lock = if args.fix { Some(session.begin()?) } else { None };
    session.project.check_finished()?;
    let mut texts = texts(session, &args.paths, &args.env)?;
    let files: Vec<String> = texts.iter().map(|text| text.file.clone()).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let given = Given { profile: args.profile.map(ProfileName::profile), kubernetes: args.kubernetes };
    let above = Above::of(&session.project)?;
    let known = KnownFiles::read(&above, &files)?;
    let asked = asked(session, &above, &files, given)?;
    let with_picture = session.common.output == Format::Html;
    let mut judged = Judged::of(&texts, &asked, with_picture);
    if judged.is_empty() {
        return Err(Failure::invalid(nothing_found(&args.paths)));
    }
    if args.fix {
        refuse_what_is_rendered(&texts)?;
    }
    if args.diff || args.fix {
        let (changed, count) = mend_all(&mut texts, &judged.report.findings, args.unsafe_fixes);
        if args.diff && changed.is_empty() {
            session.tell("nothing to mend in these files\n");
        } else if args.diff {
            let diffs: Vec<String> =
                changed.iter().map(|(file, old, new)| report::file_diff(file, file, old, new)).collect();
            report::print_styled(&diffs.concat())?;
        } else {
            write_all(session, &changed)?;
            let (count, files) = (count, changed.len());
            session.tell(&format!("mended {count} finding{} in {files} file{}\n", plural(count), plural(files)));
            judged = Judged::of(&texts, &asked, with_picture);
        }
    }
    if args.write_known {
        return known.write(session, judged.report.findings);
    }
    judged.sift(&known);
    if !args.diff {
        session.warn(&judged.stale);
        session.warn(judged.unbuilt.as_slice());
        session.warn(judged.limits().as_slice());
        print(session, &texts, &mut judged)?;
    }
    let counts = judged.report.findings.iter().any(|finding| args.fail_on.counts(finding.severity));
    if counts { Err(Failure::Found) } else { Ok(()) }
}

fn print(session: &Session, texts: &[Text], judged: &mut Judged) -> Result<(), Failure> {
    let rendered = texts.iter().filter_map(|text| match text.origin {
        Origin::Rendered(tool) => Some((text.file.as_str(), tool)),
        _ => None,
    });
    let rendered: BTreeMap<&str, &str> = rendered.collect();
    if session.common.output != Format::Text {
        judged.report.forget_places(|file| rendered.contains_key(file));
    }
    let report = &judged.report;
    let readable = texts.iter().filter_map(|text| Some((text.file.as_str(), text.text.as_deref().ok()?)));
    let by_file: BTreeMap<&str, &str> = readable.collect();
    let Judged { templates, known, stale, objects, links, passed_over, .. } = judged;
    let audited = Audited {
        report,
        files: texts.len(),
        templates: *templates,
        known: *known,
        stale,
        passed_over,
        texts: &by_file,
        objects,
        links,
        rendered: &rendered,
    };
    match session.common.output {
        Format::Text => report::print_styled(&report::findings(&audited, session.common.quiet)),
        Format::Json => report::print(&report::findings_json(&audited)),
        Format::Sarif => report::print(&report::findings_sarif(report)),
        Format::Github => report::print(&report::findings_github(report)),
        Format::Junit => report::print(&report::findings_junit(report)),
        Format::Html => report::print(&report::findings_html(&audited)),
        Format::Mermaid | Format::Dot | Format::Svg => unreachable!("refused before any command runs"),
    }
}

/// Mends the texts in memory; the files that changed, with their old and new texts, and how many findings that mends.
fn mend_all(texts: &mut [Text], findings: &[Finding], unsafe_too: bool) -> (Vec<(String, String, String)>, usize) {
    let (mut changed, mut count) = (Vec::new(), 0);
    let known: BTreeMap<&str, &[Finding]> =
        findings.chunk_by(|one, other| one.file == other.file).map(|of| (&*of[0].file, of)).collect();
    for Text { file, text, .. } in texts {
        let (Ok(text), Some(findings)) = (text, known.get(file.as_str())) else { continue };
        let mended = mend(text, *findings, unsafe_too);
        if mended.text != *text {
            count += mended.count;
            changed.push((file.clone(), std::mem::replace(text, mended.text.clone()), mended.text));
        }
    }
    (changed, count)
}

/// Writes the new texts of all files, or of none.
fn write_all(session: &Session, changed: &[(String, String, String)]) -> Result<(), Failure> {
    let (mut changes, mut known, mut problems) = (Vec::new(), BTreeSet::new(), Vec::new());
    for (file, old, new) in changed {
        match session.project.below(Path::new(file))? {
            None => problems.push(
                Problem::new("it stands outside of the folder that is worked in, and is not mended")
                    .at(Some(Place::new(file, None)))
                    .hint("work in a folder that holds it: `kubewright check --fix -C FOLDER`"),
            ),
            // A file may be named twice, by a link to it as well.
            Some(path) if !known.insert(path.clone()) => {}
            Some(path) => changes.push(Change::write(path, new.clone()).over(Some(old))),
        }
    }
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    Ok(apply(&session.project, &changes)?)
}

/// What does not stand on disk as it was judged cannot be mended there.
fn refuse_what_is_rendered(texts: &[Text]) -> Result<(), Failure> {
    let Some(text) = texts.iter().find(|text| text.origin != Origin::Disk) else { return Ok(()) };
    let message = match text.origin {
        Origin::Rendered(tool) => format!("it is rendered by {tool}, and cannot be mended in its place"),
        _ => "what is piped cannot be mended in its place".to_owned(),
    };
    let problem = Problem::new(message).at(Some(Place::new(&text.file, None)));
    Err(Failure::invalid(problem.hint("name files that stand on disk, or see --diff")))
}

/// Words that cannot stand together.
fn refuse_what_contradicts(session: &Session, args: &CheckArgs) -> Result<(), Failure> {
    let flag =
        |name: &str, message: &str, hint: &str| Problem::new(message).at(Some(Place::new(name, None))).hint(hint);
    let mut problems = Vec::new();
    if args.diff && session.common.output != Format::Text {
        problems.push(flag("--diff", "it prints text alone", "leave `--output` out"));
    }
    if args.diff && args.write_known {
        problems.push(flag("--diff", "it writes nothing, and --write-known does", "name one of the two"));
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
