//! The nodes that the pods ask for: ordinary ones, and those of pools, tainted so that others stay away.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::output::Output;

/// A node as the control plane boots with it.
const NODE: &str = include_str!("control_plane/node.yaml");

/// A pool: labels that its nodes have, and taints.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pool {
    labels: Map<String, Value>,
    taints: Vec<Value>,
}

/// The pools that the pods of some outputs ask for, each once.
pub(crate) fn pools(outputs: &[Output]) -> Vec<Pool> {
    let mut pools: BTreeMap<String, Pool> = BTreeMap::new();
    for output in outputs {
        let pod = &output.pod("any")["spec"];
        let mut labels = pod["nodeSelector"].as_object().cloned().unwrap_or_default();
        let required = &pod["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"];
        for term in required["nodeSelectorTerms"][0]["matchExpressions"].as_array().into_iter().flatten() {
            labels.insert(term["key"].as_str().expect("a key").to_owned(), term["values"][0].clone());
        }
        if labels.is_empty() {
            continue;
        }
        let named = |toleration: &&Value| toleration["key"].is_string() && toleration["effect"].is_string();
        let taint = |toleration: &Value| json!({"key": toleration["key"], "value": toleration["value"], "effect": toleration["effect"]});
        let taints: Vec<Value> = pod["tolerations"].as_array().into_iter().flatten().filter(named).map(taint).collect();
        let pool = pools.entry(json!(labels).to_string()).or_insert_with(|| Pool { labels, taints: taints.clone() });
        // What only one of two tolerates would keep the other out.
        pool.taints.retain(|taint| taints.contains(taint));
    }
    pools.into_values().collect()
}

impl Pool {
    /// One of its nodes.
    pub(crate) fn node(&self, name: &str, zone: u16) -> Value {
        let mut node = node(name, zone);
        for (key, value) in &self.labels {
            node["metadata"]["labels"][key] = value.clone();
        }
        node["spec"]["taints"] = json!(self.taints);
        node
    }
}

/// The label by which nodes are drained in turn: the number of the zone, which a pool may name otherwise.
pub(crate) const TURN: &str = "cluster.test/turn";

/// An ordinary node.
pub(crate) fn node(name: &str, zone: u16) -> Value {
    let text = NODE.replace("node-NUMBER", name).replace("ZONE", &zone.to_string());
    let mut node = kubewright::yaml::parse_documents("node.yaml", &text).expect("it is YAML").remove(0);
    node["metadata"]["labels"][TURN] = json!(zone.to_string());
    node
}

/// Whether the pods of a template may run on a node: it has the labels that they ask for, and no taint that
/// they do not put up with.
pub(crate) fn may_run(pod: &Value, node: &Value) -> bool {
    let labels = &node["metadata"]["labels"];
    let wanted = pod["spec"]["nodeSelector"].as_object();
    let selected = wanted.is_none_or(|wanted| wanted.iter().all(|(key, value)| labels[key] == *value));
    let tolerations = || pod["spec"]["tolerations"].as_array().into_iter().flatten();
    let tolerated = |taint: &Value| {
        taint["effect"] == "PreferNoSchedule"
            || tolerations().any(|toleration| {
                let any = |key: &str| toleration[key].is_null() || toleration[key] == taint[key];
                any("effect")
                    && any("key")
                    && (toleration["operator"] == "Exists" || toleration["value"] == taint["value"])
            })
    };
    selected && node["spec"]["taints"].as_array().into_iter().flatten().all(tolerated)
}
