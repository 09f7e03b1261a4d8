//! Probes of ports that are not there.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::problem::did_you_mean;

pub(in crate::check) static RULE: Rule = Rule {
    id: "probe-port-missing",
    name: "every probe asks a port that its container declares",
    item: 10,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "The port that a probe or a lifecycle hook names is one of the container's.",
    why: "A probe that cannot find its port fails: the pod is never ready, or is restarted for ever.",
    fix: "name one of the container's ports, or declare it",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      ports: [{name: http, containerPort: 8080}]
      readinessProbe: {httpGet: {path: /, port: htpp}}
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      ports: [{name: http, containerPort: 8080}]
      readinessProbe: {httpGet: {path: /, port: http}}
",
    sources: &[
        "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port",
    ],
    check: Check::Container(check),
};

const ASKERS: [&str; 7] = [
    "startupProbe.httpGet",
    "startupProbe.tcpSocket",
    "readinessProbe.httpGet",
    "readinessProbe.tcpSocket",
    "livenessProbe.httpGet",
    "livenessProbe.tcpSocket",
    "lifecycle.preStop.httpGet",
];

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    for asker in ASKERS {
        let path = format!("{asker}.port");
        let Some(port) = container.at(&path).filter(|port| !container.declares(port)) else { continue };
        let Some(name) = port.as_str().filter(|name| name.parse::<u16>().is_err()) else { continue };
        let (probe, _) = asker.split_once('.').unwrap_or_default();
        let declared = container.list("ports").filter_map(|(_, port)| port.at("name")?.as_str());
        let hint = did_you_mean(name, declared);
        let message = format!("{probe} asks port `{name}`, which container `{}` does not declare", container.name);
        let hit = hits.say(container.path(&path), message);
        hint.into_iter().for_each(|hint| _ = hit.fix(hint));
    }
}
