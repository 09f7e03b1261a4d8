//! What is written is admitted: strictly, without a warning, and with no more rights than it says.

use std::ops::Deref;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use crate::cluster::{APPLY, Cluster, Said, eventually, stream};
use crate::layouts::{LaidOut, built_by_kustomize, plain, rendered_by_helm};
use crate::none;
use crate::output::{Output, prerequisites};
use crate::parallel::parallel;

/// The Pod Security Standards, strictest first.
const LEVELS: [&str; 3] = ["restricted", "baseline", "privileged"];

/// What a server newer than the target of a case says of a field that the target does not know otherwise,
/// and the first target that is written otherwise.
const SUCCEEDED: [(&str, &str); 1] =
    [("Warning: spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"", "1.35")];

/// Everything that is written, and a control plane that judges it. Whether anything runs is another question: there is
/// no node.
#[derive(Debug)]
struct Admission {
    cluster: Cluster,
    outputs: Vec<Output>,
}

/// The tests of this file, after the last of which nobody needs the control plane: hundreds of workloads that wait for a
/// node keep it at work.
const TESTS: usize = 4;

/// The control plane as one test has it.
struct Lent(Arc<Admission>);

static SHARED: Mutex<Option<Arc<Admission>>> = Mutex::new(None);

impl Admission {
    fn shared() -> Lent {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let boot = || {
            let (cluster, outputs) = (Cluster::boot(0), Output::all());
            cluster.create(&prerequisites(&outputs));
            Arc::new(Self { cluster, outputs })
        };
        Lent(Arc::clone(shared.get_or_insert_with(boot)))
    }
}

impl Deref for Lent {
    type Target = Admission;

    fn deref(&self) -> &Admission {
        &self.0
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        static ENDED: AtomicUsize = AtomicUsize::new(0);
        if ENDED.fetch_add(1, Ordering::Relaxed) + 1 == TESTS {
            SHARED.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
    }
}

#[test]
fn every_object_and_every_pod_is_admitted_strictly_and_without_a_warning() {
    let shared = Admission::shared();
    let Admission { cluster, outputs } = &*shared;
    none(&refusals(cluster, &plain(outputs), &[]));
    let pods: Vec<Value> = outputs.iter().map(|output| output.pod(&output.name)).collect();
    let said = would_create(cluster, &pods);
    assert!(said.succeeded && said.stderr.is_empty(), "{}", said.stderr);
    assert_eq!(said.stdout.lines().count(), pods.len(), "{}", said.stdout);
}

#[test]
fn what_kustomize_makes_of_every_overlay_is_admitted_strictly_and_without_a_warning() {
    is_admitted(built_by_kustomize);
}

#[test]
fn what_helm_makes_of_every_chart_is_admitted_strictly_and_without_a_warning() {
    is_admitted(rendered_by_helm);
}

#[test]
fn a_pod_that_needs_more_rights_than_its_namespace_gives_is_refused() {
    let shared = Admission::shared();
    let Admission { cluster, outputs } = &*shared;
    for (given, level) in LEVELS.iter().enumerate().take(2) {
        let namespace = cluster.namespace(level, level);
        let needs_more = |output: &&Output| LEVELS[given + 1..].contains(&output.level());
        let mut tried = 0;
        for output in outputs.iter().filter(needs_more) {
            let mut pod = output.pod(&namespace.name);
            // Its account is not there, which is no matter of rights.
            pod["spec"]["serviceAccountName"] = Value::Null;
            let said = would_create(cluster, &[pod]);
            let why = format!("violates PodSecurity \"{level}:latest\"");
            assert!(!said.succeeded && said.stderr.contains(&why), "{} in {level}: {said:?}", output.name);
            tried += 1;
        }
        assert!(tried > 0, "no case needs more than {level}");
    }
}

/// Asserts that what comes of another layout would be admitted.
#[track_caller]
fn is_admitted(laid_out: for<'a> fn(&Cluster, &'a [Output]) -> Vec<LaidOut<'a>>) {
    let shared = Admission::shared();
    let Admission { cluster, outputs } = &*shared;
    let cases = laid_out(cluster, outputs);
    let namespaces: Vec<Value> = cases.iter().map(|laid| laid.output.namespace(&laid.namespace)).collect();
    let said = cluster.apply(&stream(&namespaces));
    assert!(said.succeeded, "{}", said.stderr);
    // A pod of Helm's runs as the account that each namespace gets.
    let accounts = ["serviceaccounts", "--all-namespaces", "--field-selector", "metadata.name=default"];
    let count = |list: &Value| list["items"].as_array().map_or(0, Vec::len);
    eventually(|| (count(&cluster.get(&accounts)) >= count(&cluster.get(&["namespaces"]))).then_some(()));
    none(&refusals(cluster, &cases, &["--dry-run=server"]));
}

/// What the server says against any of the outputs. They go in few calls; where one of those is answered by
/// more than that it is done, each of its outputs goes alone, and speaks for itself.
fn refusals(cluster: &Cluster, outputs: &[LaidOut<'_>], how: &[&str]) -> Vec<String> {
    let apply = |objects: &str| cluster.kubectl(&[&APPLY[..], how, &["--filename", "-"]].concat(), objects);
    let calls = parallel(outputs.chunks(40), |some| {
        let said = apply(&some.iter().map(|laid| laid.text.as_str()).collect::<String>());
        if said.succeeded && said.stderr.is_empty() {
            return Vec::new();
        }
        let mut told: Vec<String> = some.iter().filter_map(|laid| refusal(laid, &apply(&laid.text))).collect();
        let unexplained = said.stderr.lines().any(|line| !is_excused(line, "1.0") && !line.ends_with(" received"));
        if told.is_empty() && unexplained {
            told.push(said.stderr);
        }
        told
    });
    calls.into_iter().flatten().collect()
}

/// What the server says against one output.
fn refusal(laid: &LaidOut<'_>, said: &Said) -> Option<String> {
    let target = laid.output.made.app.kubernetes.to_string();
    let (excused, left): (Vec<_>, Vec<_>) = said.stderr.lines().partition(|line| is_excused(line, &target));
    // One more line counts the warnings.
    (left.len() > usize::from(!excused.is_empty())).then(|| format!("{}: {}", laid.namespace, said.stderr))
}

/// Whether a warning speaks of what a target does not know otherwise.
fn is_excused(line: &str, target: &str) -> bool {
    SUCCEEDED.iter().any(|(warning, from)| line == *warning && *from > target)
}

/// What the server says of creating pods, which it then does not.
fn would_create(cluster: &Cluster, pods: &[Value]) -> Said {
    let arguments = ["create", "--dry-run=server", "--validate=strict", "--warnings-as-errors", "--filename", "-"];
    cluster.kubectl(&arguments, &stream(pods))
}
