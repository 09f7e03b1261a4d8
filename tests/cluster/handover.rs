//! Who owns the number of pods, and how it changes hands with no pod lost.

use kubewright::manifest::Break;
use serde_json::{Value, json};

use crate::cluster::{eventually, stream};
use crate::stage::{Stage, Way, foretold, object, removal_foretold};

const WAYS: [Way; 2] = [Way::Client, Way::Server];

#[test]
pub(crate) fn without_replicas_a_workload_goes_down_to_one_pod_unless_they_change_hands() {
    for (kind, way) in [
        ("Deployment", Way::Client),
        ("Deployment", Way::Server),
        ("StatefulSet", Way::Client),
        ("StatefulSet", Way::Server),
    ] {
        let name = format!("handover-{}-{way:?}", kind.to_lowercase()).to_lowercase();
        let stage = Stage::new(&name, kind);
        let mut old = stage.written(&json!({"replicas": 3}));
        let mut new = stage.written(&json!({"autoscaling": {"min": 3, "max": 6}}));
        let workload = object(&mut new, kind, "web").clone();
        foretold(object(&mut old, kind, "web"), &workload, Break::ReplicasDropped);
        stage.run(way, &old);
        stage.must_apply(way, std::slice::from_ref(&workload));
        assert_eq!(replicas(&stage), 1, "{name}: applied as it is");

        stage.must_apply(way, &old);
        let pods = eventually(|| Some(stage.rolled_out()).filter(|pods| pods.len() == 3));
        match way {
            Way::Client => {
                let mut edit = stage.namespace.cluster.command(&["apply", "edit-last-applied", &stage.workload()]);
                edit.args(["--namespace", &stage.namespace.name]);
                edit.env("PATH", std::env::var_os("PATH").unwrap_or_default());
                let edit = edit.env("KUBE_EDITOR", "sed -i '/^  replicas: 3$/d'").output().expect("kubectl ends");
                assert!(edit.status.success(), "{}", String::from_utf8_lossy(&edit.stderr));
            }
            Way::Server => {
                // There is nothing to edit.
                let said = stage.namespace.kubectl(&["apply", "edit-last-applied", &stage.workload()]);
                assert!(!said.succeeded && said.stderr.contains("no last-applied-configuration"), "{said:?}");
                let alone = json!({
                    "apiVersion": workload["apiVersion"], "kind": kind, "metadata": {"name": "web"}, "spec": {"replicas": 3},
                });
                let apply =
                    ["apply", "--server-side", "--field-manager=handover", "--validate=false", "--filename", "-"];
                let said = stage.kubectl(&apply, &alone.to_string());
                assert!(said.succeeded, "{}", said.stderr);
            }
        }
        stage.must_apply(way, &new);
        assert_eq!(replicas(&stage), 3, "{name}");
        // It has been seen by the autoscaler, and all are the pods of before.
        eventually(|| acts(&stage).then_some(()));
        assert_eq!(stage.rolled_out(), pods, "{name}");

        // From now on the autoscaler alone says how many: neither what was handed over nor we do.
        scale(&stage, 5);
        stage.must_apply(way, &new);
        assert_eq!(replicas(&stage), 5, "{name}");
    }
}

#[test]
pub(crate) fn an_autoscaler_that_is_taken_out_scales_on_until_it_is_deleted() {
    for way in WAYS {
        let stage = Stage::new(&format!("handover-back-{way:?}").to_lowercase(), "Deployment");
        let mut old = stage.written(&json!({"autoscaling": {"min": 4, "max": 6}}));
        let new = stage.written(&json!({"replicas": 3}));
        removal_foretold(object(&mut old, "HorizontalPodAutoscaler", "web"), Break::AutoscalerRemoved);
        stage.must_apply(way, &old);
        eventually(|| (replicas(&stage) == 4).then_some(()));
        stage.rolled_out();
        match way {
            Way::Client => stage.must_apply(way, &new),
            Way::Server => conflicts(&stage, &new),
        }
        eventually(|| (replicas(&stage) == 4).then_some(()));
        assert_eq!(stage.objects("horizontalpodautoscalers").len(), 1, "{way:?}: it is still there");

        eventually(|| Some(stage.rolled_out()).filter(|pods| pods.len() == 4));
        let pods = stage.pods();
        stage.namespace.must(&["delete", "horizontalpodautoscaler", "web"]);
        assert_eq!((replicas(&stage), stage.rolled_out()), (4, pods), "{way:?}: the pods stay");
        let force: &[&str] = if way == Way::Server { &["--force-conflicts"] } else { &[] };
        let said = stage.kubectl(&[way.words(), force, &["--filename", "-"]].concat(), &stream(&new));
        assert!(said.succeeded, "{}", said.stderr);
        assert_eq!(replicas(&stage), 3, "{way:?}: the files say how many again");
    }
}

/// KEDA is not there. What it does to the autoscaler that it makes is that it owns it.
#[test]
pub(crate) fn a_scaled_object_takes_its_autoscaler_along() {
    let stage = Stage::new("handover-keda", "Deployment");
    let trigger = json!({"type": "cron", "metadata": {"timezone": "Etc/UTC", "start": "0 6 * * *", "end": "0 20 * * *", "desiredReplicas": "4"}});
    let mut old = stage.written(&json!({"autoscaling": {"min": 2, "max": 5, "keda": {"triggers": [trigger]}}}));
    removal_foretold(object(&mut old, "ScaledObject", "web"), Break::ScaledObjectRemoved);
    stage.must_apply(Way::Server, &old);
    let scaled = stage.namespace.get(&["scaledobject", "web"]);
    let mut by_hand = stage.written(&json!({"autoscaling": {"min": 4, "max": 5}}));
    let mut scaler = object(&mut by_hand, "HorizontalPodAutoscaler", "web").clone();
    scaler["metadata"]["name"] = json!("keda-hpa-web");
    scaler["metadata"]["ownerReferences"] = json!([{
        "apiVersion": scaled["apiVersion"], "kind": "ScaledObject", "name": "web", "uid": scaled["metadata"]["uid"],
        "controller": true, "blockOwnerDeletion": true,
    }]);
    stage.must_apply(Way::Server, &[scaler]);
    eventually(|| (replicas(&stage) == 4).then_some(()));
    let new = stage.written(&json!({"replicas": 3}));
    conflicts(&stage, &new);
    let pods = eventually(|| Some(stage.rolled_out()).filter(|pods| pods.len() == 4));
    assert_eq!(stage.objects("scaledobjects").len(), 1, "it is still there");

    stage.namespace.must(&["delete", "scaledobject", "web"]);
    eventually(|| stage.objects("horizontalpodautoscalers").is_empty().then_some(()));
    assert_eq!((replicas(&stage), stage.rolled_out()), (4, pods), "the pods stay");
    let said = stage.kubectl(&[Way::Server.words(), &["--force-conflicts", "--filename", "-"]].concat(), &stream(&new));
    assert!(said.succeeded, "{}", said.stderr);
    assert_eq!(replicas(&stage), 3);
}

/// Applies objects until the server says that `replicas` is another's: an autoscaler that moves what nobody has
/// stated yet does not own it, and one that takes it back from us does.
#[track_caller]
fn conflicts(stage: &Stage, objects: &[Value]) {
    eventually(|| {
        let said = stage.apply(Way::Server, objects);
        let words =
            "conflict with \"kube-controller-manager\" with subresource \"scale\" using apps/v1: .spec.replicas";
        (!said.succeeded && said.stderr.contains(words)).then_some(())
    });
}

/// How many pods the workload is to have.
fn replicas(stage: &Stage) -> u64 {
    stage.namespace.get(&[&stage.workload()])["spec"]["replicas"].as_u64().expect("a number")
}

/// Whether the autoscaler has looked at its workload.
fn acts(stage: &Stage) -> bool {
    let scaler = stage.namespace.get(&["horizontalpodautoscaler", "web"]);
    let able = |condition: &Value| condition["type"] == "AbleToScale" && condition["status"] == "True";
    scaler["status"]["conditions"].as_array().is_some_and(|conditions| conditions.iter().any(able))
}

/// Moves the number of pods as an autoscaler does.
fn scale(stage: &Stage, pods: u64) {
    stage.namespace.must(&["scale", &stage.workload(), &format!("--replicas={pods}")]);
}
