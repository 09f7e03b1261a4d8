//! The claims of volumes among the breaking changes: what they refuse, and what becomes of what they hold.

use std::collections::BTreeSet;

use kubewright::manifest::Break;
use serde_json::{Value, json};

use crate::breaking::{orphan, refuses};
use crate::cluster::{eventually, stream};
use crate::stage::{Stage, Way, foretold, object, removal_foretold};

#[test]
pub(crate) fn a_larger_claim_template_is_refused_and_each_claim_grows_by_itself() {
    let stage = Stage::new("breaking-templates", "StatefulSet");
    let answers = |size: &str, class: &str| json!({"storage": {"data": {"size": size, "mount": "/var/lib/data", "class": class}}});
    let class = growing_class(&stage);
    let (mut old, mut new) = (stage.written(&answers("1Gi", &class)), stage.written(&answers("2Gi", &class)));
    let pods = stage.run(Way::Server, &old);
    let claims = stage.objects("persistentvolumeclaims");
    foretold(object(&mut old, "StatefulSet", "web"), object(&mut new, "StatefulSet", "web"), Break::ClaimTemplates);
    refuses(&stage, Break::ClaimTemplates, &new);

    let larger = json!({"spec": {"resources": {"requests": {"storage": "2Gi"}}}}).to_string();
    for claim in claims.values() {
        stage.namespace.must(&["patch", "persistentvolumeclaim", claim, "--patch", &larger]);
    }
    orphan(&stage);
    assert_eq!((stage.pods(), stage.objects("persistentvolumeclaims")), (pods.clone(), claims.clone()));
    assert_eq!(stage.run(Way::Server, &new), pods, "the new one takes them over");
    let list = stage.namespace.get(&["persistentvolumeclaims"]);
    let sizes = list["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|claim| &claim["spec"]["resources"]["requests"]["storage"]);
    assert!(sizes.clone().count() > 1 && sizes.clone().all(|size| size == "2Gi"), "{list}");

    // What the class does not let grow, stays.
    let fixed = Stage::new("breaking-templates-fixed", "StatefulSet");
    fixed.run(Way::Server, &fixed.written(&answers("1Gi", "fast")));
    let said = fixed.namespace.kubectl(&["patch", "persistentvolumeclaim", "data-web-0", "--patch", &larger]);
    assert!(!said.succeeded && said.stderr.contains("must support resize"), "{said:?}");
}

#[test]
pub(crate) fn no_claim_shrinks_and_another_volume_takes_its_place() {
    let stage = Stage::new("breaking-shrunk", "StatefulSet");
    let class = growing_class(&stage);
    let written = |volume: &str, size: &str| {
        stage.written(&json!({"storage": {volume: {"size": size, "mount": "/var/lib/data", "class": class}}}))
    };
    let (mut old, mut new) = (written("data", "2Gi"), written("data", "1Gi"));
    stage.run(Way::Server, &old);
    foretold(
        object(&mut old, "StatefulSet", "web"),
        object(&mut new, "StatefulSet", "web"),
        Break::ClaimTemplatesShrunk,
    );
    refuses(&stage, Break::ClaimTemplatesShrunk, &new);
    let smaller = json!({"spec": {"resources": {"requests": {"storage": "1Gi"}}}}).to_string();
    let said = stage.namespace.kubectl(&["patch", "persistentvolumeclaim", "data-web-0", "--patch", &smaller]);
    assert!(!said.succeeded && said.stderr.contains("can not be less than"), "{said:?}");

    let claims = stage.objects("persistentvolumeclaims");
    let old_pods = stage.pods();
    orphan(&stage);
    stage.must_apply(Way::Server, &written("small", "1Gi"));
    // The set cannot give a pod that it took over another volume, and goes on with none after it.
    for name in old_pods.values().collect::<BTreeSet<_>>() {
        stage.namespace.must(&["delete", "pod", name]);
        eventually(|| (stage.pods().len() >= old_pods.len()).then_some(()));
        stage.namespace.must(&["wait", "--for=condition=Ready", "pods", "--all", "--timeout=60s"]);
    }
    assert!(!stage.rolled_out().keys().any(|pod| old_pods.contains_key(pod)), "every pod has the new volume");
    let after = stage.objects("persistentvolumeclaims");
    assert!(after.len() == 2 * claims.len() && claims.keys().all(|claim| after.contains_key(claim)), "{after:?}");
}

#[test]
pub(crate) fn a_claim_grows_and_a_copy_takes_the_place_of_one_that_must_not() {
    let stage = Stage::new("breaking-claim", "Deployment");
    let class = growing_class(&stage);
    let written = |volume: &str, size: &str, class: &str| {
        let storage = json!({"size": size, "mount": "/var/lib/data", "class": class, "access": "ReadWriteMany"});
        stage.written(&json!({"storage": {volume: storage}}))
    };
    let mut old = written("data", "2Gi", &class);
    stage.run(Way::Server, &old);
    for mut new in [written("data", "1Gi", &class), written("data", "2Gi", "other")] {
        foretold(claim(&mut old), claim(&mut new), Break::Claim);
        refuses(&stage, Break::Claim, &new);
    }
    stage.must_apply(Way::Server, &written("data", "3Gi", &class));
    let before = stage.objects("persistentvolumeclaims");
    stage.run(Way::Server, &written("copy", "1Gi", "other"));
    let after = stage.objects("persistentvolumeclaims");
    assert!(after.len() == 2 && before.keys().all(|claim| after.contains_key(claim)), "{after:?}");
}

#[test]
pub(crate) fn a_claim_that_is_taken_out_stays_until_somebody_prunes() {
    let stage = Stage::new("breaking-claim-removed", "Deployment");
    let class = growing_class(&stage);
    let storage = json!({"size": "1Gi", "mount": "/var/lib/data", "class": class, "access": "ReadWriteMany"});
    let mut old = stage.written(&json!({"storage": {"data": storage}}));
    let new = stage.written(&json!({}));
    removal_foretold(claim(&mut old), Break::ClaimRemoved);
    stage.run(Way::Client, &old);
    let claims = stage.objects("persistentvolumeclaims");
    stage.run(Way::Client, &new);
    assert_eq!(stage.objects("persistentvolumeclaims"), claims, "who only applies loses nothing");
    let volume = stage.namespace.get(&["persistentvolumeclaims"])["items"][0]["spec"]["volumeName"].clone();
    let prune = ["apply", "--prune", "--selector", "app.kubernetes.io/name=web", "--filename", "-"];
    let said =
        stage.kubectl(&[&prune[..], &["--prune-allowlist", "core/v1/PersistentVolumeClaim"]].concat(), &stream(&new));
    assert!(said.succeeded, "{}", said.stderr);
    eventually(|| stage.objects("persistentvolumeclaims").is_empty().then_some(()));
    // What a driver does with the data is told by its class; one that says nothing says this.
    let class = stage.namespace.get(&["storageclass", &class]);
    assert_eq!(class["reclaimPolicy"], "Delete");
    let volume = stage.namespace.get(&["persistentvolume", volume.as_str().expect("it was bound")]);
    assert_ne!(volume["status"]["phase"], "Bound", "{volume}");
}

#[track_caller]
fn claim(objects: &mut [Value]) -> &Value {
    objects.iter().find(|object| object["kind"] == "PersistentVolumeClaim").expect("a claim")
}

/// A class whose claims may grow.
fn growing_class(stage: &Stage) -> String {
    let class = format!("{}-grows", stage.namespace.name);
    stage.namespace.cluster.create(&[json!({
        "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": {"name": class},
        "provisioner": "cluster.test/volumes", "allowVolumeExpansion": true,
    })]);
    class
}
