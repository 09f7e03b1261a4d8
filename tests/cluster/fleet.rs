//! The production environments of all cases, running side by side.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Mutex, MutexGuard, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use kubewright::preset::{Layer, LayerKind};
use kubewright::yaml::Node;
use serde_json::{Value, json};

use crate::api::Api;
use crate::cluster::Cluster;
use crate::nodes::{node, pools};
use crate::none;
use crate::output::{Output, prerequisites};
use crate::parallel::parallel;
use crate::workload::unfinished;

/// The time within which everything has happened that will, on a machine that has much else to do as well.
const PATIENCE: Duration = Duration::from_secs(300);

/// A cluster, and what runs in it.
#[derive(Debug)]
pub(crate) struct Fleet {
    api: Api,
    pub(crate) cluster: Cluster,
    /// What was applied first.
    pub(crate) outputs: Vec<Output>,
    /// The pods as they stood when it was rolled out for the first time, by namespace.
    pub(crate) first_pods: BTreeMap<String, Vec<Value>>,
}

/// A fleet that one test has for itself.
pub(crate) struct OnLoan(MutexGuard<'static, Option<Fleet>>);

impl Deref for OnLoan {
    type Target = Fleet;

    fn deref(&self) -> &Fleet {
        self.0.as_ref().expect("it was launched")
    }
}

impl Fleet {
    /// All of them on three nodes in three zones, and three of each pool, rolled out. One test at a time has
    /// it, and leaves as many pods behind as it found; for another test beside it there is a second one.
    pub(crate) fn on_three_nodes() -> OnLoan {
        static FLEETS: [Mutex<Option<Fleet>>; 2] = [const { Mutex::new(None) }; 2];
        let free = |fleet: &'static Mutex<Option<Fleet>>| match fleet.try_lock() {
            Ok(fleet) => Some(fleet),
            Err(TryLockError::Poisoned(fleet)) => Some(fleet.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        };
        let mut loan = loop {
            match FLEETS.iter().find_map(free) {
                Some(fleet) => break fleet,
                None => thread::sleep(Duration::from_millis(100)),
            }
        };
        let fleet = loan.get_or_insert_with(|| {
            let outputs = Self::outputs(json!({})).into_iter().filter(|output| output.fits(3)).collect();
            Self::launch(3, outputs)
        });
        fleet.wait_for_rollouts();
        if fleet.first_pods.is_empty() {
            fleet.first_pods = fleet.pods();
        }
        OnLoan(loan)
    }

    /// Some of them, applied to so many nodes, and as many of each pool.
    pub(crate) fn launch(nodes: u16, outputs: Vec<Output>) -> Self {
        let cluster = Cluster::boot(0);
        let fleet = Self { api: Api::of(&cluster), cluster, outputs, first_pods: BTreeMap::new() };
        fleet.cluster.create(&prerequisites(&fleet.outputs));
        fleet.add_nodes(1..=nodes);
        fleet.apply(&fleet.outputs);
        fleet
    }

    /// What is written for production, with answers above those of the specs: every environment but those
    /// of the two presets that are not meant for it, and those for a server that is older than this one.
    pub(crate) fn outputs(answers: Value) -> Vec<Output> {
        let given = Layer::given(LayerKind::Flag, "a flag", Node::from_value(answers));
        let meant = |output: &Output| {
            let moves = output.made.app.workload.progressive().is_none();
            // Argo Rollouts' controller is not there, so nobody makes the pods of a Rollout.
            moves && !["development", "staging", "oldest"].contains(&output.made.environment.as_str())
        };
        Output::of_cases(&[given]).into_iter().filter(meant).collect()
    }

    /// Ordinary nodes, and one of each pool, by their numbers; three make a round of the zones.
    pub(crate) fn add_nodes(&self, numbers: impl IntoIterator<Item = u16>) {
        let pools = pools(&self.outputs);
        let nodes: Vec<Value> = numbers
            .into_iter()
            .flat_map(|number| {
                let zone = (number - 1) % 3 + 1;
                let of_pools = pools.iter().enumerate();
                let of_pools = of_pools.map(move |(index, pool)| pool.node(&format!("pool-{index}-{number}"), zone));
                [node(&format!("node-{number}"), zone)].into_iter().chain(of_pools)
            })
            .collect();
        self.cluster.create(&nodes);
        self.cluster.must(&["wait", "--for=condition=Ready", "nodes", "--all", "--timeout=120s"], "");
    }

    /// Applies anew what runs, with other answers above those of the specs.
    #[track_caller]
    pub(crate) fn answer(&self, answers: Value, which: impl Fn(&Output) -> bool) {
        let mut outputs = Self::outputs(answers);
        outputs.retain(|output| which(output) && self.outputs.iter().any(|one| one.name == output.name));
        self.apply(&outputs);
    }

    /// Applies every object of some outputs, as it is written.
    #[track_caller]
    fn apply(&self, outputs: &[Output]) {
        let calls =
            parallel(outputs.chunks(16), |some| self.cluster.apply(&some.iter().map(Output::text).collect::<String>()));
        none(&calls.into_iter().filter(|said| !said.succeeded).map(|said| said.stderr).collect::<Vec<_>>());
    }

    /// The workloads of the apps, by namespace.
    pub(crate) fn workloads(&self) -> BTreeMap<String, Value> {
        let found = by_namespace(self.all_workloads());
        found.into_iter().map(|(namespace, mut found)| (namespace, found.remove(0))).collect()
    }

    /// The workloads that run, those that stand beside apps among them.
    fn all_workloads(&self) -> Vec<Value> {
        ["deployments", "statefulsets", "daemonsets"]
            .map(|kind| self.api.list(&format!("/apis/apps/v1/{kind}")))
            .concat()
    }

    /// The pods of the apps that run, by namespace.
    pub(crate) fn pods(&self) -> BTreeMap<String, Vec<Value>> {
        by_namespace(self.all_pods())
    }

    /// The pods that run, those that stand beside apps among them.
    pub(crate) fn all_pods(&self) -> Vec<Value> {
        self.api.list("/api/v1/pods?fieldSelector=status.phase!=Succeeded")
    }

    /// The claims, by namespace.
    pub(crate) fn claims(&self) -> BTreeMap<String, Vec<Value>> {
        by_namespace(self.api.list("/api/v1/persistentvolumeclaims"))
    }

    /// The disruption budgets of the apps, by namespace.
    pub(crate) fn budgets(&self) -> BTreeMap<String, Value> {
        let found = by_namespace(self.all_budgets());
        found.into_iter().map(|(namespace, mut found)| (namespace, found.remove(0))).collect()
    }

    /// The disruption budgets, those that stand beside apps among them.
    pub(crate) fn all_budgets(&self) -> Vec<Value> {
        self.api.list("/apis/policy/v1/poddisruptionbudgets")
    }

    /// The nodes.
    pub(crate) fn nodes(&self) -> Vec<Value> {
        self.api.list("/api/v1/nodes")
    }

    /// Waits until every workload has rolled out.
    #[track_caller]
    pub(crate) fn wait_for_rollouts(&self) {
        self.wait_for_those(|_| true);
    }

    /// Waits until the workloads of some outputs have rolled out, with as many pods as an autoscaler wants at
    /// least, and what stands beside them.
    #[track_caller]
    pub(crate) fn wait_for_those(&self, which: impl Fn(&Output) -> bool) {
        let end = Instant::now() + PATIENCE;
        loop {
            let found = self.all_workloads();
            let waits = |workload: &Value| {
                let is_its = |output: &&Output| workload["metadata"]["namespace"] == output.name;
                let output = self.outputs.iter().filter(|output| which(output)).find(is_its)?;
                unfinished(workload, if stands_beside(workload) { 0 } else { output.fewest() })
            };
            let waiting: Vec<String> = found.iter().filter_map(waits).collect();
            if waiting.is_empty() {
                return;
            }
            assert!(Instant::now() < end, "not rolled out:\n{}", waiting.join("\n"));
            thread::sleep(Duration::from_millis(500));
        }
    }
}

/// Whether an object is one of a maintenance page or a canary, which follow none of their app's numbers: they have its
/// name, and an instance of their own.
pub(crate) fn stands_beside(object: &Value) -> bool {
    let label = |key: &str| object["metadata"]["labels"][key].as_str();
    let instance = label("app.kubernetes.io/instance");
    instance.is_some() && instance != label("app.kubernetes.io/name")
}

/// The objects of the apps, by namespace.
fn by_namespace(objects: Vec<Value>) -> BTreeMap<String, Vec<Value>> {
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for object in objects.into_iter().filter(|object| !stands_beside(object)) {
        let namespace = object["metadata"]["namespace"].as_str().expect("it has one");
        found.entry(namespace.to_owned()).or_default().push(object);
    }
    found
}
