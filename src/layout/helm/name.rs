//! The names of values: those of the fields of a workload's pods stand at the top, as Helm's users expect.

use super::derive::is_workload;
use super::page;
use super::table::Of;

/// A step on the way into an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A key of a map.
    Key(String),
    /// An item of a list, by what tells it apart.
    Item(String),
}

impl Step {
    pub(super) fn text(&self) -> &str {
        let (Self::Key(text) | Self::Item(text)) = self;
        text
    }

    pub(super) fn key(&self) -> Option<&str> {
        if let Self::Key(key) = self { Some(key) } else { None }
    }
}

/// Whose field a place is, the name of what stands for that, and the way from there.
pub(super) type Owned = (Of, Vec<String>, Vec<String>);

/// The keys that lead to a workload's pod template.
pub(super) fn template_path(kind: &str) -> &'static [&'static str] {
    match kind {
        "CronJob" => &["spec", "jobTemplate", "spec", "template"],
        _ => &["spec", "template"],
    }
}

/// Whose field the place is, and the name of its value.
pub(super) fn named(app: &str, kind: &str, key: &[String], path: &[Step]) -> (Option<Owned>, Vec<String>) {
    let texts: Vec<&str> = path.iter().map(Step::text).collect();
    let full = |prefix: &[&str], rest: &[&str]| -> Vec<String> {
        prefix.iter().chain(rest).map(|text| (*text).to_owned()).collect()
    };
    let owned = |of: Of, prefix: &[&str], rest: &[&str]| Some((of, full(prefix, &[]), full(rest, &[])));
    if page::is_page(key) && is_workload(kind) {
        return page::named(app, &texts);
    }
    if !is_workload(kind) {
        let prefix: Vec<&str> = key.iter().map(String::as_str).collect();
        return match texts.as_slice() {
            ["spec", rest @ ..] => (owned(Of::Object(""), &prefix, rest), full(&prefix, rest)),
            ["metadata", rest @ ..] => (None, full(&prefix, rest)),
            rest => (None, full(&prefix, rest)),
        };
    }
    let template = template_path(kind);
    if let Some(below) = texts.strip_prefix(template) {
        return match below {
            ["spec", "containers", name, rest @ ..] if *name == app => {
                (owned(Of::Container, &[], rest), full(&[], rest))
            }
            ["spec", "containers" | "initContainers", name, rest @ ..] => {
                let prefix = ["containers", name];
                (owned(Of::Beside, &prefix, rest), full(&prefix, rest))
            }
            ["spec", "securityContext", rest @ ..] => {
                (owned(Of::Pod, &[], &below[1..]), full(&["podSecurityContext"], rest))
            }
            // The value `affinity` replaces the chart's own, which has another name then.
            ["spec", "affinity", rest @ ..] => (None, full(&["defaultAffinity"], rest)),
            ["spec", "resources", rest @ ..] => (None, full(&["podResources"], rest)),
            ["spec", rest @ ..] => (owned(Of::Pod, &[], rest), full(&[], rest)),
            rest => (None, full(&["pod"], rest)),
        };
    }
    match texts.as_slice() {
        ["spec", "volumeClaimTemplates", name, "spec", rest @ ..] => {
            let prefix = ["persistence", name];
            (owned(Of::Object("persistence"), &prefix, rest), full(&prefix, rest))
        }
        ["spec", rest @ ..] => (owned(Of::Workload, &[], rest), full(&[], rest)),
        ["metadata", rest @ ..] => (None, full(&[], rest)),
        rest => (None, full(&[], rest)),
    }
}
