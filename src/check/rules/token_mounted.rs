//! Tokens of the API in pods that do not use it.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "token-mounted",
    name: "a pod has a token of the API only where it may do something with it",
    item: 15,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "A pod, or its ServiceAccount, says `automountServiceAccountToken: false`, unless a RoleBinding gives the account rights.",
    why: "Whoever gets into the container can talk to the API as the app, and rights that somebody gives the account later are theirs too.",
    fix: "say `automountServiceAccountToken: false` for the pod",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  automountServiceAccountToken: false
  containers:
    - name: web
      image: web:1.4.2
",
    sources: &[
        "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting",
    ],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let name = pod.at("serviceAccountName").and_then(Node::as_str).unwrap_or("default");
    let account = pod.set.named(pod.object, "ServiceAccount", name).next();
    let account = account.and_then(|account| account.at("automountServiceAccountToken"));
    let mounts = pod.at("automountServiceAccountToken").or(account).and_then(Node::as_bool);
    if mounts != Some(false) && pod.set.binding(pod.object, name).is_none() {
        hits.say(
            pod.path("automountServiceAccountToken"),
            "the pods get a token of the API, and no rights are given to it",
        )
        .mend_if_ready(false);
    }
}
