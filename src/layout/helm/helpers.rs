//! `_helpers.tpl`: names, labels and images.

use super::All;
use super::canary;
use super::collected::Collected;
use super::config::{self, Configuration};
use super::print::Read;

/// The longest name of a Service or of a pod's label.
const LONGEST: usize = 63;
/// What the API puts behind the name of a CronJob or a StatefulSet, at the most.
const BEHIND: usize = 11;

/// The helpers of a chart.
pub(super) fn text(app: &str, objects: &All<'_>, collected: &Collected) -> String {
    let long = longest(app, objects);
    let text = include_str!("helpers.tpl").replace("APP", app).replace("LONGEST", &long.to_string());
    let mut text = text;
    if collected.has_own_peers {
        text.push_str(&include_str!("rules.tpl").replace("APP", app));
    }
    if collected.has_page {
        text.push_str(&include_str!("page.tpl").replace("APP", app));
    }
    if collected.has_canary {
        text.push_str(&canary::helpers(app, collected.has_page));
    }
    if !collected.configurations.is_empty() || collected.has_page {
        text.push_str(&include_str!("data.tpl").replace("APP", app));
    }
    if collected.is_mixed {
        let is_one = |object: &&super::Object<'_>| object.kind == "ConfigMap" && config::key(&object.rest).is_some();
        text.extend(objects.iter().filter(is_one).map(|object| config::suffix(app, &object.rest)));
    }
    if let Some(job) = objects.iter().find(|object| object.kind == "Job" && object.is_hashed) {
        text.push_str(&job_hash(app, job, &collected.configurations));
    }
    let rolling: Vec<&Configuration> = collected.configurations.iter().collect();
    if !rolling.is_empty() {
        text.push_str(&config_hash(app, &rolling, collected.is_mixed));
    }
    text
}

/// The longest name of the release, so that what objects have behind it still fits.
fn longest(app: &str, objects: &All<'_>) -> usize {
    let behind = |object: &super::Object<'_>| match (object.kind, object.rest.as_str()) {
        ("CronJob" | "StatefulSet", _) => BEHIND,
        ("Service", rest) if !rest.is_empty() && object.is_own => rest.len() + 1,
        _ => 0,
    };
    let room = LONGEST - objects.iter().map(behind).max().unwrap_or(0).min(LONGEST);
    room.max(app.len())
}

/// A hash of all data, which changes when they do and at no other time.
fn config_hash(app: &str, configurations: &[&Configuration], is_mixed: bool) -> String {
    let mut reads = Vec::new();
    for one in configurations {
        reads.push(Read::of(&one.value("data"), &|_| false).text);
        if one.binary {
            reads.push(Read::of(&one.value("binaryData"), &|_| false).text);
        }
    }
    let data: Vec<String> = reads.iter().map(|read| format!("(include \"{app}.digest\" {read})")).collect();
    let or = if reads.len() == 1 { reads[0].clone() } else { format!("or {}", reads.join(" ")) };
    let condition = if is_mixed { format!("and (not .Values.immutableConfig) ({or})") } else { or };
    format!(
        "\n{{{{/*\nA hash of the configuration: it changes with the data, and with nothing else.\n*/}}}}\n{{{{- define \"{app}.configHash\" -}}}}\n{{{{- if {condition} }}}}\n{{{{- list {} | toRawJson | sha256sum | trunc 16 }}}}\n{{{{- end }}}}\n{{{{- end }}}}\n",
        data.join(" ")
    )
}

/// A hash of a Job's spec and of its configuration.
fn job_hash(app: &str, _: &super::Object<'_>, configurations: &[Configuration]) -> String {
    let mut sorted: Vec<&Configuration> = configurations.iter().collect();
    sorted.sort_by(|one, other| one.rest.cmp(&other.rest));
    let data = sorted.iter().map(|one| {
        let hash = super::derive::content_hash(app, &one.rest);
        let hash = hash.trim_start_matches("{{ ").trim_end_matches(" }}");
        format!(
            "{{{{- if {} }}}}\n{{{{- $text = printf \"%s\\n{} %s\" $text ({hash}) }}}}\n{{{{- end }}}}\n",
            one.condition, one.rest
        )
    });
    include_str!("job.tpl").replace("APP", app).replace("DATA\n", &data.collect::<String>())
}
