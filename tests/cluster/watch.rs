//! Every change of every pod while something goes on: watched, not sampled.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::process::Child;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Deserializer, Value};

use crate::cluster::Cluster;
use crate::fleet::stands_beside;

/// The label by which the watch knows where it begins and ends.
const MARK: &str = "cluster.test/mark";

/// A stream of events that is being read.
#[derive(Debug)]
pub(crate) struct Watch<'a> {
    cluster: &'a Cluster,
    /// The flag that says in which namespaces.
    scope: &'a str,
    child: Child,
    events: Receiver<Value>,
    /// The pods as the last event left them, by namespace and name.
    pods: BTreeMap<(String, String), bool>,
    /// How many were available after each event, by namespace.
    available: BTreeMap<String, Vec<u64>>,
}

impl<'a> Watch<'a> {
    /// Watches the pods of all namespaces from now on; there is one at least.
    pub(crate) fn begin(cluster: &'a Cluster) -> Self {
        Self::within(cluster, "--all-namespaces")
    }

    /// Watches the pods of the namespaces of a flag, where nobody else does anything.
    pub(crate) fn within(cluster: &'a Cluster, scope: &'a str) -> Self {
        let arguments = ["get", "pods", scope, "--watch", "--output-watch-events", "--output", "json"];
        let mut child = cluster.command(&arguments).spawn().expect("kubectl can be started");
        let stdout = BufReader::new(child.stdout.take().expect("it is a pipe"));
        let (send, events) = channel();
        thread::spawn(move || {
            let read = Deserializer::from_reader(stdout).into_iter::<Value>().map_while(Result::ok);
            // Whoever has heard enough hangs up.
            read.map_while(|event| send.send(event).ok()).for_each(drop);
        });
        let mut watch = Self { cluster, scope, child, events, pods: BTreeMap::new(), available: BTreeMap::new() };
        watch.read_to_mark("begin");
        // What came before tells of nothing but the order in which it was listed.
        let namespaces: Vec<String> = watch.available.keys().cloned().collect();
        watch.available =
            namespaces.iter().map(|namespace| (namespace.clone(), vec![watch.count(namespace)])).collect();
        watch
    }

    /// Ends the watch, and tells how many pods of each namespace were available after each event.
    pub(crate) fn end(mut self) -> BTreeMap<String, Vec<u64>> {
        self.read_to_mark("end");
        std::mem::take(&mut self.available)
    }

    /// Marks a pod and reads until the mark is seen, so that whatever was before it is read.
    fn read_to_mark(&mut self, mark: &str) {
        let pods = self.cluster.get(&["pods", self.scope, "--field-selector", "status.phase=Running"]);
        let alive = |pod: &&Value| pod["metadata"]["deletionTimestamp"].is_null();
        let pod = pods["items"].as_array().expect("a list").iter().find(alive).expect("a pod runs")["metadata"].clone();
        let text = |key: &str| pod[key].as_str().expect("pods have names");
        let label = format!("{MARK}={mark}");
        self.cluster.must(&["label", "pod", text("name"), "--namespace", text("namespace"), "--overwrite", &label], "");
        loop {
            let event = self.events.recv_timeout(Duration::from_secs(120)).expect("the watch goes on");
            let pod = &event["object"];
            self.note(event["type"] == "DELETED", pod);
            if pod["metadata"]["labels"][MARK] == mark {
                return;
            }
        }
    }

    fn note(&mut self, deleted: bool, pod: &Value) {
        if stands_beside(pod) {
            return;
        }
        let text = |key: &str| pod["metadata"][key].as_str().unwrap_or_default().to_owned();
        let (namespace, name) = (text("namespace"), text("name"));
        if deleted {
            self.pods.remove(&(namespace.clone(), name));
        } else {
            self.pods.insert((namespace.clone(), name), is_available(pod));
        }
        let count = self.count(&namespace);
        self.available.entry(namespace).or_default().push(count);
    }

    fn count(&self, namespace: &str) -> u64 {
        self.pods.iter().filter(|((of, _), available)| of == namespace && **available).count() as u64
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether a Service sends requests to a pod: it is ready, and was not asked to end.
pub(crate) fn is_available(pod: &Value) -> bool {
    let conditions = pod["status"]["conditions"].as_array();
    let ready = |condition: &Value| condition["type"] == "Ready" && condition["status"] == "True";
    pod["metadata"]["deletionTimestamp"].is_null() && conditions.is_some_and(|conditions| conditions.iter().any(ready))
}
