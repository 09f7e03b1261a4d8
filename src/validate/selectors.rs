//! Whoever selects pods must find them.

use serde_json::{Map, Value};

use crate::manifest::Document;
use crate::problem::Problem;

use super::problem;

pub(super) fn check(documents: &[Document], problems: &mut Vec<Problem>) {
    let workloads: Vec<&Document> = documents.iter().filter(|document| document.pod_template().is_some()).collect();
    for document in documents {
        let path: &[&str] = match document.identity.kind.as_str() {
            "Service" => &["spec", "selector"],
            "PodDisruptionBudget" | "PodMonitor" | "Deployment" | "StatefulSet" | "DaemonSet" | "Rollout" => {
                &["spec", "selector", "matchLabels"]
            }
            "NetworkPolicy" => &["spec", "podSelector", "matchLabels"],
            _ => continue,
        };
        let Some(selector) = document.get(&path.join(".")).and_then(Value::as_object) else { continue };
        let own = document.pod_template().is_some();
        let matches = workloads
            .iter()
            .filter(|workload| !own || workload.identity == document.identity)
            .any(|workload| selects(selector, workload));
        if !matches {
            let what = if own { "its own pods" } else { "no pod of this environment" };
            let verb = if own { "does not select" } else { "selects" };
            problems.push(problem(document, path, format!("`{}` {verb} {what}", path.join("."))));
        }
    }
}

/// Whether a workload's pods carry every label of a selector.
fn selects(selector: &Map<String, Value>, workload: &Document) -> bool {
    let labels = workload.pod_template().and_then(|pod| pod.pointer("/metadata/labels")).and_then(Value::as_object);
    !selector.is_empty()
        && labels.is_some_and(|labels| selector.iter().all(|(key, value)| labels.get(key) == Some(value)))
}
