//! The canary of a chart: the templates of the app's own objects, called and selected otherwise.
//!
//! What it shares with the app is read from the same values, so `--set resources...` means both. It has values of its
//! own for what it alone has: below `canary`.

use serde_json::{Map, Value, json};

use crate::app::{App, CANARY};
use crate::layout::Objects;
use crate::manifest::Document;

use super::collected::Collected;
use super::derive::RULES;
use super::image::Image;
use super::object::Object;
use super::part::{Body, Part};
use super::values::{Given, value};

/// Objects of a canary that are those of the app in all but names, labels and image.
const TWINS: [&str; 5] = ["Service", "Deployment", "NetworkPolicy", "PodMonitor", RULES];

/// Groups of alerts that are about what the app alone has.
const GROUPS_OF_APP: [&str; 4] = ["autoscaler", "disruption", "storage", "external"];

/// How the comment begins that says why an autoscaled Deployment writes no number of pods.
const NO_REPLICAS: &str = "# No `replicas`";

/// The name of the canary's objects, where any set of objects has them.
pub(super) fn name<'a>(all: &[Objects<'a>]) -> Option<&'a str> {
    all.iter().find_map(|objects| Some(objects.app.canary.as_ref()?.app.name.as_str()))
}

/// The documents that are woven: all but those which follow from the app's own.
pub(super) fn woven(documents: &[Document], canary: &str) -> Vec<Document> {
    let is_twin = |one: &&Document| one.identity.name == canary && TWINS.contains(&one.identity.kind.as_str());
    documents.iter().filter(|one| !is_twin(one)).cloned().collect()
}

/// What stands for a further object of the canary in values, by its kind and its name without the app's.
pub(super) fn key(kind: &str, rest: &str) -> Option<Vec<String>> {
    let is_budget = (kind, rest) == ("PodDisruptionBudget", CANARY);
    is_budget.then(|| [CANARY, "podDisruptionBudget"].map(str::to_owned).to_vec())
}

/// Whether a key stands for an object of the canary.
pub(super) fn is_canary(key: &[String]) -> bool {
    key.first().is_some_and(|first| first == CANARY)
}

/// When the disruption budget of the canary is there.
pub(super) fn several() -> String {
    "and (.Values.canary).enabled (gt (int64 (.Values.canary).replicas) 1)".to_owned()
}

/// When what the canary has as the app has it is there: where that is there under a condition, under that, too.
fn condition(of_app: Option<&str>) -> String {
    let canary = "(.Values.canary).enabled";
    of_app.map_or_else(|| canary.to_owned(), |of_app| format!("and {canary} ({of_app})"))
}

/// Takes the canary out of the backends of a route, and the weights with it: the template has both by itself.
pub(super) fn without(list: &mut Vec<Part>, canary: &str) {
    let named = |part: &Part| part.get("name").and_then(Part::text) == Some(canary);
    if !list.iter().any(named) {
        return;
    }
    list.retain(|part| !named(part));
    for part in list {
        if let Body::Map(entries) = &mut part.body {
            entries.retain(|(key, _)| key != "weight");
        }
    }
}

/// The canary's own object beside one of the app's, by its file; a route is shared out. `lines` are those of the app's
/// object, and `of_app` the condition under which it is there.
pub(super) fn beside(
    app: &str,
    object: &Object<'_>,
    lines: &mut Vec<String>,
    of_app: Option<&str>,
    collected: &mut Collected,
) -> Option<(String, String)> {
    if is_canary(&object.key) {
        lines.iter_mut().for_each(|line| *line = called(app, line));
    }
    if !collected.has_canary || !object.is_apps() {
        return None;
    }
    if object.key == ["httpRoute"]
        && let Err(why) = share(app, lines)
    {
        collected.refuse(0, object.kind, "spec.rules", why);
    }
    let text = TWINS.contains(&object.kind).then(|| twin(app, object.kind, lines, of_app))?;
    Some((format!("{CANARY}-{}", object.file), text))
}

/// The template of the canary's own object, by the lines of the app's.
fn twin(app: &str, kind: &str, lines: &[String], of_app: Option<&str>) -> String {
    let mut lines: Vec<String> = lines.iter().map(|line| renamed(app, line)).collect();
    match kind {
        "Deployment" => deployment(app, &mut lines),
        RULES => lines = rules(app, lines),
        _ => {}
    }
    let condition = condition(of_app);
    format!("{{{{- if {condition} }}}}\n{}\n{{{{- end }}}}\n", lines.join("\n"))
}

/// A line with the canary's name, labels and image.
fn renamed(app: &str, line: &str) -> String {
    let mut line = line.to_owned();
    for (from, to) in [
        ("selectorLabels", "canarySelectorLabels"),
        ("shownLabels", "canarySelectorLabels"),
        ("workloadLabels", "canaryWorkloadLabels"),
        ("podLabels", "canaryPodLabels"),
        ("labels", "canaryLabels"),
    ] {
        line = line.replace(&format!("\"{app}.{from}\""), &format!("\"{app}.{to}\""));
    }
    line =
        line.replace(&format!("include \"{app}.image\" .Values.image "), &format!("include \"{app}.canaryImage\" . "));
    let named = |key: &str| format!("{key}: {{{{ include \"{app}.fullname\" . | quote }}}}");
    let is_name = line == format!("  {}", named("name")) || line.trim_start() == named("app.kubernetes.io/instance");
    if is_name { line.replace(&format!("\"{app}.fullname\""), &format!("\"{app}.canaryName\"")) } else { line }
}

/// A line of an object that is the canary's alone, which calls it by the release's name.
fn called(app: &str, line: &str) -> String {
    line.replace(
        &format!("{{{{ include \"{app}.fullname\" . }}}}-{CANARY}"),
        &format!("{{{{ include \"{app}.canaryName\" . }}}}"),
    )
}

/// Gives a Deployment annotations and a number of pods of its own.
fn deployment(app: &str, lines: &mut Vec<String>) {
    lines.retain(|line| !line.starts_with(NO_REPLICAS));
    let Some(spec) = lines.iter().position(|line| line == "spec:") else { return };
    let replicas = replicas(&lines[spec + 1..]);
    lines.splice(spec + 1..spec + 1 + replicas, ["  replicas: {{ .Values.canary.replicas | int64 }}".to_owned()]);
    // What stands below the labels is the app's own.
    let labels = format!("    {{{{- include \"{app}.canaryWorkloadLabels\"");
    let Some(labels) = lines[..spec].iter().position(|line| line.starts_with(&labels)) else { return };
    let below = lines[labels..spec].iter().take_while(|line| line.starts_with("    ")).count();
    let end = lines[..spec].iter().rposition(|line| !line.starts_with('#')).map_or(spec, |last| last + 1);
    lines.splice(labels + below..end.max(labels + below), annotations());
}

/// Alerts with the canary's name, and without the groups that are about what the app alone has.
fn rules(app: &str, lines: Vec<String>) -> Vec<String> {
    let (own, canary) = (format!("\"{app}.fullname\""), format!("\"{app}.canaryName\""));
    let Some(groups) = lines.iter().position(|line| line == "  groups:") else { return lines };
    let (mut kept, mut group) = (Vec::new(), Vec::new());
    let mut is_named = false;
    for line in &lines[groups + 1..] {
        // A comment, a condition or a name begins another group, where that of this one has been said.
        let begins = line.starts_with("    ") && !line.starts_with("     ") && !line.starts_with("    {{- end");
        if begins && is_named {
            kept.extend(of_canary(&mut group));
            is_named = false;
        }
        is_named |= line.starts_with("    - name: ");
        group.push(line.clone());
    }
    kept.extend(of_canary(&mut group));
    let all = lines[..=groups].iter().cloned().chain(kept);
    all.map(|line| line.replace(&own, &canary)).collect()
}

/// The lines of a group, where the canary has it, too.
fn of_canary(group: &mut Vec<String>) -> Vec<String> {
    let is_apps = |line: &String| line.strip_prefix("    - name: ").is_some_and(|name| GROUPS_OF_APP.contains(&name));
    let lines = std::mem::take(group);
    if lines.iter().any(is_apps) { Vec::new() } else { lines }
}

/// How many lines at the start of a Deployment's spec say its number of pods.
fn replicas(lines: &[String]) -> usize {
    let is = |at: usize, start: &str| lines.get(at).is_some_and(|line| line.trim_start().starts_with(start));
    if is(1, "replicas: ") && is(0, "{{- if") && is(2, "{{- end") { 3 } else { usize::from(is(0, "replicas: ")) }
}

fn annotations() -> Vec<String> {
    super::special::with("annotations", ".Values.canary.annotations", 2)
}

/// Has a route lead to the canary, too.
///
/// # Errors
/// That it has no one backend to share the requests with.
fn share(app: &str, lines: &mut Vec<String>) -> Result<(), &'static str> {
    let none = || "has not the one backend that a canary shares the requests with";
    let indent = |line: &String| line.len() - line.trim_start().len();
    let at = lines.iter().position(|line| line.trim() == "backendRefs:").ok_or_else(none)?;
    let below = lines[at + 1..].iter().take_while(|line| indent(line) > indent(&lines[at])).count();
    let refs = &lines[at + 1..=at + below];
    let items = refs.iter().filter(|line| line.trim_start().starts_with("- ")).count();
    let port = refs.iter().find(|line| line.trim_start().starts_with("port: "));
    let port = port.filter(|_| items == 1).ok_or_else(none)?.clone();
    let pad = " ".repeat(indent(&port));
    let item = " ".repeat(indent(&port).saturating_sub(2));
    let further = [
        format!("{pad}{{{{- if include \"{app}.canaried\" . }}}}"),
        format!("{pad}# In percent: what the canary does not get."),
        format!("{pad}weight: {{{{ sub 100 (int64 .Values.canary.weight) }}}}"),
        format!("{item}- name: {{{{ include \"{app}.canaryName\" . | quote }}}}"),
        port,
        format!("{pad}weight: {{{{ int64 .Values.canary.weight }}}}"),
        format!("{pad}{{{{- end }}}}"),
    ];
    let end = at + 1 + below;
    lines.splice(end..end, further);
    Ok(())
}

/// The helpers of a chart with a canary.
pub(super) fn helpers(app: &str, has_page: bool) -> String {
    let page = format!(" (not (include \"{app}.maintained\" .))");
    let condition =
        if has_page { format!("and (.Values.canary).enabled{page}") } else { "(.Values.canary).enabled".to_owned() };
    include_str!("canary.tpl").replace("APP", app).replace("CONDITION", &condition)
}

/// Gives the values that the canary alone has.
pub(super) fn give(all: &[Objects<'_>], collected: &mut Collected) {
    let told: Vec<Option<Map<String, Value>>> = all.iter().map(told).collect();
    let base = told.first().cloned().flatten();
    let name = |key: &str| -> Vec<String> { [CANARY].into_iter().chain(key.split('.')).map(str::to_owned).collect() };
    for (index, told) in told.iter().enumerate() {
        let Some(told) = told else {
            if base.is_some() {
                collected.set_value(index, &name("enabled"), &false.into());
            }
            continue;
        };
        for (key, plain) in told {
            collected.schema.note(&name(key), plain);
            collected.give(index, &name(key), value(plain));
        }
        for key in base.iter().flat_map(Map::keys).filter(|key| index > 0 && !told.contains_key(*key)) {
            collected.give(index, &name(key), Given::Null);
        }
    }
}

/// What the values of one set of objects say of its canary, by their names below `canary`.
fn told(objects: &Objects<'_>) -> Option<Map<String, Value>> {
    let canary = objects.app.canary.as_ref()?;
    let App { main, workload, name, .. } = &canary.app;
    let replicas = workload.replicas().map_or(0, crate::app::Replicas::fewest);
    let mut told = Map::new();
    told.insert("enabled".to_owned(), true.into());
    told.insert("weight".to_owned(), canary.weight.into());
    told.insert("replicas".to_owned(), replicas.into());
    let image = Image::of(&main.image.to_string());
    let own = Image::of(&objects.app.main.image.to_string());
    let pieces = [
        ("image.repository", Some(image.repository.clone()).filter(|_| image.repository != own.repository)),
        ("image.tag", Some(image.tag)),
        ("image.digest", Some(image.digest).filter(|digest| !digest.is_empty())),
    ];
    told.extend(pieces.into_iter().filter_map(|(key, piece)| Some((key.to_owned(), json!(piece?)))));
    let deployment =
        objects.documents.iter().find(|one| one.identity.kind == "Deployment" && one.identity.name == name.as_str());
    let annotations = deployment.and_then(|one| one.get("metadata.annotations")).cloned();
    told.extend(annotations.map(|annotations| ("annotations".to_owned(), annotations)));
    Some(told)
}
