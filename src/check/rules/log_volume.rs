//! Logs in volumes.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "log-volume",
    name: "logs go to standard output",
    item: 20,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "No container of a workload that is not one a node mounts a volume that can be written at a path of logs.",
    why: "Logs in files are lost with the pod or fill its volume, and no collector sees them.",
    fix: "let the app log to standard output",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  volumes: [{name: logs, emptyDir: {sizeLimit: 1Gi}}]
  containers:
    - name: web
      image: web:1.4.2
      volumeMounts: [{name: logs, mountPath: /var/log/web}]
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/cluster-administration/logging/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, pod: &Pod<'_>, hits: &mut Hits) {
    if pod.object.identity.kind == "DaemonSet" {
        return;
    }
    for (path, mount) in container.list("volumeMounts") {
        let at = mount.at("mountPath").and_then(Node::as_str).unwrap_or_default();
        let read_only = mount.at("readOnly").and_then(Node::as_bool) == Some(true);
        let of_logs = at.split('/').any(|part| matches!(part, "log" | "logs"));
        if of_logs && !read_only {
            hits.say(path, format!("container `{}` writes logs to a volume at `{at}`", container.name));
        }
    }
}
