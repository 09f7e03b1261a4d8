//! Whoever names another object, a port or a key must find it.

use serde_json::Value;

use crate::manifest::Document;
use crate::problem::Problem;

use super::{autoscalers, problem, rollouts};

pub(super) fn check(documents: &[Document], problems: &mut Vec<Problem>) {
    for (index, document) in documents.iter().enumerate() {
        if documents[..index].iter().any(|other| other.identity == document.identity) {
            problems.push(problem(document, &["metadata", "name"], "there are two objects of this kind and name"));
        }
        check_workload(documents, document, problems);
        match document.identity.kind.as_str() {
            "RoleBinding" => check_binding(documents, document, problems),
            "StatefulSet" => check_service_name(documents, document, problems),
            "HorizontalPodAutoscaler" | "ScaledObject" => autoscalers::check(documents, document, problems),
            "Rollout" => rollouts::check(documents, document, problems),
            "Service" => check_service(documents, document, problems),
            "Ingress" | "HTTPRoute" => check_backends(documents, document, problems),
            _ => {}
        }
    }
    let namespaces: Vec<&Option<String>> = documents
        .iter()
        .filter(|document| !is_of_cluster(document))
        .map(|document| &document.identity.namespace)
        .collect();
    if let Some(position) = namespaces.windows(2).position(|pair| pair[0] != pair[1]) {
        let document = documents.iter().filter(|document| !is_of_cluster(document)).nth(position + 1);
        problems.extend(
            document.map(|document| problem(document, &["metadata"], "its namespace differs from the other objects'")),
        );
    }
}

/// Kinds that stand in no namespace
/// (<https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#not-all-objects-are-in-a-namespace>).
const OF_CLUSTER: [&str; 12] = [
    "Namespace",
    "ClusterRole",
    "ClusterRoleBinding",
    "PriorityClass",
    "StorageClass",
    "PersistentVolume",
    "IngressClass",
    "GatewayClass",
    "RuntimeClass",
    "CustomResourceDefinition",
    "ValidatingWebhookConfiguration",
    "MutatingWebhookConfiguration",
];

fn is_of_cluster(document: &Document) -> bool {
    OF_CLUSTER.contains(&document.identity.kind.as_str())
}

pub(super) fn named<'a>(documents: &'a [Document], kind: &str, name: &str) -> Option<&'a Document> {
    documents.iter().find(|document| document.identity.kind == kind && document.identity.name == name)
}

pub(super) fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// Every container of a pod, those that start before its main ones among them.
pub(super) fn containers(pod: &Value) -> impl Iterator<Item = &Value> {
    list(pod, "initContainers").chain(list(pod, "containers"))
}

pub(super) fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}

fn check_workload(documents: &[Document], document: &Document, problems: &mut Vec<Problem>) {
    let (Some(path), Some(pod)) =
        (document.pod_template_path(), document.pod_template().and_then(|template| template.get("spec")))
    else {
        return;
    };
    let path = [path, &["spec"]].concat();
    let mut report = |message: String| problems.push(problem(document, &path, message));
    if let Some(account) =
        text(pod, "/serviceAccountName").filter(|account| named(documents, "ServiceAccount", account).is_none())
    {
        report(format!("service account `{account}` is not written"));
    }
    for volume in list(pod, "volumes") {
        if let Some(name) = text(volume, "/configMap/name").filter(|name| named(documents, "ConfigMap", name).is_none())
        {
            report(format!("ConfigMap `{name}` of a volume is not written"));
        }
        if let Some(name) = text(volume, "/persistentVolumeClaim/claimName")
            .filter(|name| named(documents, "PersistentVolumeClaim", name).is_none())
        {
            report(format!("claim `{name}` of a volume is not written"));
        }
    }
    let templates = document.get("spec").into_iter().flat_map(|spec| list(spec, "volumeClaimTemplates"));
    let claimed: Vec<&str> = templates.filter_map(|claim| text(claim, "/metadata/name")).collect();
    let mut volumes: Vec<&str> = list(pod, "volumes").filter_map(|volume| text(volume, "/name")).collect();
    // The API takes it, and the claim hides the volume.
    for name in claimed.iter().filter(|name| volumes.contains(name)) {
        report(format!("volume `{name}` is one of `volumes` and a claim's as well"));
    }
    volumes.extend(claimed);
    let grace = pod.get("terminationGracePeriodSeconds").and_then(Value::as_u64).unwrap_or(30);
    for container in containers(pod) {
        for source in list(container, "envFrom") {
            if let Some(name) =
                text(source, "/configMapRef/name").filter(|name| named(documents, "ConfigMap", name).is_none())
            {
                report(format!("ConfigMap `{name}` of `envFrom` is not written"));
            }
        }
        for mount in list(container, "volumeMounts")
            .filter_map(|mount| text(mount, "/name"))
            .filter(|name| !volumes.contains(name))
        {
            report(format!("volume `{mount}` is mounted and not declared"));
        }
        let ports: Vec<&str> = list(container, "ports").filter_map(|port| text(port, "/name")).collect();
        for probe in ["startupProbe", "readinessProbe", "livenessProbe"] {
            for handler in ["httpGet", "tcpSocket"] {
                let port = text(container, &format!("/{probe}/{handler}/port"));
                if let Some(port) = port.filter(|port| !ports.contains(port)) {
                    report(format!("{probe} asks port `{port}`, which the container does not declare"));
                }
            }
        }
        let sleep = container.pointer("/lifecycle/preStop/sleep/seconds").and_then(Value::as_u64).unwrap_or(0);
        if sleep > 0 && sleep >= grace {
            report(format!("preStop sleeps {sleep}s, and the pod is killed after {grace}s"));
        }
    }
}

/// A role that is bound, and the accounts that it is bound to.
fn check_binding(documents: &[Document], document: &Document, problems: &mut Vec<Problem>) {
    let role = text(&document.value, "/roleRef/name").unwrap_or_default();
    if named(documents, "Role", role).is_none() {
        problems.push(problem(document, &["roleRef"], format!("Role `{role}` is not written")));
    }
    let accounts = list(&document.value, "subjects").filter_map(|subject| text(subject, "/name"));
    for account in accounts.filter(|account| named(documents, "ServiceAccount", account).is_none()) {
        problems.push(problem(document, &["subjects"], format!("service account `{account}` is not written")));
    }
}

/// The Service that names a StatefulSet's pods must be there, and have no address of its own.
fn check_service_name(documents: &[Document], document: &Document, problems: &mut Vec<Problem>) {
    let name = text(&document.value, "/spec/serviceName").unwrap_or_default();
    let message = match named(documents, "Service", name) {
        None => format!("Service `{name}` of `spec.serviceName` is not written"),
        Some(service) if service.get("spec.clusterIP").and_then(Value::as_str) != Some("None") => {
            format!("Service `{name}` of `spec.serviceName` is not headless")
        }
        Some(_) => return,
    };
    problems.push(problem(document, &["spec", "serviceName"], message));
}

fn check_service(documents: &[Document], document: &Document, problems: &mut Vec<Problem>) {
    let declared: Vec<&Value> = documents
        .iter()
        .filter_map(|workload| workload.pod_template()?.get("spec"))
        .flat_map(containers)
        .flat_map(|container| list(container, "ports"))
        .collect();
    let spec = document.get("spec").unwrap_or(&Value::Null);
    for port in list(spec, "ports") {
        let target = port.get("targetPort").or_else(|| port.get("port")).unwrap_or(&Value::Null);
        let found = declared
            .iter()
            .any(|declared| declared.get("name") == Some(target) || declared.get("containerPort") == Some(target));
        if !found {
            problems.push(problem(
                document,
                &["spec", "ports"],
                format!("target port {target} is declared by no container"),
            ));
        }
    }
}

fn check_backends(documents: &[Document], document: &Document, problems: &mut Vec<Problem>) {
    let spec = document.get("spec").unwrap_or(&Value::Null);
    let rules = || list(spec, "rules");
    let route =
        rules().flat_map(|rule| list(rule, "backendRefs")).map(|backend| (text(backend, "/name"), backend.get("port")));
    let paths = rules()
        .filter_map(|rule| rule.get("http"))
        .flat_map(|http| list(http, "paths"))
        .filter_map(|path| path.pointer("/backend/service"));
    let ingress = paths.map(|service| {
        (text(service, "/name"), service.pointer("/port/name").or_else(|| service.pointer("/port/number")))
    });
    for (name, port) in route.chain(ingress) {
        let Some(service) = name.and_then(|name| named(documents, "Service", name)) else {
            problems.push(problem(
                document,
                &["spec", "rules"],
                format!("backend `{}` is not a Service that is written", name.unwrap_or_default()),
            ));
            continue;
        };
        let ports = service.get("spec").into_iter().flat_map(|spec| list(spec, "ports"));
        let found = ports
            .into_iter()
            .any(|declared| port.is_some() && (declared.get("port") == port || declared.get("name") == port));
        if !found {
            problems.push(problem(
                document,
                &["spec", "rules"],
                format!("backend port {} is not one of the Service's", port.unwrap_or(&Value::Null)),
            ));
        }
    }
}
