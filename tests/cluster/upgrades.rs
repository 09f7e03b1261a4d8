//! Changes of what runs: what the plan calls harmless is, and what it says is refused is refused.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use kubewright::manifest::{Break, Document, Effect};
use serde_json::{Value, json};

use crate::api::{Answer, Api};
use crate::change::{Subject, subjects};
use crate::cluster::{Cluster, eventually};
use crate::fields::specimens;
use crate::none;
use crate::output::Output;
use crate::parallel::parallel;
use crate::random::keys;
use crate::stage::{Stage, Way, worst};
use crate::verdict::{lets_change, unforetold, verdict};

/// What one key of a spec changes in no object.
const OF_FILES_ALONE: [&str; 6] = ["layout", "tests", "dockerfile", "delivery", "updates", "check"];

/// No node: what would run is not asked here. Every class that a spec may name lets its claims grow, and one is
/// that of the claims that name none.
static SERVER: LazyLock<(Api, Cluster)> = LazyLock::new(|| {
    let cluster = Cluster::boot(0);
    let class = |name: &str| {
        json!({
            "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "provisioner": "cluster.test/volumes",
            "metadata": {"name": name, "annotations": {
                "storageclass.kubernetes.io/is-default-class": (name == "fast").to_string(),
            }},
            "allowVolumeExpansion": true,
        })
    };
    cluster.create(&["fast", "alpha", "beta", "gamma-2"].map(class));
    (Api::of(&cluster), cluster)
});

#[test]
fn every_change_of_a_spec_does_what_the_plan_says_of_it() {
    let (api, _) = &*SERVER;
    let subjects = subjects();
    let changed: BTreeSet<&str> =
        subjects.iter().flat_map(|subject| &subject.changes).map(|change| change.key).collect();
    let missing: Vec<&str> = keys().map(|(key, _)| key).filter(|key| !changed.contains(key)).collect();
    assert_eq!(missing, OF_FILES_ALONE, "every other key changes an object");
    let judged = parallel(&subjects, |subject| judge(api, subject));
    let (seen, failures): (Vec<_>, Vec<_>) = judged.into_iter().unzip();
    none(&failures.concat());
    // What a spec can break is among them.
    let seen: BTreeSet<Effect> = seen.into_iter().flatten().collect();
    let breaks =
        [Break::StatefulSet, Break::ClaimTemplates, Break::ClaimTemplatesShrunk, Break::Claim, Break::ReplicasDropped];
    let breaks = breaks.map(Effect::Breaking);
    let harmless = [Effect::NoRestart, Effect::MovesTraffic, Effect::RollsPods];
    let expected: BTreeSet<Effect> = harmless.into_iter().chain(breaks).collect();
    assert_eq!(seen, expected);
}

/// What no spec can change, but a patch or a template of one's own.
#[test]
fn every_field_of_every_object_can_change_or_not_as_the_table_says() {
    let (api, cluster) = &*SERVER;
    let outputs = Output::of_cases(&[]);
    let specimens = specimens(outputs.iter().flat_map(|output| &output.made.documents));
    let namespaces = (0..specimens.len()).map(|number| {
        json!({
            "apiVersion": "v1", "kind": "Namespace", "metadata": {"name": format!("specimen-{number}")},
        })
    });
    cluster.create(&namespaces.collect::<Vec<_>>());
    let judged = parallel(specimens.iter().enumerate(), |(number, specimen)| {
        let moved = |object: &Value| {
            let mut object = object.clone();
            if object["kind"] == "Namespace" {
                object["metadata"]["name"] = json!(format!("specimen-of-{number}"));
            } else {
                object["metadata"]["namespace"] = json!(format!("specimen-{number}"));
            }
            object
        };
        let old = moved(&specimen.old);
        let Answer::Takes(live) = applied(api, &old) else { panic!("{old}") };
        let judge = |(field, new): &(String, Value)| {
            let new = moved(new);
            let changes = lets_change(api, &live, &new)?;
            let parsed = |object: &Value| Document::parse("object", "object", object.to_string()).ok();
            let effect = Effect::between(&parsed(&old)?, &parsed(&new)?);
            let foretold = !matches!(effect, Effect::Breaking(why) if why != Break::ReplicasDropped);
            let failure = format!("{} {field}: {effect:?}, and the server says {changes}", old["kind"]);
            Some((effect, Some(failure).filter(|_| foretold != changes)))
        };
        specimen.changed.iter().filter_map(judge).collect::<Vec<_>>()
    });
    let (seen, failures): (Vec<Effect>, Vec<Option<String>>) = judged.concat().into_iter().unzip();
    none(&failures.into_iter().flatten().collect::<Vec<_>>());
    assert!(seen.len() > 500, "{}", seen.len());
    let refused = [
        Break::Selector,
        Break::StatefulSet,
        Break::ClaimTemplates,
        Break::Claim,
        Break::Job,
        Break::RoleRef,
        Break::ImmutableData,
    ];
    let missing: Vec<Break> = refused.into_iter().filter(|why| !seen.contains(&Effect::Breaking(*why))).collect();
    assert_eq!(missing, [], "some object has each");
}

/// Really applied, beside what the server says that it would do. That no rollout shows fewer pods than promised is
/// watched elsewhere.
#[test]
fn what_restarts_nothing_replaces_no_pod_and_what_rolls_replaces_all() {
    let answers = [
        ("Deployment", json!({"replicas": 3}), json!({"rollout": {"maxSurge": 2}})),
        ("StatefulSet", json!({"replicas": 3}), json!({"rollout": {"partition": 1}})),
        ("DaemonSet", json!({}), json!({"rollout": {"maxUnavailable": 2}})),
    ];
    for (kind, first, mild) in answers {
        let stage = Stage::new(&format!("upgrade-{}", kind.to_lowercase()), kind);
        let joined = |more: &Value| {
            let mut answers = first.clone();
            answers.as_object_mut().expect("a map").extend(more.as_object().cloned().unwrap_or_default());
            stage.written(&answers)
        };
        let old = joined(&json!({}));
        let pods = stage.run(Way::Server, &old);
        for way in [Way::Server, Way::Client] {
            for answers in [&mild, &json!({"calledBy": ["cart"]})] {
                let new = joined(answers);
                assert_eq!(worst(&old, &new), Effect::NoRestart, "{kind}: {answers}");
                stage.must_apply(way, &new);
                stage.must_apply(way, &old);
                assert_eq!(stage.rolled_out(), pods, "{kind}: {answers}");
            }
        }
        let new = joined(&json!({"image": "ghcr.io/acme/web:1.5.0"}));
        assert_eq!(worst(&old, &new), Effect::RollsPods, "{kind}");
        stage.must_apply(Way::Server, &new);
        let after = stage.rolled_out();
        assert!(pods.keys().all(|pod| !after.contains_key(pod)), "{kind}: {after:?}");
    }
}

/// The effects that a subject's changes have, and what was not foretold.
fn judge(api: &Api, subject: &Subject) -> (BTreeSet<Effect>, Vec<String>) {
    let namespace = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": subject.namespace}});
    let (mut live, mut seen, mut failures) = (Vec::new(), BTreeSet::new(), Vec::new());
    for object in [&namespace].into_iter().chain(subject.old.iter().map(|document| &document.value)) {
        match applied(api, object) {
            Answer::Takes(taken) => live.push(taken),
            answer => failures.push(format!("{}: {answer:?}\n    {}", object["kind"], subject.changes[0].told)),
        }
    }
    if !failures.is_empty() {
        return (seen, failures);
    }
    for change in &subject.changes {
        for new in &change.new {
            let Some(index) = subject.old.iter().position(|old| old.file == new.file) else { continue };
            let old = &subject.old[index];
            // Another object can always be made.
            if old.value == new.value || old.identity != new.identity {
                continue;
            }
            seen.insert(Effect::between(old, new));
            let failure = unforetold(old, new, &verdict(api, &live[index + 1], &new.value));
            failures.extend(failure.map(|failure| format!("{failure}\n    {}", change.told)));
        }
    }
    (seen, failures)
}

/// What comes of applying an object; of a claim, once it has its volume.
fn applied(api: &Api, object: &Value) -> Answer {
    let taken = api.apply(object);
    if object["kind"] != "PersistentVolumeClaim" || !matches!(taken, Answer::Takes(_)) {
        return taken;
    }
    let bound = |answer: &Answer| matches!(answer, Answer::Takes(claim) if claim["status"]["phase"] == "Bound");
    eventually(|| Some(api.apply(object)).filter(bound))
}
