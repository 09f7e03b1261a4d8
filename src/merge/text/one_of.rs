//! Maps of pods of whose fields the API takes one.

use crate::validate::HANDLERS;
use crate::yaml::Data;

use super::path::Step;

const CONTAINERS: [&str; 3] = ["containers", "initContainers", "ephemeralContainers"];

/// Whether a map at a path of an object of a kind says two things of which one is meant.
pub(super) fn chooses_two(kind: &str, path: &[Step], data: &Data) -> bool {
    let Data::Map(entries) = data else { return false };
    let has = |keys: &dyn Fn(&str) -> bool| entries.iter().filter(|(key, _)| keys(key)).count();
    let keys: Vec<&str> = path.iter().filter_map(Step::key).collect();
    let in_container = keys.iter().any(|key| CONTAINERS.contains(key));
    let in_pod = keys.ends_with(&["template", "spec", "volumes"]) || kind == "Pod" && keys == ["spec", "volumes"];
    let is_item = path.last().is_some_and(|step| step.key().is_none());
    match keys.last().copied().unwrap_or_default() {
        "startupProbe" | "readinessProbe" | "livenessProbe" | "preStop" | "postStart" if in_container => {
            has(&|key| HANDLERS.contains(&key)) > 1
        }
        "volumes" if in_pod && is_item => has(&|key| key != "name") > 1,
        "env" if in_container && is_item => has(&|key| key != "name") > 1,
        "valueFrom" if in_container => entries.len() > 1,
        "envFrom" if in_container && is_item => has(&|key| key != "prefix") > 1,
        "strategy" | "updateStrategy" => {
            let rolling = |(key, data): &(String, Data)| key == "type" && data.value() == "RollingUpdate";
            has(&|key| key == "type") > 0 && has(&|key| key == "rollingUpdate") > 0 && !entries.iter().any(rolling)
        }
        _ => false,
    }
}
