//! Fields that the oldest cluster does not know.

use crate::app::VERSIONED_FIELDS;
use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::spec::types::KubernetesVersion;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "newer-than-target",
    name: "every field is known to the oldest cluster that it is for",
    item: 16,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No object has a field, or a value of one, that the oldest cluster does not have, or has switched off; judged where a version is said: `--kubernetes`, `kubernetes` in `check.yaml`, or that of the spec.",
    why: "The server drops the field without a word, or refuses the object: what was tested in one cluster does not hold in another.",
    fix: "leave the field out until no cluster is older",
    bad: "apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  trafficDistribution: PreferSameNode
  ports: [{port: 80}]
",
    good: "apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  trafficDistribution: PreferClose
  ports: [{port: 80}]
",
    sources: &[
        "https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/",
        "https://kubernetes.io/docs/reference/using-api/#api-versioning",
    ],
    check: Check::Versioned(check),
};

/// Where the paths of [`VERSIONED_FIELDS`] and of [`FIRST_KNOWN`] start that are those of pods.
const POD: &str = "spec.template.spec.";

/// Fields of pods, and the version whose API is the first to have them.
///
/// Source: the API's definitions of Kubernetes 1.33 to 1.37.
const FIRST_KNOWN: [(&str, u8); 12] = [
    ("containers.*.restartPolicyRules", 34),
    ("containers.*.env.*.valueFrom.fileKeyRef", 34),
    ("volumes.*.projected.sources.*.podCertificate", 34),
    ("hostnameOverride", 34),
    ("schedulingGroup", 36),
    ("evictionResponders", 37),
    ("containers.*.volumeMounts.*.bindMountOptions", 37),
    ("containers.*.livenessProbe.grpc.mode", 37),
    ("containers.*.readinessProbe.grpc.mode", 37),
    ("volumes.*.emptyDir.mode", 37),
    ("volumes.*.secret.defaultUser", 37),
    ("volumes.*.configMap.defaultUser", 37),
];

fn check(object: &Object, target: KubernetesVersion, hits: &mut Hits) {
    let pod = object.identity.pod_template_path();
    let pods = |path: &str| {
        let path = path.replace("containers.0.", "containers.*.");
        pod.map(|pod| pod.iter().chain(&["spec"]).copied().chain(path.split('.')).map(str::to_owned).collect())
    };
    for field in VERSIONED_FIELDS.iter().filter(|field| field.since > target) {
        let (kind, path) = field.field;
        // A field with several rows has one for each value that makes a difference.
        let several = VERSIONED_FIELDS.iter().filter(|other| other.field == field.field).count() > 1;
        let path = match path.strip_prefix(POD) {
            Some(below) => pods(below),
            None => (object.identity.kind == kind).then(|| keys(path)),
        };
        for (path, value) in path.iter().flat_map(|path| found(&object.node, path)) {
            if !several || value.as_str() == Some(field.answer.1) {
                say(path, value.as_str().filter(|_| several), field.since, target, hits);
            }
        }
    }
    for (path, since) in FIRST_KNOWN {
        let since = KubernetesVersion::minor(since);
        if since > target {
            let places = pods(path).map(|path: Vec<String>| found(&object.node, &path)).unwrap_or_default();
            places.into_iter().for_each(|(path, _)| say(path, None, since, target, hits));
        }
    }
}

fn say(path: Vec<String>, value: Option<&str>, since: KubernetesVersion, target: KubernetesVersion, hits: &mut Hits) {
    let name = path.last().cloned().unwrap_or_default();
    let value = value.map(|value| format!(": {value}")).unwrap_or_default();
    hits.say(path, format!("`{name}{value}` needs Kubernetes {since}, and the oldest cluster has {target}"));
}

/// The values at a path, in which `*` stands for each item of a list.
fn found<'n>(node: &'n Node, path: &[String]) -> Vec<(Vec<String>, &'n Node)> {
    let mut found = vec![(Vec::new(), node)];
    for key in path {
        let below = |(path, node): (Vec<String>, &'n Node)| {
            let deeper = |key: String| path.iter().cloned().chain([key]).collect::<Vec<_>>();
            let items = node.items().iter().enumerate().filter(|_| key == "*");
            let items: Vec<_> = items.map(|(index, item)| (deeper(index.to_string()), item)).collect();
            let entry = node.at(key).map(|entry| (deeper(key.clone()), entry));
            items.into_iter().chain(entry).collect::<Vec<_>>()
        };
        found = found.into_iter().flat_map(below).collect();
    }
    found
}
