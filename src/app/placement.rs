//! On which nodes the pods run: the pool, its labels and taints, and what is asked for beside it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::problem::nearest;
use crate::spec::types::{Entries, LabelValue, Name, ObjectName};
use crate::spec::{Kind, LabelValues, Pool, Settings, TaintEffect, Toleration, join_key};

use super::report::Report;

/// On which nodes the pods run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placement {
    /// The pool's name.
    pub pool: Option<String>,
    /// Labels that a node must have.
    pub node_selector: BTreeMap<String, String>,
    /// Labels of which a node must have one of several values.
    pub required: Vec<NodeLabel>,
    /// Labels of the nodes that are taken first.
    pub preferred: Vec<NodeLabel>,
    /// Taints that the pods put up with: those of the pool first.
    pub tolerations: Vec<Toleration>,
    /// Existing PriorityClass, their own or the pool's.
    pub priority_class: Option<ObjectName>,
}

/// A label of nodes, and the values of which any will do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NodeLabel {
    /// Its key.
    pub key: String,
    /// Its values.
    pub values: Vec<String>,
}

pub(super) fn placement(settings: &Settings, report: &mut Report<'_>) -> Placement {
    let own = settings.tolerations.clone().unwrap_or_default();
    if own.iter().any(|toleration| toleration.key.is_none() && toleration.value.is_some()) {
        report.problem(
            "tolerations",
            "a toleration has a value and no key",
            "name the taint: `{key: dedicated, value: databases}`",
        );
    }
    let mut placement = Placement {
        node_selector: settings.node_selector.as_ref().map(Entries::texts).unwrap_or_default(),
        priority_class: settings.priority_class.clone(),
        ..Placement::default()
    };
    match settings.pool.as_ref().map(|name| (name, pool(name, settings, report))) {
        None => check_reach(settings, &own, report),
        Some((name, Some(pool))) => join(&mut placement, name, pool, report),
        Some((_, None)) => {}
    }
    for toleration in own {
        if !placement.tolerations.contains(&toleration) {
            placement.tolerations.push(toleration);
        }
    }
    placement
}

/// The pool of a name, where it is known.
fn pool<'a>(name: &Name, settings: &'a Settings, report: &mut Report<'_>) -> Option<&'a Pool> {
    let pools = settings.pools.as_ref();
    if let Some(pool) = pools.and_then(|pools| pools.get(name)) {
        return Some(pool);
    }
    let names: Vec<&str> = pools.into_iter().flat_map(|pools| pools.keys()).map(Name::as_str).collect();
    let hint = match nearest(name.as_str(), names.iter().copied()) {
        _ if names.is_empty() => {
            "no pool is known; say what it is: `pools: {critical: {nodeLabels: {example.com/pool: critical}}}`, here or in the file that `organisation` names".to_owned()
        }
        Some(near) => format!("did you mean `{near}`? known: {}", names.join(", ")),
        None => format!("known: {}", names.join(", ")),
    };
    report.problem("pool", format!("there is no pool `{name}`"), hint);
    None
}

/// Adds what a pool asks of a node to what the pods ask themselves.
fn join(placement: &mut Placement, name: &Name, pool: &Pool, report: &mut Report<'_>) {
    let labels = pool.node_labels.as_ref();
    if labels.is_none_or(|labels| labels.is_empty()) {
        report.problem(
            "pool",
            format!("pool `{name}` has no `nodeLabels`, so nothing sends pods to its nodes"),
            format!("say how its nodes are labelled{}", report.from(&join_key(&["pools", name.as_str()]))),
        );
    }
    placement.pool = Some(name.to_string());
    let required = pool.required.unwrap_or(true);
    for (key, values) in labels.iter().flat_map(|labels| labels.iter()) {
        let place = join_key(&["pools", name.as_str(), "nodeLabels", key.as_str()]);
        if values.values().is_empty() {
            report.problem(&place, format!("label `{key}` of pool `{name}` has no value"), "name one or more");
            continue;
        }
        if let Some(own) = placement.node_selector.get(key.as_str()) {
            check_agreement(key.as_str(), own, name, values, report);
            // What the pods ask themselves is the narrower of the two.
            continue;
        }
        let texts: Vec<String> = values.values().iter().map(ToString::to_string).collect();
        let label = NodeLabel { key: key.to_string(), values: texts };
        match (required, label.values.as_slice()) {
            (true, [value]) => {
                placement.node_selector.insert(label.key, value.clone());
            }
            (true, _) => placement.required.push(label),
            (false, _) => placement.preferred.push(label),
        }
    }
    for taint in pool.taints.iter().flatten() {
        let (key, value) = (Some(taint.key.clone()), taint.value.clone());
        let toleration = Toleration { key, value, effect: Some(taint.effect) };
        if !placement.tolerations.contains(&toleration) {
            placement.tolerations.push(toleration);
        }
    }
    if placement.priority_class.is_none() {
        placement.priority_class.clone_from(&pool.priority_class);
    }
}

fn check_agreement(key: &str, own: &str, name: &Name, values: &LabelValues, report: &mut Report<'_>) {
    if values.values().iter().any(|value| value.as_str() == own) {
        return;
    }
    let nodes: Vec<&str> = values.values().iter().map(LabelValue::as_str).collect();
    report.problem(
        &join_key(&["nodeSelector", key]),
        format!("no node of pool `{name}` has the label {key}={own}: theirs is {}", nodes.join(" or ")),
        format!("`pool` is set{}; take one of the two back", report.from("pool")),
    );
}

/// A toleration only lets pods onto tainted nodes; it takes a selector to keep them there.
fn check_reach(settings: &Settings, tolerations: &[Toleration], report: &mut Report<'_>) {
    let selects = settings.node_selector.as_ref().is_some_and(|selector| !selector.is_empty());
    if selects || settings.kind == Some(Kind::DaemonSet) {
        return;
    }
    // The taints that Kubernetes itself sets tell a node's state, not whom it is meant for.
    let dedicated = |toleration: &&Toleration| {
        let state = toleration.key.as_ref().is_some_and(|key| key.as_str().starts_with("node.kubernetes.io/"));
        !state && toleration.effect != Some(TaintEffect::PreferNoSchedule)
    };
    if let Some(toleration) = tolerations.iter().find(dedicated) {
        let taint = toleration.key.as_ref().map_or("every taint".to_owned(), |key| format!("the taint `{key}`"));
        report.warning(
            "tolerations",
            format!("the pods put up with {taint}, and nothing sends them to those nodes: they may run anywhere"),
            "name the nodes as well, `nodeSelector: {example.com/pool: databases}`, or a `pool`, which has both",
        );
    }
}
