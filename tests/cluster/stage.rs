//! One app in a namespace of its own, applied in either of the two ways.

use std::collections::BTreeMap;

use kubewright::manifest::{Break, Document, Effect};
use serde_json::{Value, json};

use crate::cluster::{APPLY, Cluster, Said, stream};
use crate::made::made;
use crate::namespace::Namespace;

/// How objects are applied.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Way {
    /// `kubectl apply`, which compares with what it applied last.
    Client,
    /// `kubectl apply --server-side`, where each manager owns fields.
    Server,
}

impl Way {
    /// The words of it.
    pub(crate) fn words(self) -> &'static [&'static str] {
        match self {
            Self::Client => &["apply", "--validate=strict"],
            Self::Server => &APPLY,
        }
    }
}

/// An app and its namespace.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) namespace: Namespace<'static>,
    kind: &'static str,
}

impl Stage {
    /// An empty one, for an app of a kind.
    pub(crate) fn new(name: &str, kind: &'static str) -> Self {
        Self { namespace: Cluster::shared().namespace(name, "restricted"), kind }
    }

    /// What is written for the app with some answers.
    #[track_caller]
    pub(crate) fn written(&self, answers: &Value) -> Vec<Value> {
        let mut spec = json!({
            "version": 1, "kubernetes": "1.37", "name": "web", "image": "ghcr.io/acme/web:1.4.2", "kind": self.kind,
            "namespace": self.namespace.name, "environments": {"production": {}},
        });
        if self.kind != "Job" {
            spec["port"] = json!(8080);
            spec["health"] = json!({"readiness": "/readyz", "liveness": "/livez"});
        }
        for (key, value) in answers.as_object().into_iter().flatten() {
            spec[key] = value.clone();
        }
        let made = made(&spec.to_string()).expect("the spec is valid");
        made.into_iter().flat_map(|made| made.documents).map(|document| document.value).collect()
    }

    /// Applies objects.
    pub(crate) fn apply(&self, way: Way, objects: &[Value]) -> Said {
        self.kubectl(&[way.words(), &["--filename", "-"]].concat(), &stream(objects))
    }

    /// Applies objects, which must be taken.
    #[track_caller]
    pub(crate) fn must_apply(&self, way: Way, objects: &[Value]) {
        let said = self.apply(way, objects);
        assert!(said.succeeded, "{}", said.stderr);
    }

    /// Applies objects for the first time, and waits until the app runs.
    #[track_caller]
    pub(crate) fn run(&self, way: Way, objects: &[Value]) -> BTreeMap<String, String> {
        self.must_apply(way, objects);
        self.rolled_out()
    }

    /// Waits until the app runs as it should, and tells its pods.
    #[track_caller]
    pub(crate) fn rolled_out(&self) -> BTreeMap<String, String> {
        self.namespace.must(&["rollout", "status", &self.workload(), "--timeout=90s"]);
        self.pods()
    }

    /// Runs kubectl in the namespace on an input.
    pub(crate) fn kubectl(&self, arguments: &[&str], input: &str) -> Said {
        self.namespace.cluster.kubectl(&[&["--namespace", &self.namespace.name], arguments].concat(), input)
    }

    /// The workload as kubectl names it.
    pub(crate) fn workload(&self) -> String {
        format!("{}/web", self.kind.to_lowercase())
    }

    /// The objects of a kind that are not about to go: their names, by their uids.
    #[track_caller]
    pub(crate) fn objects(&self, kind: &str) -> BTreeMap<String, String> {
        let list = self.namespace.get(&[kind]);
        let alive = list["items"].as_array().expect("a list").iter().map(|item| &item["metadata"]);
        let text = |value: &Value| value.as_str().expect("objects have it").to_owned();
        let alive = alive.filter(|metadata| metadata["deletionTimestamp"].is_null());
        alive.map(|metadata| (text(&metadata["uid"]), text(&metadata["name"]))).collect()
    }

    /// The pods: as long as these are the same ones, there were never fewer.
    #[track_caller]
    pub(crate) fn pods(&self) -> BTreeMap<String, String> {
        self.objects("pods")
    }
}

/// The one object of a kind and a name.
#[track_caller]
pub(crate) fn object<'a>(objects: &'a mut [Value], kind: &str, name: &str) -> &'a mut Value {
    let found = objects.iter_mut().find(|object| object["kind"] == kind && object["metadata"]["name"] == name);
    found.unwrap_or_else(|| panic!("no {kind} {name}"))
}

/// Asserts what the table says of a change.
#[track_caller]
pub(crate) fn foretold(old: &Value, new: &Value, why: Break) {
    assert_eq!(Effect::between(&document(old), &document(new)), Effect::Breaking(why));
}

/// Asserts what the table says of taking an object out.
#[track_caller]
pub(crate) fn removal_foretold(old: &Value, why: Break) {
    assert_eq!(Effect::of_removal(&document(old)), Some(Effect::Breaking(why)));
}

/// The gravest effect of replacing some objects by others of the same names.
pub(crate) fn worst(old: &[Value], new: &[Value]) -> Effect {
    let twin = |new: &&Value| {
        old.iter().find(|old| old["kind"] == new["kind"] && old["metadata"]["name"] == new["metadata"]["name"])
    };
    let effects = new.iter().filter_map(|new| Some(Effect::between(&document(twin(&new)?), &document(new))));
    effects.max().expect("there are objects")
}

fn document(object: &Value) -> Document {
    Document::parse("object", "object", object.to_string()).expect("it is an object")
}
