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
    of("ValidatingWebhookConfiguration", &["webhooks"], &["name"]),
    of("ValidatingWebhookConfiguration", &["webhooks", "matchConditions"], &["name"]),
    of("MutatingWebhookConfiguration", &["webhooks"], &["name"]),
    of("MutatingWebhookConfiguration", &["webhooks", "matchConditions"], &["name"]),
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

    /// The types are generated from the API's own description, and merge lists as its keys say.
    #[test]
    fn the_table_is_the_one_of_the_api() {
        use k8s_openapi::api::admissionregistration::v1::ValidatingWebhookConfiguration;
        use k8s_openapi::api::apps::v1::Deployment;
        use k8s_openapi::api::core::v1::{Service, ServiceAccount};
        use serde_json::{Value, from_value, to_value};

        fn merged<T>(value: impl Fn(&str) -> Value) -> [Value; 2]
        where
            T: k8s_openapi::DeepMerge + serde::Serialize + serde::de::DeserializeOwned,
        {
            ["one", "two"].map(|other| {
                let [mut one, other] = ["one", other].map(|name| from_value::<T>(value(name)).expect("valid"));
                one.merge_from(other);
                to_value(one).expect("JSON")
            })
        }
        // An item whose every possible key is its name, or the number for it.
        let number = |name: &str| if name == "one" { 1 } else { 2 };
        let item = |name: &str| {
            json!({
                "name": name, "ip": name, "uid": name, "topologyKey": name, "whenUnsatisfiable": name, "mountPath": name,
                "devicePath": name, "containerPort": number(name), "port": number(name), "maxSkew": 1, "key": name,
                "kind": "A", "apiVersion": "v1", "controller": true, "conditionType": name, "expression": "a",
                "clientConfig": {}, "sideEffects": "None", "admissionReviewVersions": ["v1"], "priority": 1,
            })
        };
        let (pod, inside, atomic) = (
            [
                "initContainers",
                "volumes",
                "imagePullSecrets",
                "hostAliases",
                "topologySpreadConstraints",
                "resourceClaims",
                "schedulingGates",
                "evictionResponders",
            ],
            ["env", "ports", "volumeMounts", "volumeDevices"],
            ["tolerations", "readinessGates"],
        );
        let deployment = |name: &str| {
            let list = || json!([item(name)]);
            let mut spec = json!({});
            pod.iter().chain(&atomic).for_each(|key| spec[*key] = list());
            let mut container = json!({"name": "web", "resources": {"claims": list()}});
            inside.iter().for_each(|key| container[*key] = list());
            spec["containers"] = json!([container]);
            json!({"metadata": {"ownerReferences": list()}, "spec": {"selector": {}, "template": {"spec": spec}}})
        };
        let mut paths: Vec<(&str, String, [Value; 2])> = Vec::new();
        let deployments = merged::<Deployment>(deployment);
        let mut of = |kind: &'static str, path: String, values: &[Value; 2]| paths.push((kind, path, values.clone()));
        for key in pod.iter().chain(&atomic).chain(&["containers"]) {
            of("Deployment", format!("spec.template.spec.{key}"), &deployments);
        }
        for key in inside.iter().chain(&["resources.claims"]) {
            of("Deployment", format!("spec.template.spec.containers.0.{key}"), &deployments);
        }
        of("Deployment", "metadata.ownerReferences".to_owned(), &deployments);
        let ports = |name: &str| json!({"spec": {"ports": [item(name)]}});
        of("Service", "spec.ports".to_owned(), &merged::<Service>(ports));
        let account = |name: &str| json!({"secrets": [item(name)], "imagePullSecrets": [item(name)]});
        let accounts = merged::<ServiceAccount>(account);
        of("ServiceAccount", "secrets".to_owned(), &accounts);
        of("ServiceAccount", "imagePullSecrets".to_owned(), &accounts);
        let hooks = |name: &str| json!({"webhooks": [item(name)]});
        of("ValidatingWebhookConfiguration", "webhooks".to_owned(), &merged::<ValidatingWebhookConfiguration>(hooks));
        for (kind, path, values) in paths {
            let lengths = values.map(|value| {
                let list = value.pointer(&format!("/{}", path.replace('.', "/"))).and_then(Value::as_array);
                list.expect("the list is there").len()
            });
            // The same name is the same item, another name is another item; what is replaced whole adds all.
            let keyed = lengths == if path.ends_with(".containers") { [1, 1] } else { [1, 2] };
            assert_eq!(keys(kind, &path).is_some(), keyed, "{kind} {path}: {lengths:?}");
        }
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
