//! Lists whose items the Kubernetes API tells apart by keys.
//!
//! Source: `x-kubernetes-list-map-keys` and `x-kubernetes-patch-merge-key` in
//! `api/openapi-spec/swagger.json` of k8s.io/kubernetes v1.37.2. A list that is not named here is
//! atomic there: whoever changes it replaces it whole.

use serde_json::Value;

/// A list, and the keys that tell its items apart, the first of which every item has.
struct KeyedList {
    /// The one kind of object that has it; none where any pod template does.
    kind: Option<&'static str>,
    /// The end of its path, indices left out.
    path: &'static [&'static str],
    keys: &'static [&'static str],
}

const fn list(path: &'static [&'static str], keys: &'static [&'static str]) -> KeyedList {
    KeyedList { kind: None, path, keys }
}

const fn of(kind: &'static str, path: &'static [&'static str], keys: &'static [&'static str]) -> KeyedList {
    KeyedList { kind: Some(kind), path, keys }
}

const LISTS: &[KeyedList] = &[
    list(&["template", "spec", "containers"], &["name"]),
    list(&["template", "spec", "initContainers"], &["name"]),
    list(&["template", "spec", "volumes"], &["name"]),
    list(&["template", "spec", "imagePullSecrets"], &["name"]),
    list(&["template", "spec", "hostAliases"], &["ip"]),
    list(&["template", "spec", "topologySpreadConstraints"], &["topologyKey", "whenUnsatisfiable"]),
    list(&["template", "spec", "resourceClaims"], &["name"]),
    list(&["template", "spec", "schedulingGates"], &["name"]),
    list(&["template", "spec", "evictionResponders"], &["name"]),
    list(&["containers", "env"], &["name"]),
    list(&["containers", "ports"], &["containerPort", "protocol"]),
    list(&["containers", "volumeMounts"], &["mountPath"]),
    list(&["containers", "volumeDevices"], &["devicePath"]),
    list(&["containers", "resources", "claims"], &["name"]),
    list(&["initContainers", "env"], &["name"]),
    list(&["initContainers", "ports"], &["containerPort", "protocol"]),
    list(&["initContainers", "volumeMounts"], &["mountPath"]),
    list(&["initContainers", "volumeDevices"], &["devicePath"]),
    list(&["initContainers", "resources", "claims"], &["name"]),
    list(&["metadata", "ownerReferences"], &["uid"]),
    of("Service", &["spec", "ports"], &["port", "protocol"]),
    of("ServiceAccount", &["secrets"], &["name"]),
];

/// The keys that tell the items of a list apart; none where the list is atomic. Indices in the path
/// do not count.
pub fn list_keys<'a>(kind: &str, path: impl DoubleEndedIterator<Item = &'a str>) -> Option<&'static [&'static str]> {
    let names: Vec<&str> = path.filter(|key| key.parse::<usize>().is_err()).collect();
    let fits = |list: &&KeyedList| list.kind.is_none_or(|own| own == kind) && names.ends_with(list.path);
    LISTS.iter().find(fits).map(|list| list.keys)
}

/// Whether two items of a keyed list are the same one. Of the keys after the first, `protocol` is TCP
/// where it is left out, as the API has it, and any other does not count where `other` leaves it out.
pub fn same_item(keys: &[&str], one: &Value, other: &Value) -> bool {
    keys.iter().enumerate().all(|(index, key)| {
        let value = |item: &Value| item.get(*key).cloned().or_else(|| (*key == "protocol").then(|| "TCP".into()));
        match (value(one), value(other)) {
            (one, Some(other)) => one == Some(other),
            (_, None) => index > 0,
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn keys(kind: &str, path: &str) -> Option<&'static [&'static str]> {
        list_keys(kind, path.split('.'))
    }

    #[test]
    fn a_list_is_known_by_the_end_of_its_path_wherever_a_pod_template_stands() {
        assert_eq!(keys("CronJob", "spec.jobTemplate.spec.template.spec.containers"), Some(&["name"][..]));
        assert_eq!(
            keys("Deployment", "spec.template.spec.containers.0.ports"),
            Some(&["containerPort", "protocol"][..])
        );
        assert_eq!(keys("Service", "spec.ports"), Some(&["port", "protocol"][..]));
        assert_eq!(keys("NetworkPolicy", "spec.ports"), None);
        assert_eq!(keys("Deployment", "spec.template.spec.tolerations"), None);
        assert_eq!(keys("ServiceAccount", "imagePullSecrets"), None);
    }

    #[test]
    fn a_protocol_that_is_left_out_is_tcp() {
        let keys = ["containerPort", "protocol"];
        let (tcp, udp) =
            (json!({"containerPort": 53, "protocol": "TCP"}), json!({"containerPort": 53, "protocol": "UDP"}));
        assert!(same_item(&keys, &tcp, &json!({"containerPort": 53})));
        assert!(!same_item(&keys, &udp, &json!({"containerPort": 53})));
        let keys = ["topologyKey", "whenUnsatisfiable"];
        let zone = json!({"topologyKey": "zone", "whenUnsatisfiable": "ScheduleAnyway"});
        assert!(same_item(&keys, &zone, &json!({"topologyKey": "zone"})));
        assert!(!same_item(&keys, &zone, &json!({"topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"})));
    }
}
