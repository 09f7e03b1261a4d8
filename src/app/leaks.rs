//! Secrets that stand in the open: in labels, annotations, and the words of a command or a probe.

use crate::spec::{Exception, ProbeEntry, Settings, join_key};

use super::literal::{or_excused, secret_argument, secret_note};
use super::report::Report;

const NOTE_HINT: &str = "whoever sees the pod reads its labels and annotations: put it into a Secret, which the app gets \
                         with `secrets`";
const PROBE_HINT: &str = "put it into a Secret and let the probe read the variable, `secrets: {NAME: {secret: ..., key: ..., \
                          env: true}}` and `exec: [sh, -c, '... \"$NAME\"']`";
const HINT: &str = "put it into a Secret and refer to it, `secrets: {NAME: {secret: ..., key: ..., env: true}}`, \
                    in arguments as `$(NAME)`";

/// Every label, annotation and argument that looks like a secret.
pub(super) fn check(settings: &Settings, report: &mut Report<'_>) {
    if settings.excuses(Exception::LiteralSecret) {
        return;
    }
    let labels = settings.labels.iter().flat_map(|map| map.iter()).map(|(key, value)| ("labels", key, value.as_str()));
    let annotations = settings.pod_annotations.iter().flat_map(|map| map.iter());
    let annotations = annotations.map(|(key, value)| ("podAnnotations", key, value.as_str()));
    for (map, key, value) in labels.chain(annotations) {
        if let Some(why) = secret_note(key.as_str(), value) {
            let place = join_key(&[map, key.as_str()]);
            report.problem(&place, format!("`{map}.{key}` looks like a secret: {why}"), or_excused(NOTE_HINT));
        }
    }
    for (key, words) in [("command", &settings.command), ("args", &settings.args)] {
        let found = words.as_ref().and_then(|words| secret_argument(words));
        if let Some((index, why)) = found {
            report.problem(key, format!("`{key}`, item {}, looks like a secret: {why}", index + 1), or_excused(HINT));
        }
    }
    let health = settings.health.clone().unwrap_or_default();
    let startup = health.startup.and_then(|startup| startup.probe);
    let probes = [("readiness", health.readiness), ("liveness", health.liveness), ("startup.probe", startup)];
    for (name, probe) in probes {
        let Some(ProbeEntry::Full(probe)) = probe else { continue };
        if let Some((index, why)) = probe.exec.as_ref().and_then(|words| secret_argument(words)) {
            let key = format!("health.{name}.exec");
            report.problem(
                &key,
                format!("`{key}`, item {}, looks like a secret: {why}", index + 1),
                or_excused(PROBE_HINT),
            );
        }
    }
}
