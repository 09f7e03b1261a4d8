//! Rights of root that are kept.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "capability",
    name: "every container drops all rights of root",
    item: 15,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "Every container drops ALL capabilities, and adds none back.",
    why: "With the fourteen capabilities that a container has by default it can forge packets, and change the owner of any file that it sees.",
    fix: "drop ALL, and add back the one that is needed, with the reason in the annotation",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      securityContext: {capabilities: {add: [NET_ADMIN], drop: [ALL]}}
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      securityContext: {capabilities: {drop: [ALL]}}
",
    sources: &["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    let listed = |key: &str| {
        let list = container.at(&format!("securityContext.capabilities.{key}"));
        list.map(Node::items).unwrap_or_default().iter().filter_map(Node::as_str)
    };
    if !listed("drop").any(|one| one.eq_ignore_ascii_case("ALL")) {
        let message = format!("container `{}` does not drop ALL capabilities", container.name);
        hits.say(container.path("securityContext.capabilities.drop"), message).mend_if_ready(vec!["ALL"]);
    }
    let added: Vec<&str> = listed("add").collect();
    if !added.is_empty() {
        let message = format!("container `{}` adds {}", container.name, added.join(", "));
        hits.say(container.path("securityContext.capabilities.add"), message);
    }
}
