//! One environment and the others: whatever changes in one, the files of the others and those that all share
//! stay as they are.

use kubewright::generate::tree;
use kubewright::layout::Tree;
use kubewright::problem::Problem;
use kubewright::spec::{Layout, Spec};
use serde_json::{Value, json};

use crate::made::{Beside, made};
use crate::spec::{RandomSpec, keys};
use crate::tape::{Tape, tape_of};
use crate::value::value;

/// The layouts that all environments share files in.
const LAYOUTS: [Layout; 2] = [Layout::Kustomize, Layout::Helm];

/// What came of the changes of one spec's environments.
pub(crate) struct Judged {
    /// How many were valid, in any layout.
    pub(crate) tried: usize,
    /// Those that touched what is not the environment's own.
    pub(crate) failures: Vec<String>,
}

/// Takes each environment of a random spec away, and gives one of them another answer to each key.
pub(crate) fn judge(number: u64) -> Judged {
    let spec = RandomSpec::valid(&tape_of(number));
    let mut judged = Judged { tried: 0, failures: Vec::new() };
    let Ok(before) = laid(&spec.text(), &LAYOUTS) else { return judged };
    for (environment, told, changed) in changes(&spec, number) {
        let Ok(after) = laid(&changed.text(), &LAYOUTS) else { continue };
        for (before, after) in
            before.iter().zip(&after).filter_map(|(before, after)| Some((before.as_ref()?, after.as_ref()?)))
        {
            judged.tried += 1;
            let strangers = touched(before, after, environment);
            if !strangers.is_empty() {
                let strangers = strangers.join("\n  ");
                judged.failures.push(format!("random spec {number}, {environment} {told}\n  {strangers}"));
            }
        }
    }
    judged
}

/// The files of a spec in some layouts; none where it has no base, or says what a layout cannot say.
///
/// # Errors
/// Why the spec is not valid.
fn laid(spec: &str, layouts: &[Layout]) -> Result<Vec<Option<Tree>>, Vec<Problem>> {
    let environments = made(spec)?;
    let mut spec = Spec::parse("kubewright.yaml", spec)?;
    let mut files = |layout: &Layout| {
        spec.layout = Some((*layout, None));
        tree(&spec, &environments, &Beside(&[])).ok()
    };
    Ok(layouts.iter().map(&mut files).collect())
}

/// The environment that changes, what is told of that, and the spec afterwards.
fn changes(spec: &RandomSpec, number: u64) -> Vec<(&'static str, String, RandomSpec)> {
    let names: Vec<&str> = spec.environments().collect();
    let gone = names.iter().map(|name| (*name, "goes".to_owned(), spec.without(name)));
    let answer = |(turn, (key, answer)): (usize, (&str, Value))| {
        let name = names[(turn + number as usize) % names.len()];
        (name, format!("says {key}: {answer}"), spec.with(name, key, answer))
    };
    let bytes = tape_of(number + 1_000_000);
    let mut tape = Tape::new(&bytes);
    let drawn: Vec<(&str, Value)> = keys().map(|(key, schema)| (key, value(schema, &mut tape))).collect();
    gone.chain(drawn.into_iter().chain(patches()).enumerate().map(answer)).collect()
}

/// Patches of what no key reaches, or seldom: each makes of a part of an object what the base has in no such form.
fn patches() -> impl Iterator<Item = (&'static str, Value)> {
    let pods = |pod: Value| json!({"spec": {"template": {"spec": pod}}});
    let own = json!({"app.kubernetes.io/name": "web", "app.kubernetes.io/instance": "web"});
    let zone = json!({"topologyKey": "zone", "labelSelector": {"matchLabels": own}});
    let patch = |kind: &str, patch: Value| json!({"own": {"target": {"kind": kind}, "patch": patch}});
    [
        patch(
            "Deployment",
            pods(json!({"affinity": {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [zone]}}})),
        ),
        patch("NetworkPolicy", json!({"spec": {"ingress": [{"from": [{"podSelector": {"matchLabels": own}}]}]}})),
        patch("NetworkPolicy", json!({"spec": {"egress": null}})),
        patch("Service", json!({"metadata": {"annotations": {"a.b/c": "d"}}})),
    ]
    .into_iter()
    .map(|patch| ("patches", patch))
}

/// The files of a layout that differ and are not the environment's own; of a chart, what describes all environments is
/// left out: templates hold the places in which one may differ. Files for other tools speak of all environments.
fn touched(before: &Tree, after: &Tree, environment: &str) -> Vec<String> {
    let (overlay, values) =
        (format!("deploy/overlays/{environment}/"), format!("deploy/chart/values-{environment}.yaml"));
    let of_all = ["deploy/chart/templates/", "deploy/chart/values.schema.json", "deploy/chart/Chart.yaml"];
    let is_own =
        |path: &str| path.starts_with(&overlay) || path == values || of_all.iter().any(|all| path.starts_with(all));
    let is_of_layout = |path: &&String| {
        ["deploy/base/", "deploy/overlays/", "deploy/chart/"].iter().any(|folder| path.starts_with(folder))
    };
    let paths = before.keys().chain(after.keys().filter(|path| !before.contains_key(*path)));
    let strangers = paths.filter(is_of_layout).filter(|path| !is_own(path) && before.get(*path) != after.get(*path));
    strangers.map(|path| format!("touches {path}: {}", first_difference(before.get(path), after.get(path)))).collect()
}

fn first_difference(before: Option<&String>, after: Option<&String>) -> String {
    let (Some(before), Some(after)) = (before, after) else { return "it comes or goes".to_owned() };
    let (mut before, mut after) = (before.lines(), after.lines());
    loop {
        match (before.next(), after.next()) {
            (one, other) if one == other && one.is_some() => {}
            (one, other) => return format!("`{}` becomes `{}`", one.unwrap_or_default(), other.unwrap_or_default()),
        }
    }
}
