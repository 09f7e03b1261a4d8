//! Maps of whose fields the API takes one.

use crate::validate::HANDLERS;
use crate::yaml::Data;

/// Whether a map at a path says two things of which one is meant.
pub(super) fn chooses_two(path: &[&str], data: &Data) -> bool {
    let Data::Map(entries) = data else { return false };
    let has = |keys: &dyn Fn(&str) -> bool| entries.iter().filter(|(key, _)| keys(key)).count();
    match path.last().copied().unwrap_or_default() {
        "startupProbe" | "readinessProbe" | "livenessProbe" | "preStop" | "postStart" => {
            has(&|key| HANDLERS.contains(&key)) > 1
        }
        "volumes" => has(&|key| key != "name") > 1,
        "env" => has(&|key| key != "name") > 1,
        "valueFrom" => entries.len() > 1,
        "envFrom" => has(&|key| key != "prefix") > 1,
        "strategy" | "updateStrategy" => {
            let rolling = |(key, data): &(String, Data)| key == "type" && data.value() == "RollingUpdate";
            has(&|key| key == "type") > 0 && has(&|key| key == "rollingUpdate") > 0 && !entries.iter().any(rolling)
        }
        _ => false,
    }
}
