//! The maintenance page of a chart: which objects are its own, and what leads to it.

use serde_json::Value;

use crate::app::MAINTENANCE;
use crate::layout::Objects;

use super::collected::Collected;
use super::config;
use super::name::Owned;
use super::table::Of;

/// What counts the hash of the page's configuration.
pub(super) fn hash(app: &str) -> String {
    let [texts, bytes] =
        ["files", "filesBinary"].map(|name| format!("(include \"{app}.digest\" (.Values.maintenance).{name})"));
    format!("{{{{ list {texts} {bytes} | toRawJson | sha256sum | trunc 16 | quote }}}}")
}

/// The Service that a route leads to.
pub(super) fn shown(app: &str) -> String {
    format!("{{{{ include \"{app}.shown\" . | quote }}}}")
}

/// What stands for an object of the page in values, by its kind and its name without the app's.
pub(super) fn key(kind: &str, rest: &str) -> Option<Vec<String>> {
    let below: &[&str] = match (kind, rest.strip_prefix(MAINTENANCE)?) {
        ("Deployment", "") => &[],
        ("Service", "") => &["service"],
        ("ServiceAccount", "") => &["serviceAccount"],
        ("PodDisruptionBudget", "") => &["podDisruptionBudget"],
        ("NetworkPolicy", "") => &["networkPolicy"],
        ("ConfigMap", "-files") => &["files"],
        _ => return None,
    };
    Some([MAINTENANCE].iter().chain(below).map(|word| (*word).to_owned()).collect())
}

/// Whether a key stands for an object of the page.
pub(super) fn is_page(key: &[String]) -> bool {
    key.first().is_some_and(|first| first == MAINTENANCE)
}

/// When an object that comes and goes with the page's workload is there; its policy only where the app has one.
pub(super) fn condition(kind: &str) -> String {
    let page = "(.Values.maintenance).enabled";
    if kind == "NetworkPolicy" { format!("and {page} (.Values.networkPolicy).enabled") } else { page.to_owned() }
}

/// Whose field a place in the page's workload is, and the name of its value: those of its container stand at the top.
pub(super) fn named(app: &str, path: &[&str]) -> (Option<Owned>, Vec<String>) {
    let full = |prefix: &[&str], rest: &[&str]| -> Vec<String> {
        prefix.iter().chain(rest).map(|text| (*text).to_owned()).collect()
    };
    match path {
        ["spec", "template", "spec", "containers", name, rest @ ..]
            if name.strip_prefix(app).and_then(|rest| rest.strip_prefix('-')) == Some(MAINTENANCE) =>
        {
            (Some((Of::Beside, full(&[MAINTENANCE], &[]), full(rest, &[]))), full(&[MAINTENANCE], rest))
        }
        ["spec", "template", rest @ ..] => (None, full(&[MAINTENANCE, "pod"], rest)),
        ["spec" | "metadata", rest @ ..] => (None, full(&[MAINTENANCE], rest)),
        rest => (None, full(&[MAINTENANCE], rest)),
    }
}

/// The name of the value that a field of the ConfigMap with the page is made from.
pub(super) fn files(key: &[String], field: &str) -> Option<Vec<String>> {
    (key == [MAINTENANCE, "files"]).then(|| config::value(key, field))
}

/// Says where clients get the page.
pub(super) fn activate(sets: &[Objects<'_>], collected: &mut Collected) {
    let name = [MAINTENANCE, "active"].map(str::to_owned);
    let active: Vec<Option<bool>> = sets.iter().map(|objects| Some(objects.app.maintenance.as_ref()?.active)).collect();
    let base = active.first().copied().flatten();
    for (index, active) in active.iter().enumerate() {
        if let Some(active) = active.filter(|active| index == 0 || *active != base.unwrap_or(false)) {
            collected.set_value(index, &name, &Value::Bool(active));
        }
    }
}
