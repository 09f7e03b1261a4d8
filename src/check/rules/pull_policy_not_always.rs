//! Images that are not asked for anew.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "pull-policy-not-always",
    name: "the registry is asked at every start",
    item: 1,
    severity: Severity::Warning,
    profile: Profile::Strict,
    what: "Every container says `imagePullPolicy: Always`.",
    why: "A node runs an image that it already has for whoever names it, also for a pod that has no right to pull it. It costs that every start needs the registry.",
    fix: "say `imagePullPolicy: Always`",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      imagePullPolicy: IfNotPresent
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      imagePullPolicy: Always
",
    sources: &["https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    if container.text("imagePullPolicy") != Some("Always") {
        let message = format!("container `{}` does not say `imagePullPolicy: Always`", container.name);
        hits.say(container.path("imagePullPolicy"), message).mend_if_ready("Always");
    }
}
