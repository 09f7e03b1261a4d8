//! What is demanded of each kind of workload, and of what stands around it.

use kubewright::spec::Kind;
use serde_json::Value;

use super::set::{Set, list};

pub(crate) fn check(set: &Set<'_>) {
    let (workload, pod) = (set.workload(), set.pod());
    let spec = &workload.value["spec"];
    check_number(set, spec);
    let kind = set.one.app.workload.kind();
    let probes: Vec<&Value> = list(&pod["spec"]["containers"])
        .flat_map(|container| ["startupProbe", "readinessProbe", "livenessProbe"].map(|probe| &container[probe]))
        .filter(|probe| !probe.is_null())
        .collect();
    let affinity = &pod["spec"]["affinity"];
    let spread = &pod["spec"]["topologySpreadConstraints"];
    match kind {
        Kind::Deployment | Kind::StatefulSet => {
            let apart = affinity["podAntiAffinity"].is_object();
            // One pod alone has nobody to be kept apart from.
            let alone = set.one.app.workload.replicas().is_some_and(|replicas| replicas.most() == 1);
            set.unless_warned("kept apart", "pods apart by host", apart || alone);
            let even = spread[0]["labelSelector"].is_object() && spread[0]["maxSkew"] == 1 || alone;
            set.unless_warned("kept apart", "pods spread over zones", even);
            set.unless("no-probe", "probes", !probes.is_empty());
        }
        Kind::DaemonSet => {
            set.holds("no anti-affinity", affinity["podAntiAffinity"].is_null());
            let even = spread[0]["whenUnsatisfiable"] == "ScheduleAnyway";
            set.unless_warned("kept apart", "a spread that linters ask for", even);
            set.unless("no-probe", "probes", !probes.is_empty());
        }
        Kind::CronJob => {
            set.holds("a deadline for the start", spec["startingDeadlineSeconds"].is_u64());
            let lives = spec["jobTemplate"]["spec"]["ttlSecondsAfterFinished"].is_null();
            set.holds("no time to live under a CronJob", lives);
        }
        Kind::Job => {}
    }
    if kind.ends() {
        set.holds("a restart policy that is written", pod["spec"]["restartPolicy"].is_string());
        set.holds("no probe", probes.is_empty());
    }
    if kind == Kind::StatefulSet {
        let name = spec["serviceName"].as_str().unwrap_or_default();
        set.holds("a headless Service", set.has("Service", name));
    }
    if kind == Kind::Deployment && spec["strategy"]["type"] == "RollingUpdate" {
        let rolling = &spec["strategy"]["rollingUpdate"];
        set.holds("a rollout that can move", rolling["maxSurge"] != 0 || rolling["maxUnavailable"] != 0);
    }
}

/// Who says how many pods there are, and how many a drain may take.
fn check_number(set: &Set<'_>, spec: &Value) {
    let scaled = set.one.app.workload.kind().scales();
    let autoscaler = set.of_kind("HorizontalPodAutoscaler").or(set.of_kind("ScaledObject"));
    let bound = |keys: [&str; 2]| {
        autoscaler.and_then(|owner| keys.iter().find_map(|key| owner.value["spec"][key].as_u64())).unwrap_or_default()
    };
    let (fewest, most) = (bound(["minReplicas", "minReplicaCount"]), bound(["maxReplicas", "maxReplicaCount"]));
    let several = spec["replicas"].as_u64().unwrap_or(most) > 1;
    let budget = set.of_kind("PodDisruptionBudget");
    set.holds("a budget for several pods alone", budget.is_some() == (scaled && several));
    if let Some(budget) = budget {
        set.holds("a budget that never blocks", budget.value["spec"]["unhealthyPodEvictionPolicy"] == "AlwaysAllow");
        set.holds("a budget that can evict", budget.value["spec"]["maxUnavailable"] != 0);
    }
    set.holds("one owner of the number of pods", !scaled || spec["replicas"].is_null() == autoscaler.is_some());
    if let Some(autoscaler) = autoscaler {
        let idles = autoscaler.value["spec"]["idleReplicaCount"] == 0;
        set.holds("an autoscaler that scales", fewest < most || idles);
        let target = &autoscaler.value["spec"]["scaleTargetRef"]["kind"];
        set.holds("what it scales", *target == set.workload().identity.kind);
    }
}
