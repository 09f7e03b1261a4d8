//! Memory with the unit of cpu.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "memory-in-millibytes",
    name: "memory is stated in bytes, not in thousandths of one",
    item: 5,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No amount of memory or scratch space ends in `m`, which stands for thousandths.",
    why: "`512m` of memory is half a byte: the pod cannot start, or starts and is killed at once.",
    fix: "write `512Mi` for mebibytes",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      resources: {limits: {memory: 512m}}
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      resources: {limits: {memory: 512Mi}}
",
    sources: &["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-memory"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    for path in ["requests.memory", "limits.memory", "requests.ephemeral-storage", "limits.ephemeral-storage"] {
        let path = format!("resources.{path}");
        if let Some(amount) = container.text(&path).filter(|amount| amount.ends_with('m')) {
            let message = format!("container `{}` states `{amount}`: thousandths of a byte", container.name);
            hits.say(container.path(&path), message)
                .mend(container.path(&path), format!("{}Mi", amount.trim_end_matches('m')));
        }
    }
}
