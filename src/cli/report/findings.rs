//! Findings for people: grouped by object, each with its line.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use anstyle::Style;

use crate::check::{Finding, ITEMS, Link, Report, Severity};
use crate::problem::{Position, Problem};

use super::text::{BOLD, CYAN, DIM, GREEN, RED, YELLOW, visible};

/// The most characters of a line that are shown.
const WIDEST: usize = 120;

/// The most further files that are named where the same is found in them.
const NAMED: usize = 4;

/// An object, and what is found of it; a file where there is no object.
type Said<'a> = (Option<&'a str>, &'a str, Vec<(&'a str, &'a str, &'a str, &'a str)>);

/// What a run of `check` came to.
pub(crate) struct Audited<'a> {
    pub(crate) report: &'a Report,
    /// How many files were read.
    pub(crate) files: usize,
    /// How many documents are templates, and so were not judged.
    pub(crate) templates: usize,
    /// How many findings are known, and so are not told.
    pub(crate) known: usize,
    /// Entries of known findings that nothing is found of any more.
    pub(crate) stale: &'a [Problem],
    /// What was too much to look at whole.
    pub(crate) passed_over: &'a [String],
    /// The files' texts.
    pub(crate) texts: &'a BTreeMap<&'a str, &'a str>,
    /// Every object: its file and its name, in the order of the run.
    pub(crate) objects: &'a [(Arc<str>, String)],
    /// Who refers to whom, by their places among the objects; only where a picture is wanted.
    pub(crate) links: &'a [Link],
    /// The files that a tool makes something of, which is what was judged, with the tool.
    pub(crate) rendered: &'a BTreeMap<&'a str, &'a str>,
}

impl Audited<'_> {
    /// How many findings weigh that much.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.report.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// Every finding, and unless `quiet` is wanted how each item of the checklist stands. An object of which the same is
/// found in several files, as in those of several environments, is told once.
pub(crate) fn findings(audited: &Audited<'_>, quiet: bool) -> String {
    let mut text = String::new();
    let is_one = |one: &Finding, other: &Finding| (&one.file, &one.object) == (&other.file, &other.object);
    let groups: Vec<&[Finding]> = audited.report.findings.chunk_by(is_one).collect();
    let mut alike: BTreeMap<Said<'_>, Vec<&str>> = BTreeMap::new();
    groups.iter().for_each(|group| alike.entry(said(group)).or_default().push(&group[0].file));
    let (mut read, mut lines) = ("", Vec::new());
    for group in groups {
        let first = &group[0];
        let Some(files) = alike.remove(&said(group)) else { continue };
        let object = first.object.as_ref().map(|object| format!("{BOLD}{}{BOLD:#} in ", visible(object)));
        let tool = audited.rendered.get(&*first.file).map(|tool| format!(", as {tool} renders it"));
        let (object, tool) = (object.unwrap_or_default(), tool.unwrap_or_default());
        let _ = writeln!(text, "{object}{}{tool}", visible(&first.file));
        if files.len() > 1 {
            let named: Vec<_> = files.iter().skip(1).take(NAMED).map(|file| visible(file)).collect();
            let others = files.len() - 1 - named.len();
            let others = if others > 0 { format!(" and {} more", counted(others, "file")) } else { String::new() };
            let _ = writeln!(text, "  {DIM}the same in {}{others}{DIM:#}", named.join(", "));
        }
        if read != &*first.file {
            lines = audited.texts.get(&*first.file).map(|text| text.lines().collect()).unwrap_or_default();
            read = &first.file;
        }
        group.iter().for_each(|finding| one(&mut text, finding, &lines));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    if !quiet {
        summary(&mut text, audited);
    }
    text
}

/// What is found of one object, wherever it stands.
fn said(group: &[Finding]) -> Said<'_> {
    let object = group[0].object.as_deref();
    let file = if object.is_some() { "" } else { &*group[0].file };
    let found = group.iter().map(|one| (one.rule.id, one.message.as_str(), one.field.as_str(), one.fix.as_str()));
    (object, file, found.collect())
}

fn one(text: &mut String, finding: &Finding, lines: &[&str]) {
    let style = style(finding.severity);
    let (rule, message) = (finding.rule.id, visible(&finding.message));
    let _ = writeln!(text, "  {style}{}{style:#} {BOLD}{rule}{BOLD:#}: {message}", finding.severity);
    let source = finding.position.and_then(|position| Some((position, line(lines, position)?)));
    let mut margin = 2;
    if let Some((Position { line, column }, source)) = source {
        let (source, indent) = excerpt(source, usize::try_from(column - 1).unwrap_or_default());
        let _ = writeln!(text, "  {DIM}{line:>5} |{DIM:#} {}", visible(source));
        let _ = writeln!(text, "        {DIM}|{DIM:#} {:indent$}{style}^{style:#}", "");
        margin = 8;
    }
    let _ = writeln!(text, "{:margin$}{CYAN}fix{CYAN:#}: {}", "", visible(&finding.fix));
}

fn style(severity: Severity) -> Style {
    if severity == Severity::Error { RED } else { YELLOW }
}

/// The line of a position, if the text has it.
fn line<'a>(lines: &[&'a str], position: Position) -> Option<&'a str> {
    lines.get(usize::try_from(position.line.checked_sub(1)?).ok()?).copied()
}

/// As much of a line as fits on a screen around a column from 0, and that column in it.
fn excerpt(line: &str, column: usize) -> (&str, usize) {
    let first = if line.len() > WIDEST { column.saturating_sub(WIDEST / 2) } else { 0 };
    let byte = |line: &str, column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let rest = &line[byte(line, first)..];
    (&rest[..byte(rest, WIDEST)], column - first)
}

/// How each item of the checklist stands, and all of it.
fn summary(text: &mut String, audited: &Audited<'_>) {
    let scores = audited.report.scores();
    let (judged, held) = scores.iter().fold((0, 0), |(judged, held), one| (judged + one.judged, held + one.held));
    for score in &scores {
        let style = if score.held == score.judged { GREEN } else { YELLOW };
        let (item, name) = (score.item, ITEMS[usize::from(score.item) - 1]);
        let percent = score.percent();
        let _ = writeln!(
            text,
            "{item:>4} {name:<22} {style}{percent:>3} %{style:#} {DIM}{} of {}{DIM:#}",
            score.held, score.judged
        );
    }
    let percent = (held * 100).checked_div(judged).unwrap_or(100);
    let _ = writeln!(text, "     {:<22} {BOLD}{percent:>3} %{BOLD:#} {DIM}{held} of {judged}{DIM:#}", "in all");
    let (errors, warnings) = (audited.count(Severity::Error), audited.count(Severity::Warning));
    let _ = write!(
        text,
        "{} and {} in {} of {} ({}",
        counted(errors, "error"),
        counted(warnings, "warning"),
        counted(audited.report.objects, "object"),
        counted(audited.files, "file"),
        profiles(audited)
    );
    if audited.report.suppressed > 0 {
        let _ = write!(text, "; {} suppressed", audited.report.suppressed);
    }
    if audited.known > 0 {
        let _ = write!(text, "; {} known", audited.known);
    }
    text.push_str(")\n");
    if audited.templates > 0 {
        let documents = counted(audited.templates, "template");
        let _ = writeln!(
            text,
            "{documents} passed over: check what the tool makes of them, as with `helm template CHART | kubewright check -`"
        );
    }
}

/// The profiles that were asked for; of several each with how many objects it was asked of.
fn profiles(audited: &Audited<'_>) -> String {
    let profiles = &audited.report.profiles;
    if let [(profile, _)] = profiles.iter().collect::<Vec<_>>()[..] {
        return format!("profile {profile}");
    }
    let each: Vec<String> = profiles.iter().map(|(profile, count)| format!("{profile} of {count}")).collect();
    if each.is_empty() { "no object".to_owned() } else { format!("profiles {}", each.join(", ")) }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
