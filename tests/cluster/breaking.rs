//! The table of breaking changes: each fails or harms as it says, and its steps work when they are followed.

use std::collections::{BTreeMap, BTreeSet};

use kubewright::manifest::Break;
use serde_json::{Value, json};

use crate::claims;
use crate::cluster::{eventually, stream};
use crate::handover;
use crate::stage::{Stage, Way, foretold, object, removal_foretold};
use crate::verdict::says_why;

/// The test that shows a row of the table; a row without one does not compile.
const _: fn(Break) -> fn() = |why| match why {
    Break::Identity => another_name_is_another_app_and_the_old_one_runs_on,
    Break::Selector => another_selector_is_refused_and_pods_outlive_the_change,
    Break::StatefulSet => what_a_stateful_set_fixes_is_refused_and_pods_and_claims_outlive_the_change,
    Break::ClaimTemplates => claims::a_larger_claim_template_is_refused_and_each_claim_grows_by_itself,
    Break::ClaimTemplatesShrunk => claims::no_claim_shrinks_and_another_volume_takes_its_place,
    Break::Claim => claims::a_claim_grows_and_a_copy_takes_the_place_of_one_that_must_not,
    Break::ClaimRemoved => claims::a_claim_that_is_taken_out_stays_until_somebody_prunes,
    Break::NamespaceRemoved => a_namespace_takes_everything_along,
    Break::SecretRemoved => what_makes_a_secret_takes_it_along,
    Break::WorkloadRemoved => a_workload_of_another_kind_runs_beside_the_old_one,
    Break::WayRemoved => a_way_that_is_taken_out_stays_until_somebody_deletes_it,
    Break::ClusterIp => an_address_is_neither_given_away_nor_taken_back,
    Break::Job => a_job_of_the_same_name_is_refused_another_template,
    Break::RoleRef => a_binding_is_refused_another_role,
    Break::ImmutableData => an_immutable_config_map_is_refused_other_data,
    Break::ReplicasDropped => handover::without_replicas_a_workload_goes_down_to_one_pod_unless_they_change_hands,
    Break::AutoscalerRemoved => handover::an_autoscaler_that_is_taken_out_scales_on_until_it_is_deleted,
    Break::ScaledObjectRemoved => handover::a_scaled_object_takes_its_autoscaler_along,
};

#[test]
fn another_name_is_another_app_and_the_old_one_runs_on() {
    let stage = Stage::new("breaking-identity", "Deployment");
    let (mut old, mut new) = (stage.written(&json!({"name": "shop"})), stage.written(&json!({})));
    foretold(object(&mut old, "Deployment", "shop"), object(&mut new, "Deployment", "web"), Break::Identity);
    stage.must_apply(Way::Server, &old);
    stage.namespace.must(&["rollout", "status", "deployment/shop", "--timeout=90s"]);
    let old_pods = stage.pods();
    let both = stage.run(Way::Server, &new);
    assert!(old_pods.keys().all(|pod| both.contains_key(pod)), "the old ones run beside the new");
    let said = stage.kubectl(&["delete", "--filename", "-"], &stream(&old));
    assert!(said.succeeded, "{}", said.stderr);
    let left = eventually(|| Some(stage.pods()).filter(|pods| pods.len() == both.len() - old_pods.len()));
    assert!(left.values().all(|name| name.starts_with("web-")), "{left:?}");
}

#[test]
fn another_selector_is_refused_and_pods_outlive_the_change() {
    for kind in ["Deployment", "StatefulSet", "DaemonSet"] {
        let stage = Stage::new(&format!("breaking-selector-{}", kind.to_lowercase()), kind);
        let mut old = stage.written(&json!({}));
        let old_pods = stage.run(Way::Server, &old);
        let mut new = old.clone();
        let spec = &mut object(&mut new, kind, "web")["spec"];
        spec["selector"]["matchLabels"]["track"] = json!("stable");
        spec["template"]["metadata"]["labels"]["track"] = json!("stable");
        foretold(object(&mut old, kind, "web"), object(&mut new, kind, "web"), Break::Selector);
        refuses(&stage, Break::Selector, &new);

        orphan(&stage);
        assert_eq!(stage.pods(), old_pods, "{kind}: its pods stay");
        stage.must_apply(Way::Server, &new);
        if kind == "Deployment" {
            let both = stage.rolled_out();
            assert!(old_pods.keys().all(|pod| both.contains_key(pod)), "the old pods stay beside the new ones");
            stage.namespace.must(&["delete", "replicasets", "--selector", "track!=stable"]);
        } else {
            // A StatefulSet looks at no pod before those of lower numbers are its own.
            for name in old_pods.values().collect::<BTreeSet<_>>() {
                stage.namespace.must(&["delete", "pod", name]);
                let ready = ["wait", "--for=condition=Ready", "pods", "--all", "--timeout=60s"];
                eventually(|| (stage.pods().len() >= old_pods.len()).then_some(()));
                stage.namespace.must(&ready);
            }
        }
        let gone = |pods: &BTreeMap<String, String>| !pods.keys().any(|pod| old_pods.contains_key(pod));
        let pods = eventually(|| Some(stage.rolled_out()).filter(gone));
        assert_eq!(pods.len(), old_pods.len(), "{kind}");
        let of_new = stage.namespace.get(&["pods", "--selector", "track=stable"]);
        assert_eq!(of_new["items"].as_array().map(Vec::len), Some(pods.len()), "{kind}");
    }
}

#[test]
fn what_a_stateful_set_fixes_is_refused_and_pods_and_claims_outlive_the_change() {
    for when in ["Retain", "Delete"] {
        let stage = Stage::new(&format!("breaking-set-{}", when.to_lowercase()), "StatefulSet");
        let answers = |policy: &str| {
            json!({
                "statefulSet": {"podManagementPolicy": policy, "whenDeleted": when, "whenScaled": when},
                "storage": {"data": {"size": "1Gi", "mount": "/var/lib/data", "class": "fast"}},
            })
        };
        let (mut old, mut new) = (stage.written(&answers("OrderedReady")), stage.written(&answers("Parallel")));
        let pods = stage.run(Way::Server, &old);
        let claims = stage.objects("persistentvolumeclaims");
        foretold(object(&mut old, "StatefulSet", "web"), object(&mut new, "StatefulSet", "web"), Break::StatefulSet);
        refuses(&stage, Break::StatefulSet, &new);

        orphan(&stage);
        let same = || (stage.pods(), stage.objects("persistentvolumeclaims")) == (pods.clone(), claims.clone());
        assert!(same(), "{when}: pods and claims stay");
        stage.run(Way::Server, &new);
        assert!(same(), "{when}: the new one takes them over");
    }
}

/// The External Secrets Operator is not there. What it does to what it makes is that it owns it.
#[test]
fn what_makes_a_secret_takes_it_along() {
    let stage = Stage::new("breaking-secret", "Deployment");
    let store = json!({"db": {"store": "vault", "data": {"password": {"key": "web/db", "property": "password"}}}});
    let mut old = stage.written(&json!({"externalSecrets": store}));
    removal_foretold(object(&mut old, "ExternalSecret", "db"), Break::SecretRemoved);
    stage.must_apply(Way::Server, &old);
    let uid = stage.namespace.get(&["externalsecret", "db"])["metadata"]["uid"].clone();
    let owner = json!({"apiVersion": "external-secrets.io/v1", "kind": "ExternalSecret", "name": "db", "uid": uid, "controller": true});
    let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {
        "name": "db", "namespace": stage.namespace.name, "ownerReferences": [owner],
    }});
    stage.must_apply(Way::Server, &[secret]);
    stage.must_apply(Way::Server, &stage.written(&json!({})));
    assert_eq!(stage.objects("secrets").len(), 1, "who only applies loses nothing");
    stage.namespace.must(&["delete", "externalsecret", "db"]);
    eventually(|| stage.objects("secrets").is_empty().then_some(()));
}

#[test]
fn a_namespace_takes_everything_along() {
    let stage = Stage::new("breaking-namespace", "Deployment");
    let mut old = stage.written(&json!({"createNamespace": true}));
    let name = stage.namespace.name.clone();
    removal_foretold(object(&mut old, "Namespace", &name), Break::NamespaceRemoved);
    stage.run(Way::Server, &old);
    stage.must_apply(Way::Server, &stage.written(&json!({})));
    assert_eq!(stage.objects("deployments").len(), 1, "who only applies loses nothing");
    stage.namespace.must(&["delete", "namespace", &name, "--wait=false"]);
    eventually(|| stage.objects("deployments").is_empty().then_some(()));
}

#[test]
fn a_workload_of_another_kind_runs_beside_the_old_one() {
    let stage = Stage::new("breaking-workload", "StatefulSet");
    let mut old = stage.written(&json!({"kind": "Deployment"}));
    removal_foretold(object(&mut old, "Deployment", "web"), Break::WorkloadRemoved);
    stage.must_apply(Way::Server, &old);
    stage.namespace.must(&["rollout", "status", "deployment/web", "--timeout=90s"]);
    let old_pods = stage.pods();
    let both = stage.run(Way::Server, &stage.written(&json!({})));
    assert!(both.len() > old_pods.len() && old_pods.keys().all(|pod| both.contains_key(pod)), "{both:?}");
    stage.namespace.must(&["delete", "deployment", "web"]);
    let left = eventually(|| Some(stage.pods()).filter(|pods| !pods.keys().any(|pod| old_pods.contains_key(pod))));
    assert_eq!(left.len(), both.len() - old_pods.len(), "the new ones stay");
}

#[test]
fn a_way_that_is_taken_out_stays_until_somebody_deletes_it() {
    let stage = Stage::new("breaking-way", "Deployment");
    let mut old = stage.written(&json!({"ingress": {"class": "nginx"}, "host": "web.example.com"}));
    removal_foretold(object(&mut old, "Ingress", "web"), Break::WayRemoved);
    removal_foretold(object(&mut old, "Service", "web"), Break::WayRemoved);
    stage.must_apply(Way::Client, &old);
    stage.must_apply(Way::Client, &stage.written(&json!({})));
    assert_eq!(stage.objects("ingresses").len(), 1, "who only applies cuts off nobody");
    stage.namespace.must(&["delete", "ingress", "web"]);
    assert!(stage.objects("ingresses").is_empty());
}

#[test]
fn an_address_is_neither_given_away_nor_taken_back() {
    let stage = Stage::new("breaking-address", "StatefulSet");
    let mut old = stage.written(&json!({}));
    stage.must_apply(Way::Server, &old);
    let mut given_away = vec![object(&mut old, "Service", "web").clone()];
    given_away[0]["spec"]["clusterIP"] = json!("None");
    foretold(object(&mut old, "Service", "web"), &given_away[0], Break::ClusterIp);
    refuses(&stage, Break::ClusterIp, &given_away);
    let mut taken_back = vec![object(&mut old, "Service", "web-headless").clone()];
    taken_back[0]["spec"].as_object_mut().expect("a map").remove("clusterIP");
    foretold(object(&mut old, "Service", "web-headless"), &taken_back[0], Break::ClusterIp);
    let address = |name: &str| stage.namespace.get(&["service", name])["spec"]["clusterIP"].clone();
    stage.must_apply(Way::Server, &taken_back);
    assert_eq!(address("web-headless"), "None", "it is taken, and nothing changes");

    stage.namespace.must(&["delete", "service", "web", "web-headless"]);
    stage.must_apply(Way::Server, &[given_away, taken_back].concat());
    assert_eq!(address("web"), "None");
    assert_ne!(address("web-headless"), "None");
}

#[test]
fn a_job_of_the_same_name_is_refused_another_template() {
    let stage = Stage::new("breaking-job", "Job");
    let (old, new) = (stage.written(&json!({})), stage.written(&json!({"image": "ghcr.io/acme/web:1.5.0"})));
    stage.must_apply(Way::Server, &old);
    let job = |objects: &[Value]| objects.iter().find(|object| object["kind"] == "Job").cloned().expect("a Job");
    assert_ne!(job(&old)["metadata"]["name"], job(&new)["metadata"]["name"]);
    stage.must_apply(Way::Server, &new);
    assert_eq!(stage.objects("jobs").len(), 2, "what is written is another Job");

    let mut same = job(&new);
    same["metadata"]["name"] = job(&old)["metadata"]["name"].clone();
    foretold(&job(&old), &same, Break::Job);
    let same = [same];
    refuses(&stage, Break::Job, &same);
    stage.namespace.must(&["delete", "job", same[0]["metadata"]["name"].as_str().expect("a name")]);
    stage.must_apply(Way::Server, &same);
}

#[test]
fn a_binding_is_refused_another_role() {
    let stage = Stage::new("breaking-role", "Deployment");
    let mut old = stage.written(&json!({"permissions": [{"resources": ["configmaps"], "verbs": ["get"]}]}));
    stage.must_apply(Way::Server, &old);
    let mut new = vec![object(&mut old, "RoleBinding", "web").clone()];
    new[0]["roleRef"]["name"] = json!("other");
    foretold(object(&mut old, "RoleBinding", "web"), &new[0], Break::RoleRef);
    refuses(&stage, Break::RoleRef, &new);
    stage.namespace.must(&["delete", "rolebinding", "web"]);
    stage.must_apply(Way::Server, &new);
}

#[test]
fn an_immutable_config_map_is_refused_other_data() {
    let stage = Stage::new("breaking-data", "Deployment");
    let written = |level: &str| stage.written(&json!({"config": {"LOG_LEVEL": level}, "immutableConfig": true}));
    let (old, new) = (written("info"), written("debug"));
    let map = |objects: &[Value]| objects.iter().find(|object| object["kind"] == "ConfigMap").cloned().expect("a map");
    stage.run(Way::Server, &old);
    let mut same = map(&new);
    same["metadata"]["name"] = map(&old)["metadata"]["name"].clone();
    foretold(&map(&old), &same, Break::ImmutableData);
    refuses(&stage, Break::ImmutableData, &[same]);

    // Under another name, which is what is written.
    let pods = stage.run(Way::Server, &new);
    stage.namespace.must(&["delete", "configmap", map(&old)["metadata"]["name"].as_str().expect("a name")]);
    assert_eq!(stage.rolled_out(), pods);
}

/// Asserts that some objects are refused, both ways, for the reason that a row of the table tells.
#[track_caller]
pub(crate) fn refuses(stage: &Stage, why: Break, objects: &[Value]) {
    for way in [Way::Client, Way::Server] {
        let arguments = [way.words(), &["--dry-run=server", "--filename", "-"]].concat();
        let said = stage.kubectl(&arguments, &stream(objects));
        assert!(!said.succeeded && says_why(why, &said.stderr), "{way:?}: {said:?}");
    }
}

/// Deletes the workload, and nothing of what is its own.
#[track_caller]
pub(crate) fn orphan(stage: &Stage) {
    stage.namespace.must(&["delete", &stage.workload(), "--cascade=orphan"]);
}
