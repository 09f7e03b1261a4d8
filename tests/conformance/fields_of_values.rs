//! What a value of a chart changes: the fields that have its name.

use super::each_value::Sample;

/// The fields of a value. `POD` is the way to the pods, `APP` the app's container there, `ALL` any object; what
/// stands below the value stands below the field as well. `+` and `-` are objects that come and go.
const FIELDS: &[(&str, &[&str])] = &[
    ("replicaCount", &["WORKLOAD spec.replicas"]),
    (
        "image.tag",
        &[
            "APP.image",
            "INIT.image",
            "WORKLOAD metadata.labels.[app.kubernetes.io/version]",
            "POD.metadata.labels.[app.kubernetes.io/version]",
            "WORKLOAD spec.jobTemplate.metadata.labels",
        ],
    ),
    ("image.pullPolicy", &["APP.imagePullPolicy", "INIT.imagePullPolicy"]),
    ("image", &["APP.image", "INIT.image"]),
    ("imagePullSecrets", &["POD.spec.imagePullSecrets"]),
    ("commonLabels", &["ALL metadata.labels", "POD.metadata.labels", "WORKLOAD spec.jobTemplate.metadata.labels"]),
    ("namespace.create", &["+Namespace", "-Namespace"]),
    ("serviceAccount.name", &["+ServiceAccount", "-ServiceAccount", "POD.spec.serviceAccountName"]),
    ("serviceAccount.create", &["-ServiceAccount", "POD.spec.serviceAccountName"]),
    ("serviceAccount.annotations", &["ServiceAccount metadata.annotations"]),
    ("podAnnotations", &["POD.metadata.annotations"]),
    ("podLabels", &["POD.metadata.labels", "WORKLOAD spec.jobTemplate.metadata.labels"]),
    ("podSecurityContext", &["POD.spec.securityContext"]),
    ("config", &["ConfigMap data", "POD.metadata.annotations.[kubewright.dev/config-hash]"]),
    ("configFiles", &["ConfigMap data", "POD.metadata.annotations.[kubewright.dev/config-hash]"]),
    ("securityContext", &["APP.securityContext"]),
    ("command", &["APP.command"]),
    ("args", &["APP.args"]),
    ("env", &["APP.env"]),
    ("extraEnv", &["APP.env"]),
    ("resources", &["APP.resources"]),
    ("startupProbe", &["APP.startupProbe"]),
    ("readinessProbe", &["APP.readinessProbe"]),
    ("livenessProbe", &["APP.livenessProbe"]),
    ("lifecycle", &["APP.lifecycle"]),
    ("terminationGracePeriodSeconds", &["POD.spec.terminationGracePeriodSeconds"]),
    ("strategy", &["WORKLOAD spec.strategy"]),
    ("updateStrategy", &["WORKLOAD spec.updateStrategy"]),
    ("schedule", &["WORKLOAD spec.schedule"]),
    ("timeZone", &["WORKLOAD spec.timeZone"]),
    ("suspend", &["WORKLOAD spec.suspend"]),
    ("concurrencyPolicy", &["WORKLOAD spec.concurrencyPolicy"]),
    ("containers.*.config", &["ConfigMap data", "POD.metadata.annotations.[kubewright.dev/config-hash]"]),
    ("containers.*.image", &["INIT.image", "INIT.imagePullPolicy"]),
    ("containers.*.resources", &["INIT.resources"]),
    ("service.annotations", &["Service metadata.annotations"]),
    ("service.type", &["Service spec.type"]),
    ("service.port", &["Service spec.ports", "HTTPRoute spec.rules"]),
    ("ingress.enabled", &["+Ingress", "-Ingress"]),
    ("ingress.annotations", &["Ingress metadata.annotations"]),
    ("ingress.className", &["Ingress spec.ingressClassName"]),
    ("ingress.tls", &["Ingress spec.tls"]),
    ("ingress.host", &["Ingress spec.rules"]),
    ("httpRoute.enabled", &["+HTTPRoute", "-HTTPRoute"]),
    ("httpRoute.parentRefs", &["HTTPRoute spec.parentRefs"]),
    ("httpRoute.hostnames", &["HTTPRoute spec.hostnames"]),
    ("httpRouteRedirect.enabled", &["+HTTPRoute", "-HTTPRoute"]),
    ("httpRouteRedirect.parentRefs", &["HTTPRoute spec.parentRefs"]),
    ("autoscaling.enabled", &["+HorizontalPodAutoscaler", "-HorizontalPodAutoscaler", "WORKLOAD spec.replicas"]),
    ("autoscaling", &["HorizontalPodAutoscaler spec"]),
    ("podDisruptionBudget.enabled", &["-PodDisruptionBudget"]),
    ("podDisruptionBudget", &["PodDisruptionBudget spec"]),
    ("networkPolicy.enabled", &["-NetworkPolicy"]),
    ("networkPolicy", &["NetworkPolicy spec"]),
    (
        "persistence.*.size",
        &["WORKLOAD spec.volumeClaimTemplates", "PersistentVolumeClaim spec.resources.requests.storage"],
    ),
    (
        "persistence.*.storageClass",
        &["WORKLOAD spec.volumeClaimTemplates", "PersistentVolumeClaim spec.storageClassName"],
    ),
    ("persistence.*.accessModes", &["WORKLOAD spec.volumeClaimTemplates", "PersistentVolumeClaim spec.accessModes"]),
    ("extraVolumes", &["POD.spec.volumes"]),
    ("extraVolumeMounts", &["APP.volumeMounts"]),
    ("nodeSelector", &["POD.spec.nodeSelector"]),
    ("tolerations", &["POD.spec.tolerations"]),
    ("affinity", &["POD.spec.affinity"]),
    ("podAntiAffinity", &["POD.spec.affinity"]),
    ("topologySpreadConstraints", &["POD.spec.topologySpreadConstraints"]),
    ("extraObjects", &["+ConfigMap"]),
];

/// The fields of a value, with what stands below it; none where the table does not have it.
pub(super) fn fields(sample: &Sample, app: &str, path: &[String]) -> Option<Vec<String>> {
    let fits = |name: &str| {
        let words: Vec<&str> = name.split('.').collect();
        let same = |(word, key): (&&str, &String)| *word == "*" || word == key;
        (words.len() <= path.len() && words.iter().zip(path).all(same)).then_some(words.len())
    };
    let (length, fields) = FIELDS.iter().find_map(|(name, fields)| Some((fits(name)?, fields)))?;
    // Items of lists are told by their names in a change, so the list is as near as a place comes.
    let below: String =
        path[length..].iter().take_while(|key| key.parse::<u32>().is_err()).map(|key| shown(key)).collect();
    let (kind, pods) = (sample.kind, sample.pods);
    let place = |field: &&str| {
        let own = field.starts_with("WORKLOAD spec.volumeClaimTemplates") || field.starts_with(['+', '-']);
        let whole = own || fields.len() > 1 && !field.starts_with("ConfigMap data") && !field.starts_with("ALL");
        let field = field
            .replace("POD", &format!("{kind} {pods}"))
            .replace("APP", &format!("{kind} {pods}.spec.containers[{app}]"))
            .replace("INIT", &format!("{kind} {pods}.spec.initContainers[*]"))
            .replace("WORKLOAD", kind);
        if whole { field } else { field + &below }
    };
    Some(fields.iter().map(place).collect())
}

fn shown(key: &str) -> String {
    if key.contains('.') { format!(".[{key}]") } else { format!(".{key}") }
}
