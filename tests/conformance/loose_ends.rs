//! Whether the objects of a release find each other: names, and selectors of pods.

use std::collections::BTreeSet;

use serde_json::Value;

/// What of a release's objects does not find another that it names or selects.
pub(crate) fn loose_ends(objects: &[Value]) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let names: BTreeSet<(String, String)> =
        objects.iter().map(|object| (text(&object["kind"]), text(&object["metadata"]["name"]))).collect();
    let templates: Vec<&Value> = objects.iter().filter_map(pod_template).collect();
    let mut found = Vec::new();
    for object in objects {
        let title = format!("{} {}", text(&object["kind"]), text(&object["metadata"]["name"]));
        let mut refers = |kind: &str, name: &Value| {
            if name.is_string() && !names.contains(&(kind.to_owned(), text(name))) {
                found.push(format!("{title} names the {kind} {name}, and there is none"));
            }
        };
        let spec = &object["spec"];
        let target = &spec["scaleTargetRef"];
        refers(&text(&target["kind"]), &target["name"]);
        refers("Service", &spec["serviceName"]);
        refers("Role", &object["roleRef"]["name"]);
        for subject in items(&object["subjects"]) {
            refers("ServiceAccount", &subject["name"]);
        }
        let strategy = &spec["strategy"];
        for key in ["stableService", "canaryService"] {
            refers("Service", &strategy["canary"][key]);
        }
        for key in ["activeService", "previewService"] {
            refers("Service", &strategy["blueGreen"][key]);
        }
        refers("HTTPRoute", &strategy["canary"]["trafficRouting"]["plugins"]["argoproj-labs/gatewayAPI"]["httpRoute"]);
        for analysis in [&strategy["canary"]["analysis"], &strategy["blueGreen"]["postPromotionAnalysis"]] {
            items(&analysis["templates"]).iter().for_each(|one| refers("AnalysisTemplate", &one["templateName"]));
        }
        for rule in items(&spec["rules"]) {
            items(&rule["backendRefs"]).iter().for_each(|backend| refers("Service", &backend["name"]));
            for path in items(&rule["http"]["paths"]) {
                refers("Service", &path["backend"]["service"]["name"]);
            }
        }
        if let Some(template) = pod_template(object) {
            let pod = &template["spec"];
            refers("ServiceAccount", &pod["serviceAccountName"]);
            for container in items(&pod["containers"]).iter().chain(items(&pod["initContainers"])) {
                for from in items(&container["envFrom"]) {
                    refers("ConfigMap", &from["configMapRef"]["name"]);
                }
            }
            for volume in items(&pod["volumes"]) {
                refers("ConfigMap", &volume["configMap"]["name"]);
                refers("PersistentVolumeClaim", &volume["persistentVolumeClaim"]["claimName"]);
            }
        }
        let selectors = match text(&object["kind"]).as_str() {
            "Service" => vec![&spec["selector"]],
            "NetworkPolicy" => vec![&spec["podSelector"]["matchLabels"]],
            "Deployment" | "StatefulSet" | "DaemonSet" | "Rollout" | "PodDisruptionBudget" => {
                vec![&spec["selector"]["matchLabels"]]
            }
            _ => Vec::new(),
        };
        for selector in selectors {
            let selected = |template: &&Value| {
                let labels = &template["metadata"]["labels"];
                selector.as_object().is_some_and(|selector| selector.iter().all(|(key, value)| labels[key] == *value))
            };
            // The policy for everything in the namespace selects all.
            if !selector.is_null() && !templates.iter().any(selected) {
                found.push(format!("{title} selects no pod by {selector}"));
            }
        }
    }
    found
}

/// How many peers of NetworkPolicies are the pods of the release itself, in its own namespace.
pub(crate) fn own_peers(objects: &[Value]) -> usize {
    let templates: Vec<&Value> = objects.iter().filter_map(pod_template).collect();
    let is_own = |peer: &&Value| {
        let labels = peer["podSelector"]["matchLabels"].as_object();
        let selects = |template: &&Value| {
            let of_pods = &template["metadata"]["labels"];
            labels.is_some_and(|labels| labels.iter().all(|(key, value)| of_pods[key] == *value))
        };
        peer.get("namespaceSelector").is_none() && templates.iter().any(selects)
    };
    let policies = objects.iter().filter(|object| object["kind"] == "NetworkPolicy");
    let rules =
        policies.flat_map(|policy| items(&policy["spec"]["ingress"]).iter().chain(items(&policy["spec"]["egress"])));
    rules.flat_map(|rule| items(&rule["from"]).iter().chain(items(&rule["to"]))).filter(is_own).count()
}

fn pod_template(object: &Value) -> Option<&Value> {
    ["/spec/jobTemplate/spec/template", "/spec/template"]
        .iter()
        .find_map(|path| object.pointer(path))
        .filter(|template| template["spec"].get("containers").is_some())
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

#[test]
fn a_name_and_a_selector_that_find_nothing_are_told() {
    let value = |text: &str| kubewright::yaml::parse("t", text).expect("valid").to_value();
    let pod = "template: {metadata: {labels: {app: web}}, spec: {serviceAccountName: web, containers: []}}";
    let workload = value(&format!(
        "{{kind: Deployment, metadata: {{name: web}}, spec: {{selector: {{matchLabels: {{app: web}}}}, {pod}}}}}"
    ));
    let account = value("{kind: ServiceAccount, metadata: {name: web}}");
    let service = value("{kind: Service, metadata: {name: web}, spec: {selector: {app: api}}}");
    assert_eq!(loose_ends(&[workload.clone(), account]), Vec::<String>::new());
    assert_eq!(loose_ends(&[workload, service]).len(), 2);
}
