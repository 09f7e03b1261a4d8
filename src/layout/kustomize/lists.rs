//! The lists that kustomize merges item by item, and those that it replaces whole.
//!
//! Source: `x-kubernetes-patch-strategy` and `x-kubernetes-patch-merge-key` in the schema that kustomize
//! comes with, that of Kubernetes 1.21.2
//! (`kyaml/openapi/kubernetesapi/data/kubernetes-openapi-union-v1.21.2.bundle-v1.json.gz` in
//! <https://github.com/kubernetes-sigs/kustomize>, kustomize v5.8.1, which kubectl 1.37 embeds). What that schema
//! does not know, a custom resource or a newer version of an API, has no list that is merged.

use crate::manifest::Identity;

/// What kustomize does with a list of a patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Merging {
    /// Items of the same key are merged; those of the patch come first.
    ByKey(&'static str),
    /// The patch's list takes the place of the other.
    Whole,
    /// It is not worth knowing: such a list is changed by operations.
    Unclear,
}

/// The kinds with a template of pods, or that are one, by their group.
const PODS: [(&str, &str); 9] = [
    ("apps", "Deployment"),
    ("apps", "StatefulSet"),
    ("apps", "DaemonSet"),
    ("apps", "ReplicaSet"),
    ("batch", "Job"),
    ("batch", "CronJob"),
    ("", "Pod"),
    ("", "PodTemplate"),
    ("", "ReplicationController"),
];

/// Other kinds of Kubernetes whose lists are replaced whole, but for those of [`KEYED`] and [`UNCLEAR`].
const PLAIN: [(&str, &str); 14] = [
    ("", "ConfigMap"),
    ("", "LimitRange"),
    ("", "Namespace"),
    ("", "PersistentVolumeClaim"),
    ("", "ResourceQuota"),
    ("", "Secret"),
    ("", "Service"),
    ("", "ServiceAccount"),
    ("autoscaling", "HorizontalPodAutoscaler"),
    ("networking.k8s.io", "Ingress"),
    ("networking.k8s.io", "NetworkPolicy"),
    ("policy", "PodDisruptionBudget"),
    ("rbac.authorization.k8s.io", "Role"),
    ("rbac.authorization.k8s.io", "RoleBinding"),
];

/// The ends of the paths of lists in a pod, with the key of their items.
const KEYED: [(&[&str], &str); 12] = [
    (&["spec", "containers"], "name"),
    (&["spec", "initContainers"], "name"),
    (&["spec", "volumes"], "name"),
    (&["spec", "imagePullSecrets"], "name"),
    (&["spec", "hostAliases"], "ip"),
    (&["containers", "env"], "name"),
    (&["containers", "volumeMounts"], "mountPath"),
    (&["containers", "volumeDevices"], "devicePath"),
    (&["initContainers", "env"], "name"),
    (&["initContainers", "volumeMounts"], "mountPath"),
    (&["initContainers", "volumeDevices"], "devicePath"),
    (&["ServiceAccount", "secrets"], "name"),
];

/// Lists with several keys, of which an item may leave one out, and lists of texts that are merged.
const UNCLEAR: [&[&str]; 7] = [
    &["containers", "ports"],
    &["initContainers", "ports"],
    &["spec", "topologySpreadConstraints"],
    &["spec", "ephemeralContainers"],
    &["Service", "spec", "ports"],
    &["metadata", "finalizers"],
    &["metadata", "ownerReferences"],
];

/// What kustomize does with the list at a path of an object, indices left out.
pub(super) fn merging(identity: &Identity, path: &[String]) -> Merging {
    let known = (identity.group.as_str(), identity.kind.as_str());
    let of_pods = PODS.contains(&known);
    if !of_pods && !PLAIN.contains(&known) {
        // A group of Kubernetes itself has no dot in its name, or ends in this.
        let builtin = !identity.group.contains('.') || identity.group.ends_with(".k8s.io");
        let schemaless = ["gateway.networking.k8s.io"].contains(&known.0);
        return if builtin && !schemaless { Merging::Unclear } else { Merging::Whole };
    }
    let names: Vec<&str> = std::iter::once(known.1).chain(path.iter().map(String::as_str)).collect();
    if UNCLEAR.iter().any(|end| names.ends_with(end)) {
        return Merging::Unclear;
    }
    let fits = |end: &[&str]| names.ends_with(end) && (of_pods || end[0] == known.1);
    KEYED.iter().find(|(end, _)| fits(end)).map_or(Merging::Whole, |(_, key)| Merging::ByKey(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(group: &str, kind: &str, path: &str) -> Merging {
        let identity =
            Identity { group: group.to_owned(), kind: kind.to_owned(), namespace: None, name: "web".to_owned() };
        merging(&identity, &path.split('.').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn lists_are_known_by_the_kind_and_the_end_of_their_path() {
        let pod = "spec.jobTemplate.spec.template.spec";
        assert_eq!(of("batch", "CronJob", &format!("{pod}.containers")), Merging::ByKey("name"));
        assert_eq!(of("batch", "CronJob", &format!("{pod}.containers.env")), Merging::ByKey("name"));
        assert_eq!(of("batch", "CronJob", &format!("{pod}.containers.args")), Merging::Whole);
        assert_eq!(of("apps", "Deployment", "spec.template.spec.containers.ports"), Merging::Unclear);
        assert_eq!(of("", "Service", "spec.ports"), Merging::Unclear);
        assert_eq!(of("", "ServiceAccount", "secrets"), Merging::ByKey("name"));
        assert_eq!(of("", "ServiceAccount", "imagePullSecrets"), Merging::Whole);
        assert_eq!(of("networking.k8s.io", "NetworkPolicy", "spec.ingress.ports"), Merging::Whole);
    }

    #[test]
    fn a_custom_resource_has_no_list_that_is_merged_and_an_unknown_kind_of_kubernetes_may_have() {
        assert_eq!(of("argoproj.io", "Rollout", "spec.template.spec.containers"), Merging::Whole);
        assert_eq!(of("gateway.networking.k8s.io", "HTTPRoute", "spec.rules"), Merging::Whole);
        assert_eq!(of("admissionregistration.k8s.io", "ValidatingWebhookConfiguration", "webhooks"), Merging::Unclear);
    }
}
