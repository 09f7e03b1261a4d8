//! What tells the items of a list apart when texts are merged.
//!
//! Where the API names keys, those count ([`list_keys`]). Lists that are atomic to the API are not so to
//! who edits them: below stands what its own checks and controllers tell their items apart by.

use serde_json::Value;

use crate::manifest::list_keys;
use crate::yaml::{Data, inline};

/// How the items of a list are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Items {
    /// By the values below some paths.
    Keys(&'static [&'static str]),
    /// Backends of a route: by their ports, that of a canary apart from the others.
    Backends,
    /// Each is its own name.
    Set,
    /// By what they say, else by where they stand between those that are alike.
    Rows,
}

impl Items {
    /// Whether they are ports, whose names are unique as well.
    pub(super) fn are_ports(self) -> bool {
        matches!(self, Self::Keys(keys) if keys.contains(&"protocol"))
    }
}

struct Rule {
    /// The one kind of object that has it; none for any.
    kind: Option<&'static str>,
    /// The end of its path, indices left out.
    path: &'static [&'static str],
    items: Items,
}

const fn any(path: &'static [&'static str], items: Items) -> Rule {
    Rule { kind: None, path, items }
}

const fn of(kind: &'static str, path: &'static [&'static str], items: Items) -> Rule {
    Rule { kind: Some(kind), path, items }
}

/// Sources: the types of k8s.io/api v0.37 (what validation there demands to be unique, and what
/// controllers look an item up by), of Gateway API v1, and of kustomize's `api/types`.
const RULES: &[Rule] = &[
    any(&["spec", "tolerations"], Items::Keys(&["key", "operator", "value", "effect"])),
    any(&["envFrom"], Items::Keys(&["prefix", "configMapRef.name", "secretRef.name"])),
    any(&["capabilities", "add"], Items::Set),
    any(&["capabilities", "drop"], Items::Set),
    any(&["metadata", "finalizers"], Items::Set),
    any(&["spec", "accessModes"], Items::Set),
    any(&["matchExpressions"], Items::Keys(&["key", "operator"])),
    any(&["configMap", "items"], Items::Keys(&["key"])),
    any(&["secret", "items"], Items::Keys(&["key"])),
    any(&["downwardAPI", "items"], Items::Keys(&["path"])),
    any(&["spec", "volumeClaimTemplates"], Items::Keys(&["metadata.name"])),
    of("Ingress", &["spec", "rules"], Items::Keys(&["host"])),
    of("Ingress", &["http", "paths"], Items::Keys(&["path", "pathType"])),
    of("Ingress", &["spec", "tls"], Items::Keys(&["secretName"])),
    of("HTTPRoute", &["spec", "parentRefs"], Items::Keys(&["namespace", "name", "sectionName", "port"])),
    of("HTTPRoute", &["spec", "hostnames"], Items::Set),
    // One of another name behind the same port is the same backend, which leads elsewhere: never one more, since both
    // would share the traffic. A canary is one more, and shares it.
    of("HTTPRoute", &["rules", "backendRefs"], Items::Backends),
    of(
        "HorizontalPodAutoscaler",
        &["spec", "metrics"],
        Items::Keys(&[
            "type",
            "resource.name",
            "containerResource.container",
            "containerResource.name",
            "pods.metric.name",
            "object.describedObject.name",
            "object.metric.name",
            "external.metric.name",
        ]),
    ),
    of("HorizontalPodAutoscaler", &["policies"], Items::Keys(&["type"])),
    of("NetworkPolicy", &["spec", "policyTypes"], Items::Set),
    of("Role", &["rules"], Items::Keys(&["apiGroups", "resources", "resourceNames"])),
    of("ClusterRole", &["rules"], Items::Keys(&["apiGroups", "resources", "resourceNames", "nonResourceURLs"])),
    any(&["rules", "verbs"], Items::Set),
    any(&["subjects"], Items::Keys(&["kind", "namespace", "name"])),
    of("Kustomization", &["resources"], Items::Set),
    of("Kustomization", &["components"], Items::Set),
    of("Kustomization", &["patches"], Items::Keys(&["path", "target.group", "target.kind", "target.name"])),
    of("Kustomization", &["files"], Items::Set),
    of("Kustomization", &["literals"], Items::Set),
    of("Component", &["resources"], Items::Set),
    of("Component", &["patches"], Items::Keys(&["path", "target.group", "target.kind", "target.name"])),
];

/// How the items of a list at a path are told apart; none where the list is one value. `lists` are the
/// list as it stands on each side.
pub(super) fn items_of(kind: &str, path: &[&str], lists: &[&[Data]]) -> Option<Items> {
    let fits = |rule: &&Rule| rule.kind.is_none_or(|own| own == kind) && path.ends_with(rule.path);
    let named = list_keys(kind, path.iter().copied()).map(Items::Keys);
    let named = named.or_else(|| RULES.iter().find(fits).map(|rule| rule.items));
    let maps = lists.iter().copied().flatten().all(|item| matches!(item, Data::Map(_)));
    let unique = |items: Items| {
        lists.iter().all(|list| {
            let mut titles: Vec<String> = list.iter().map(|item| title(items, item)).collect();
            titles.sort();
            titles.windows(2).all(|pair| pair[0] != pair[1])
        })
    };
    let has_name = |item: &Data| item.value().get("name").is_some_and(Value::is_string);
    match named {
        Some(items) if unique(items) => Some(items),
        None if maps && lists.iter().copied().flatten().all(has_name) && unique(Items::Keys(&["name"])) => {
            Some(Items::Keys(&["name"]))
        }
        _ => maps.then_some(Items::Rows),
    }
}

/// What a backend of a route is called among the others.
fn backend(value: &Value) -> String {
    let port = value.get("port").map(inline).unwrap_or_default();
    let of_canary = value.get("name").and_then(Value::as_str).is_some_and(|name| name.ends_with(CANARY_SUFFIX));
    if of_canary { format!("{port}{BETWEEN}canary") } else { port }
}

/// What the name of a canary's Service ends with.
const CANARY_SUFFIX: &str = "-canary";

/// What stands between the values that an item is called by, and in none of them.
pub(super) const BETWEEN: &str = "\0";

/// What an item is called among the others.
pub(super) fn title(items: Items, item: &Data) -> String {
    let value = item.value();
    let keys = match items {
        Items::Keys(keys) => keys,
        Items::Backends => return backend(&value),
        Items::Set | Items::Rows => return inline(&value),
    };
    let text = |value: &Value| value.as_str().map_or_else(|| inline(value), str::to_owned);
    let found = keys.iter().map(|key| {
        let found = key.split('.').try_fold(&value, |value, key| value.get(key));
        found.map(text).or_else(|| (*key == "protocol").then(|| "TCP".to_owned()))
    });
    found.map(Option::unwrap_or_default).collect::<Vec<_>>().join(BETWEEN)
}
