//! A workload as the control plane sees it: whether it has rolled out, and how many pods it promises.

use serde_json::Value;

/// Why a workload has not rolled out yet with so many pods or more; none when it has.
pub(crate) fn unfinished(workload: &Value, fewest: u64) -> Option<String> {
    let status = &workload["status"];
    let number = |value: &Value| value.as_u64().unwrap_or(0);
    let all = |keys: &[&str], wanted: u64| keys.iter().all(|key| number(&status[*key]) == wanted);
    let seen = number(&status["observedGeneration"]) >= number(&workload["metadata"]["generation"]);
    let wanted = wanted(workload);
    let done = wanted >= fewest
        && match kind(workload) {
            "Deployment" => all(&["replicas", "updatedReplicas", "availableReplicas"], wanted),
            "StatefulSet" => {
                let rolled = status["currentRevision"] == status["updateRevision"]
                    || held_back(workload) > 0 && number(&status["updatedReplicas"]) == wanted - held_back(workload);
                all(&["replicas", "availableReplicas"], wanted) && rolled
            }
            "DaemonSet" => wanted > 0 && all(&["updatedNumberScheduled", "numberAvailable"], wanted),
            _ => true,
        };
    let namespace = &workload["metadata"]["namespace"];
    (!seen || !done).then(|| format!("{namespace}: {wanted} wanted, {fewest} at least, {status}"))
}

/// The number of pods that it is to have.
pub(crate) fn wanted(workload: &Value) -> u64 {
    let wanted = match kind(workload) {
        "DaemonSet" => &workload["status"]["desiredNumberScheduled"],
        _ => &workload["spec"]["replicas"],
    };
    wanted.as_u64().unwrap_or(0)
}

/// How many of its pods a rollout leaves as they are, because the spec asks for it.
pub(crate) fn held_back(workload: &Value) -> u64 {
    workload["spec"]["updateStrategy"]["rollingUpdate"]["partition"].as_u64().unwrap_or(0).min(wanted(workload))
}

/// The fewest pods that are available while its pods are replaced.
///
/// A `DaemonSet` replaces `maxUnavailable` at a time, but its controller counts only nodes that have a pod of it:
/// what goes between its two looks at the pods of one turn is on no list, and as many more are taken then
/// (`manage` and `rollingUpdate`, each with a `getNodesToDaemonPods` of its own, in pkg/controller/daemon of
/// Kubernetes 1.37.2).
pub(crate) fn promised(workload: &Value) -> u64 {
    let (spec, wanted) = (&workload["spec"], wanted(workload));
    let away = match kind(workload) {
        "Deployment" if spec["strategy"]["type"] == "Recreate" => wanted,
        "Deployment" => share(&spec["strategy"]["rollingUpdate"]["maxUnavailable"], wanted).0,
        "DaemonSet" => share(&spec["updateStrategy"]["rollingUpdate"]["maxUnavailable"], wanted).1 * 2,
        _ => share(&spec["updateStrategy"]["rollingUpdate"]["maxUnavailable"], wanted).0.max(1),
    };
    wanted.saturating_sub(away)
}

/// A number of pods, or so many of a hundred, rounded down and up.
pub(crate) fn share(stated: &Value, of: u64) -> (u64, u64) {
    match stated {
        Value::String(percent) => {
            let hundredths = percent.trim_end_matches('%').parse::<u64>().expect("a percentage") * of;
            (hundredths / 100, hundredths.div_ceil(100))
        }
        number => {
            let number = number.as_u64().unwrap_or(0);
            (number, number)
        }
    }
}

fn kind(workload: &Value) -> &str {
    workload["kind"].as_str().unwrap_or_default()
}
