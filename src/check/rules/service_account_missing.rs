//! Accounts that are not there.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::problem::did_you_mean;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "service-account-missing",
    name: "every account that a pod names is there",
    item: 15,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "The ServiceAccount of every pod stands beside it, where any ServiceAccount does.",
    why: "No pod can be made: the controller tries for ever, and the app does not come up.",
    fix: "add the ServiceAccount, or name the one that is there",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  serviceAccountName: wbe
  containers:
    - name: web
      image: web:1.4.2
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web}
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  serviceAccountName: web
  containers:
    - name: web
      image: web:1.4.2
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web}
",
    sources: &["https://kubernetes.io/docs/concepts/security/service-accounts/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let Some(name) = pod.at("serviceAccountName").and_then(Node::as_str).filter(|name| *name != "default") else {
        return;
    };
    if pod.set.named(pod.object, "ServiceAccount", name).next().is_some() {
        return;
    }
    let mut others = pod.set.of_kind(pod.object, "ServiceAccount").peekable();
    if others.peek().is_none() {
        return;
    }
    let hint = did_you_mean(name, others.map(|account| account.identity.name.as_str()));
    let hit = hits.say(pod.path("serviceAccountName"), format!("the ServiceAccount `{name}` is not there"));
    hint.into_iter().for_each(|hint| _ = hit.fix(hint));
}
