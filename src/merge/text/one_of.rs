//! Maps of pods of whose fields the API takes one.

use crate::validate::HANDLERS;
use crate::yaml::Data;

use super::path::Step;

/// What a variable takes its value from.
const SOURCES: [&str; 5] = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

/// Whether a map at a path of an object of a kind says two things of which one is meant. A text without a kind may
/// hold parts of pods as well, as a chart's values do.
pub(super) fn chooses_two(kind: &str, path: &[Step], data: &Data) -> bool {
    let Data::Map(entries) = data else { return false };
    let count = |keys: &dyn Fn(&str) -> bool| entries.iter().filter(|(key, _)| keys(key)).count();
    let keys: Vec<&str> = path.iter().filter_map(Step::key).collect();
    let in_pod = keys.ends_with(&["template", "spec", "volumes"]) || kind == "Pod" && keys == ["spec", "volumes"];
    let is_item = path.last().is_some_and(|step| step.key().is_none());
    match keys.last().copied().unwrap_or_default() {
        "startupProbe" | "readinessProbe" | "livenessProbe" | "preStop" | "postStart" => {
            count(&|key| HANDLERS.contains(&key)) > 1
        }
        "volumes" if is_item && (in_pod || kind.is_empty()) => count(&|key| key != "name") > 1,
        "env" if is_item => count(&|key| ["value", "valueFrom"].contains(&key)) > 1,
        "valueFrom" => count(&|key| SOURCES.contains(&key)) > 1,
        "envFrom" if is_item => count(&|key| ["configMapRef", "secretRef"].contains(&key)) > 1,
        "strategy" | "updateStrategy" => {
            let rolling = |(key, data): &(String, Data)| key == "type" && data.value() == "RollingUpdate";
            let has = |wanted: &str| count(&|key| key == wanted) > 0;
            has("type") && has("rollingUpdate") && !entries.iter().any(rolling)
        }
        _ => false,
    }
}
