//! A namespace of one test.

use serde_json::{Value, json};

use crate::cluster::{APPLY, Cluster, Said};

/// A namespace that goes, with all that is in it, when this is dropped.
#[derive(Debug)]
pub(crate) struct Namespace<'a> {
    pub(crate) cluster: &'a Cluster,
    pub(crate) name: String,
}

impl<'a> Namespace<'a> {
    /// Takes over a namespace that is there, or is about to be.
    pub(crate) fn new(cluster: &'a Cluster, name: &str) -> Self {
        Self { cluster, name: name.to_owned() }
    }

    /// Applies objects into it, as [`Cluster::apply`] does.
    pub(crate) fn apply(&self, objects: &str) -> Said {
        self.cluster.kubectl(&[&APPLY[..], &["--namespace", &self.name, "--filename", "-"]].concat(), objects)
    }

    /// Runs kubectl in it.
    pub(crate) fn kubectl(&self, arguments: &[&str]) -> Said {
        self.cluster.kubectl(&[&["--namespace", &self.name], arguments].concat(), "")
    }

    /// Runs kubectl in it, which must succeed, and returns what it printed.
    #[track_caller]
    pub(crate) fn must(&self, arguments: &[&str]) -> String {
        self.cluster.must(&[&["--namespace", &self.name], arguments].concat(), "")
    }

    /// What `kubectl get` finds in it.
    #[track_caller]
    pub(crate) fn get(&self, arguments: &[&str]) -> Value {
        self.cluster.get(&[&["--namespace", &self.name], arguments].concat())
    }
}

impl Drop for Namespace<'_> {
    fn drop(&mut self) {
        self.cluster.kubectl(&["delete", "namespace", &self.name, "--ignore-not-found", "--wait=false"], "");
    }
}

/// A namespace that enforces a Pod Security Standard, and warns of what does not meet it.
pub(crate) fn namespace_object(name: &str, level: &str) -> Value {
    let mut labels = json!({});
    for mode in ["enforce", "audit", "warn"] {
        labels[format!("pod-security.kubernetes.io/{mode}")] = json!(level);
    }
    json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}})
}
