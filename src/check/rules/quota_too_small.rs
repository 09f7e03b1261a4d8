//! Quotas that do not hold what is asked of them.

use crate::check::hits::Hits;
use crate::check::object::Object;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::selector::Selector;
use crate::check::set::Set;
use crate::manifest::millis_of_node;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "quota-too-small",
    name: "what is requested fits into the quota",
    item: 2,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "The sum of the requests of all workloads of a namespace, times their pods, is not above what its ResourceQuota allows.",
    why: "The last pods are never made, and a rollout, which needs one more, hangs.",
    fix: "raise the quota, or request less",
    bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 4
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1.4.2
          resources: {requests: {cpu: 500m}}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: all}
spec: {hard: {requests.cpu: "1"}}
"#,
    good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 4
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1.4.2
          resources: {requests: {cpu: 500m}}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: all}
spec: {hard: {requests.cpu: "4"}}
"#,
    sources: &["https://kubernetes.io/docs/concepts/policy/resource-quotas/"],
    check: Check::Object(&["ResourceQuota"], check),
};

fn check(object: &Object, set: &Set<'_>, hits: &mut Hits) {
    let hard = object.at("spec.hard").map(Node::entries).unwrap_or_default();
    for (key, _, most) in hard {
        let Some(most) = millis_of_node(most) else { continue };
        let resource = key.strip_prefix("requests.").unwrap_or(key);
        if !matches!(resource, "cpu" | "memory" | "ephemeral-storage") {
            continue;
        }
        let path = format!("resources.requests.{resource}");
        let all = Selector::default();
        let workloads = set.selected(object, &all).filter(|workload| set.as_written(object, workload));
        let pods = workloads.filter_map(|workload| Pod::of(workload, set)).filter(Pod::scales);
        let mut asked = 0;
        for (counted, pod) in pods.enumerate() {
            if counted == MOST {
                set.passed_over.tell(object, &format!("the requests of more than {MOST} workloads are not counted"));
                break;
            }
            asked += i128::from(pod.replicas()) * requested(&pod, &path);
            if asked > most {
                let at = vec!["spec".to_owned(), "hard".to_owned(), key.clone()];
                hits.say(at, format!("the workloads beside it request more {resource} than `{key}` allows"));
                break;
            }
        }
    }
}

/// The most workloads that are counted for each quota, since a run may hold many of both.
const MOST: usize = 1000;

/// What the lasting containers of a pod request together, in thousandths.
fn requested(pod: &Pod<'_>, path: &str) -> i128 {
    pod.lasting().filter_map(|container| container.at(path).and_then(millis_of_node)).sum()
}
