//! The pods of a workload, and their containers: the one way to walk them.

use std::cell::OnceCell;

use crate::yaml::Node;

use super::object::Object;
use super::selector::Labels;
use super::set::Set;

/// The template of a workload's pods.
#[derive(Debug)]
pub(super) struct Pod<'a> {
    /// The workload.
    pub(super) object: &'a Object,
    /// All that is judged together with it.
    pub(super) set: &'a Set<'a>,
    /// `metadata` and `spec` of the pods.
    pub(super) template: &'a Node,
    /// The pods' `spec`.
    pub(super) spec: &'a Node,
    /// Keys that lead to the template.
    path: &'static [&'static str],
    /// Every container, those before the main ones first.
    pub(super) containers: Vec<Container<'a>>,
    services: OnceCell<Vec<&'a Object>>,
}

/// What a container is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Runs to its end before the others start.
    Init,
    /// Starts before the others, and runs beside them: an init container with `restartPolicy: Always`.
    Sidecar,
    /// Runs as long as the pod.
    Main,
}

/// One container.
#[derive(Debug)]
pub(super) struct Container<'a> {
    pub(super) name: &'a str,
    pub(super) role: Role,
    pub(super) node: &'a Node,
    path: Vec<String>,
}

impl<'a> Pod<'a> {
    /// The pods of an object, if it runs any and says what they are.
    pub(super) fn of(object: &'a Object, set: &'a Set<'a>) -> Option<Self> {
        let path = object.identity.pod_template_path()?;
        let template = path.iter().try_fold(&object.node, |node, key| node.get(key))?;
        let spec = template.get("spec")?;
        let above: Vec<String> = path.iter().chain(&["spec"]).map(|key| (*key).to_owned()).collect();
        let containers = ["initContainers", "containers"].iter().flat_map(|kind| {
            let above = &above;
            spec.get(kind).map(Node::items).unwrap_or_default().iter().enumerate().map(move |(index, node)| {
                let role = match (*kind, node.at("restartPolicy").and_then(Node::as_str)) {
                    ("containers", _) => Role::Main,
                    (_, Some("Always")) => Role::Sidecar,
                    _ => Role::Init,
                };
                let name = node.at("name").and_then(Node::as_str).unwrap_or_default();
                let path = above.iter().cloned().chain([(*kind).to_owned(), index.to_string()]).collect();
                Container { name, role, node, path }
            })
        });
        let containers = containers.collect();
        Some(Self { object, set, template, spec, path, containers, services: OnceCell::new() })
    }

    /// The value at a path of the pods' `spec`.
    pub(super) fn at(&self, path: &str) -> Option<&'a Node> {
        self.spec.at(path)
    }

    /// The whole path to a path of the pods' `spec`; the `spec` itself where it is empty.
    pub(super) fn path(&self, below: &str) -> Vec<String> {
        let below = below.split('.').filter(|key| !key.is_empty());
        self.path.iter().copied().chain(["spec"]).chain(below).map(str::to_owned).collect()
    }

    /// The labels that the pods carry.
    pub(super) fn labels(&self) -> Labels<'a> {
        Labels(self.template.at("metadata.labels"))
    }

    /// The items of a list of the pods' `spec`, with the path of each.
    pub(super) fn list(&self, key: &str) -> impl Iterator<Item = (Vec<String>, &'a Node)> {
        let path = self.path(key);
        self.at(key).map(Node::items).unwrap_or_default().iter().enumerate().map(move |(index, node)| {
            let mut path = path.clone();
            path.push(index.to_string());
            (path, node)
        })
    }

    /// The containers that run as long as the pod: the main ones and those beside them.
    pub(super) fn lasting(&self) -> impl Iterator<Item = &Container<'a>> {
        self.containers.iter().filter(|container| container.role != Role::Init)
    }

    /// Whether its pods end by themselves: those of Jobs and their kin.
    pub(super) fn ends(&self) -> bool {
        matches!(self.object.identity.kind.as_str(), "Job" | "CronJob" | "ScaledJob")
            || self.at("restartPolicy").and_then(Node::as_str).is_some_and(|policy| policy != "Always")
    }

    /// Whether a controller keeps a number of like pods: no DaemonSet, which has one a node, and no single Pod.
    pub(super) fn scales(&self) -> bool {
        matches!(
            self.object.identity.kind.as_str(),
            "Deployment" | "StatefulSet" | "ReplicaSet" | "ReplicationController" | "Rollout" | "CloneSet"
        )
    }

    /// The number of pods that is written; 1 where none is, as the API has it.
    pub(super) fn replicas(&self) -> i64 {
        self.object.at("spec.replicas").and_then(Node::as_i64).unwrap_or(1)
    }

    /// Whether there may be several pods at a time.
    pub(super) fn is_several(&self) -> bool {
        // Of KEDA's objects and of the API's own.
        let most = |autoscaler: &Object| {
            ["spec.maxReplicaCount", "spec.maxReplicas"].iter().find_map(|most| autoscaler.at(most)?.as_i64())
        };
        self.autoscaler().map_or(self.replicas() > 1, |autoscaler| most(autoscaler) != Some(1))
    }

    /// The seconds that the pods have to end (30 where none is written, as the API has it).
    pub(super) fn grace(&self) -> i64 {
        self.at("terminationGracePeriodSeconds").and_then(Node::as_i64).unwrap_or(30)
    }

    /// The Services that send traffic to the pods.
    pub(super) fn services(&self) -> &[&'a Object] {
        self.services.get_or_init(|| self.set.selecting(self, "Service"))
    }

    /// What changes the number of pods.
    pub(super) fn autoscaler(&self) -> Option<&'a Object> {
        self.set.autoscaler(self.object)
    }
}

impl<'a> Container<'a> {
    /// The value at a path of the container.
    pub(super) fn at(&self, path: &str) -> Option<&'a Node> {
        self.node.at(path)
    }

    /// The text at a path of the container.
    pub(super) fn text(&self, path: &str) -> Option<&'a str> {
        self.at(path).and_then(Node::as_str)
    }

    /// The whole path to a path of the container; the container itself where it is empty.
    pub(super) fn path(&self, below: &str) -> Vec<String> {
        let below = below.split('.').filter(|key| !key.is_empty()).map(str::to_owned);
        self.path.iter().cloned().chain(below).collect()
    }

    /// The items of a list of the container, with the path of each.
    pub(super) fn list(&self, key: &str) -> impl Iterator<Item = (Vec<String>, &'a Node)> {
        let path = self.path(key);
        self.at(key).map(Node::items).unwrap_or_default().iter().enumerate().map(move |(index, node)| {
            let mut path = path.clone();
            path.push(index.to_string());
            (path, node)
        })
    }

    /// The value of its `securityContext`, or of the pod's, which holds where it has none.
    pub(super) fn security<'s>(&'s self, pod: &'s Pod<'_>, key: &str) -> Option<&'s Node> {
        let key = format!("securityContext.{key}");
        self.at(&key).or_else(|| pod.at(&key))
    }

    /// Whether it declares a port: by its name, or by its number.
    pub(super) fn declares(&self, port: &Node) -> bool {
        let wanted = |declared: &Node| match (port.as_str(), port.as_i64()) {
            (Some(name), _) => declared.at("name").and_then(Node::as_str) == Some(name),
            (_, Some(number)) => declared.at("containerPort").and_then(Node::as_i64) == Some(number),
            _ => false,
        };
        self.at("ports").map(Node::items).unwrap_or_default().iter().any(wanted)
    }
}
