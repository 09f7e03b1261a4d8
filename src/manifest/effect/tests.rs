//! What a change does to what runs.

use super::super::document::Document;
use super::{Break, Effect};

fn object(kind: &str, rest: &str) -> Document {
    let text = format!("apiVersion: v1\nkind: {kind}\nmetadata: {{name: web}}\n{rest}\n");
    Document::parse("t", "t.yaml", text).expect("valid")
}

#[test]
fn tells_a_rollout_from_a_break_from_nothing() {
    use Break::*;
    let breaking = Effect::Breaking;
    for (kind, old, new, effect) in [
        (
            "Deployment",
            "spec: {replicas: 3, template: {x: 1}}",
            "spec: {replicas: 4, template: {x: 1}}",
            Effect::NoRestart,
        ),
        ("Deployment", "spec: {template: {x: 1}}", "spec: {template: {x: 2}}", Effect::RollsPods),
        ("Deployment", "spec: {selector: {a: b}}", "spec: {selector: {a: c}}", breaking(Selector)),
        ("Deployment", "spec: {replicas: 3}", "spec: {x: 1}", breaking(ReplicasDropped)),
        ("Deployment", "spec: {replicas: 1}", "spec: {x: 1}", Effect::NoRestart),
        ("StatefulSet", "spec: {updateStrategy: {a: 1}}", "spec: {updateStrategy: {a: 2}}", Effect::NoRestart),
        ("StatefulSet", "spec: {serviceName: a}", "spec: {serviceName: b}", breaking(StatefulSet)),
        ("StatefulSet", "spec: {x: 1}", "spec: {x: 1, podManagementPolicy: Parallel}", breaking(StatefulSet)),
        (
            "StatefulSet",
            "spec: {volumeClaimTemplates: [a]}",
            "spec: {volumeClaimTemplates: [b]}",
            breaking(ClaimTemplates),
        ),
        ("DaemonSet", "spec: {selector: {a: b}}", "spec: {selector: {a: c}}", breaking(Selector)),
        ("CronJob", "spec: {jobTemplate: {a: b}}", "spec: {jobTemplate: {a: c}}", Effect::NoRestart),
        ("Job", "spec: {template: {x: 1}}", "spec: {template: {x: 2}}", breaking(Job)),
        ("Service", "spec: {x: 1}", "spec: {clusterIP: None}", breaking(ClusterIp)),
        ("Service", "spec: {selector: {a: b}}", "spec: {selector: {a: c}}", Effect::MovesTraffic),
        ("HTTPRoute", "spec: {rules: [{weight: 90}]}", "spec: {rules: [{weight: 50}]}", Effect::MovesTraffic),
        ("HTTPRoute", "spec: {hostnames: [a]}", "spec: {hostnames: [b]}", Effect::NoRestart),
        ("Ingress", "spec: {rules: [a]}", "spec: {rules: [b]}", Effect::MovesTraffic),
        ("SealedSecret", "spec: {template: {type: a}}", "spec: {template: {type: b}}", Effect::NoRestart),
        ("RoleBinding", "roleRef: {name: a}", "roleRef: {name: b}", breaking(RoleRef)),
        ("ConfigMap", "data: {a: b}", "data: {a: c}", Effect::NoRestart),
        ("ConfigMap", "immutable: true\ndata: {a: b}", "immutable: true\ndata: {a: c}", breaking(ImmutableData)),
    ] {
        assert_eq!(Effect::between(&object(kind, old), &object(kind, new)), effect, "{kind}: {old} -> {new}");
    }
}

#[test]
fn a_claim_grows_and_does_nothing_else() {
    let claim = |size: &str, class: &str| {
        object(
            "PersistentVolumeClaim",
            &format!("spec: {{storageClassName: {class}, resources: {{requests: {{storage: {size}}}}}}}"),
        )
    };
    let effect = |size, class| Effect::between(&claim("10Gi", "fast"), &claim(size, class));
    assert_eq!(effect("20Gi", "fast"), Effect::NoRestart);
    assert_eq!(effect("5Gi", "fast"), Effect::Breaking(Break::Claim));
    assert_eq!(effect("10Gi", "slow"), Effect::Breaking(Break::Claim));
}

#[test]
fn the_claims_of_a_stateful_set_grow_by_hand_and_never_shrink() {
    let set = |size: &str, name: &str| {
        let claim = format!("metadata: {{name: {name}}}, spec: {{resources: {{requests: {{storage: {size}}}}}}}");
        object("StatefulSet", &format!("spec: {{volumeClaimTemplates: [{{{claim}}}]}}"))
    };
    let effect = |size, name| Effect::between(&set("10Gi", "data"), &set(size, name));
    assert_eq!(effect("20Gi", "data"), Effect::Breaking(Break::ClaimTemplates));
    assert_eq!(effect("5Gi", "data"), Effect::Breaking(Break::ClaimTemplatesShrunk));
    assert_eq!(effect("5Gi", "small"), Effect::Breaking(Break::ClaimTemplates), "another claim");
}

#[test]
fn what_is_taken_out_is_not_gone() {
    let removal = |kind: &str| Effect::of_removal(&object(kind, "spec: {}"));
    assert_eq!(removal("PersistentVolumeClaim"), Some(Effect::Breaking(Break::ClaimRemoved)));
    assert_eq!(removal("Namespace"), Some(Effect::Breaking(Break::NamespaceRemoved)));
    assert_eq!(removal("Deployment"), Some(Effect::Breaking(Break::WorkloadRemoved)));
    // <https://github.com/kedacore/keda/blob/v2.21.0/apis/keda/v1alpha1/scaledobject_webhook.go>, `verifyHpas`
    assert_eq!(removal("HorizontalPodAutoscaler"), Some(Effect::Breaking(Break::AutoscalerRemoved)));
    assert_eq!(removal("ScaledObject"), Some(Effect::Breaking(Break::ScaledObjectRemoved)));
    assert_eq!(removal("ExternalSecret"), Some(Effect::Breaking(Break::SecretRemoved)));
    assert_eq!(removal("Service"), Some(Effect::Breaking(Break::WayRemoved)));
    assert_eq!(removal("PodDisruptionBudget"), None);
}

#[test]
fn a_database_of_another_name_begins_empty_and_the_old_one_goes_with_its_data() {
    let cluster = |group: &str, name: &str| {
        let text = format!("apiVersion: {group}/v1\nkind: Cluster\nmetadata: {{name: {name}}}\n");
        Document::parse("t", "t", text).expect("valid")
    };
    let database = cluster("postgresql.cnpg.io", "web-postgresql");
    let lost = Effect::Breaking(Break::ClaimRemoved);
    assert_eq!(Effect::of_removal(&database), Some(lost));
    assert_eq!(Effect::between(&database, &cluster("postgresql.cnpg.io", "store-postgresql")), lost);
    assert_eq!(Effect::of_removal(&cluster("cluster.x-k8s.io", "web")), None);
    for (group, kind) in [("rabbitmq.com", "RabbitmqCluster"), ("kafka.strimzi.io", "KafkaTopic")] {
        let text = format!("apiVersion: {group}/v1\nkind: {kind}\nmetadata: {{name: web}}\n");
        let holder = Document::parse("t", "t", text).expect("valid");
        assert_eq!(Effect::of_removal(&holder), Some(lost), "{kind}");
    }
    let namespace = |name: &str| {
        Document::parse("t", "t", format!("apiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}}}\n"))
            .expect("valid")
    };
    assert_eq!(Effect::between(&namespace("shop"), &namespace("store")), Effect::Breaking(Break::NamespaceRemoved));
}

#[test]
fn pods_roll_from_one_immutable_config_map_to_the_next() {
    let map = |name: &str, immutable: bool, value: &str| {
        let text = format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\nimmutable: {immutable}\ndata: {{a: {value}}}\n"
        );
        Document::parse("t", "t", text).expect("valid")
    };
    let old = map("web-config-0a1b2c3d", true, "b");
    let effect = |new: &Document| Effect::between(&old, new);
    assert_eq!(effect(&map("web-config-4e5f6a7b", true, "c")), Effect::RollsPods);
    assert_eq!(effect(&map("web-config", false, "c")), Effect::RollsPods);
    assert_eq!(Effect::between(&map("web-config", false, "b"), &old), Effect::RollsPods);
    assert_eq!(effect(&map("web-files-4e5f6a7b", true, "c")), Effect::Breaking(Break::Identity));
    assert_eq!(effect(&map("web-config-0a1b2c3d", true, "c")), Effect::Breaking(Break::ImmutableData));
}

#[test]
fn a_job_of_another_name_runs_anew() {
    let job = |name: &str| {
        Document::parse("t", "t", format!("apiVersion: batch/v1\nkind: Job\nmetadata: {{name: {name}}}\n"))
            .expect("valid")
    };
    assert_eq!(Effect::between(&job("web-1"), &job("web-2")), Effect::RunsAgain);
    assert_eq!(Effect::between(&job("web-1"), &object("Deployment", "")), Effect::Breaking(Break::Identity));
}
