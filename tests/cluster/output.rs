//! What is written for one environment of a case, and what it needs to find in a cluster.

use std::collections::BTreeSet;

use kubewright::app::SecurityLevel;
use kubewright::generate::Generated;
use kubewright::preset::Layer;
use kubewright::spec::Apart;
use kubewright::spec::types::ObjectName;
use serde_json::{Value, json};

use crate::every_case::every_case;
use crate::made::made;
use crate::namespace::namespace_object;
use crate::random::RandomSpec;
use crate::tape::tape_of;

/// Random specs that are judged beside the cases, always the same ones.
const RANDOM_SPECS: u64 = 12;

/// What is written for one environment.
#[derive(Debug)]
pub(crate) struct Output {
    /// Case and environment; a valid name of a namespace.
    pub(crate) name: String,
    pub(crate) made: Generated,
}

impl Output {
    /// That of every environment of every case, example and a few random specs.
    pub(crate) fn all() -> Vec<Self> {
        let random = (0..RANDOM_SPECS).flat_map(|number| {
            let made = made(&RandomSpec::valid(&tape_of(number)).text()).expect("the spec is valid");
            made.into_iter().map(move |one| Self::new(&format!("random-{number}"), one))
        });
        Self::of_cases(&[]).into_iter().chain(random).collect()
    }

    /// That of every environment of every case and example, with what is given above the spec.
    pub(crate) fn of_cases(given: &[Layer]) -> Vec<Self> {
        every_case(None, given).into_iter().map(|(case, made)| Self::new(&case, made)).collect()
    }

    fn new(case: &str, made: Generated) -> Self {
        Self { name: format!("{case}-{}", made.environment), made }
    }

    /// The Pod Security Standard that its pods need.
    pub(crate) fn level(&self) -> &'static str {
        match self.made.app.standard.level {
            SecurityLevel::Restricted => "restricted",
            SecurityLevel::Baseline => "baseline",
            SecurityLevel::Privileged => "privileged",
        }
    }

    /// The objects as they are written, in a namespace of their own in the place of the one that they name,
    /// or of none.
    pub(crate) fn text(&self) -> String {
        self.moved(self.made.documents.iter().map(|document| document.text.as_str()), &self.name)
    }

    /// Documents of its objects, in whatever layout, in another namespace.
    pub(crate) fn moved<'a>(&self, documents: impl IntoIterator<Item = &'a str>, namespace: &str) -> String {
        let mut text = String::new();
        for document in documents {
            let of_namespace = document.lines().any(|line| line == "kind: Namespace");
            for line in document.lines() {
                let moved = self.moved_line(line, of_namespace, namespace);
                text.push_str(moved.as_deref().unwrap_or(line));
                text.push('\n');
            }
            text.push_str("---\n");
        }
        text
    }

    /// A line that has to do with the namespace.
    fn moved_line(&self, line: &str, of_namespace: bool, namespace: &str) -> Option<String> {
        let Some(named) = &self.made.app.namespace else {
            return (line == "metadata:").then(|| format!("metadata:\n  namespace: {namespace}"));
        };
        let (key, _) = line.rsplit_once(": ").filter(|(_, value)| value.trim_matches('"') == named.as_str())?;
        let tells = key.trim_start_matches([' ', '-']) == "namespace" || of_namespace && key == "  name";
        tells.then(|| format!("{key}: {namespace}"))
    }

    /// A namespace for it: as it is written, or else of the level that its pods need.
    pub(crate) fn namespace(&self, name: &str) -> Value {
        let written = self.made.documents.iter().find(|document| document.identity.kind == "Namespace");
        let mut namespace =
            written.map_or_else(|| namespace_object(name, self.level()), |written| written.value.clone());
        namespace["metadata"]["name"] = json!(name);
        namespace
    }

    /// Whether it is of a kind with a number of pods.
    pub(crate) fn scales(&self) -> bool {
        matches!(self.workload()["kind"].as_str(), Some("Deployment" | "StatefulSet"))
    }

    /// The fewest pods that it runs when all is well. KEDA is not there to move them.
    pub(crate) fn fewest(&self) -> u64 {
        let keda = self.made.documents.iter().any(|document| document.identity.kind == "ScaledObject");
        let replicas = self.made.app.workload.replicas().filter(|_| !keda);
        replicas.map_or(0, |replicas| u64::from(replicas.fewest()))
    }

    /// The fewest and the most pods that an autoscaler gives it.
    pub(crate) fn bounds(&self) -> Option<(u64, u64)> {
        let scaler = self.made.documents.iter().find(|document| document.identity.kind == "HorizontalPodAutoscaler")?;
        let number = |path: &str| scaler.get(path).and_then(Value::as_u64);
        Some((number("spec.minReplicas")?, number("spec.maxReplicas")?))
    }

    /// Whether its pods may all run on so many nodes, which are in as many zones of three.
    pub(crate) fn fits(&self, nodes: u16) -> bool {
        let spread = self.made.app.spreading;
        let each = spread.hosts != Apart::Required || self.fewest() <= u64::from(nodes);
        each && spread.min_zones.is_none_or(|zones| zones <= nodes.min(3))
    }

    /// The object of its workload.
    pub(crate) fn workload(&self) -> &Value {
        let (_, kind) = self.made.app.workload.object();
        let found = self.made.documents.iter().find(|document| document.identity.kind == kind);
        &found.expect("every app has a workload").value
    }

    /// A pod as its workload makes it, in a namespace.
    pub(crate) fn pod(&self, namespace: &str) -> Value {
        let workload = self.workload();
        let mut pod = match workload["kind"].as_str() {
            Some("CronJob") => workload["spec"]["jobTemplate"]["spec"]["template"].clone(),
            _ => workload["spec"]["template"].clone(),
        };
        pod["apiVersion"] = json!("v1");
        pod["kind"] = json!("Pod");
        pod["metadata"]["name"] = workload["metadata"]["name"].clone();
        pod["metadata"]["namespace"] = json!(namespace);
        // A StatefulSet mounts each pod's claims under the names of their templates.
        for claim in workload["spec"]["volumeClaimTemplates"].as_array().into_iter().flatten() {
            let name = &claim["metadata"]["name"];
            let volume = json!({"name": name, "persistentVolumeClaim": {"claimName": name}});
            match &mut pod["spec"]["volumes"] {
                Value::Array(volumes) => volumes.push(volume),
                none => *none = json!([volume]),
            }
        }
        pod
    }
}

/// What must be there before some outputs: their namespaces, and the priority classes that their pods name.
pub(crate) fn prerequisites(outputs: &[Output]) -> Vec<Value> {
    let named = outputs.iter().filter_map(|output| output.made.app.placement.priority_class.as_ref());
    let classes: BTreeSet<&str> = named.map(ObjectName::as_str).filter(|name| !name.starts_with("system-")).collect();
    let class = |name| json!({"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": name}, "value": 1000});
    let missing = outputs.iter().filter(|output| !output.made.app.create_namespace);
    missing.map(|output| output.namespace(&output.name)).chain(classes.into_iter().map(class)).collect()
}
