//! `kubewright compare`.

use serde_json::json;

use crate::project::{Project, SPEC};

#[test]
fn tells_what_differs_in_meaning_and_what_going_there_does() {
    let spec = SPEC
        .replace("staging: {}", "staging: {namespace: shop-staging, config: {LOG_LEVEL: debug}, size: medium}")
        .replace("production: {}", "production: {namespace: shop, kubernetes: \"1.36\", rollout: {maxSurge: 2}}");
    Project::new("web")
        .spec(&spec)
        .args(["compare", "staging", "production"])
        .stdout(
            "staging -> production
namespace: shop-staging -> shop

ConfigMap web-config  only in staging

Deployment web  rolls pods
  spec.replicas: 2 -> 3
  spec.strategy.rollingUpdate.maxSurge: 1 -> 2
  spec.template.metadata.annotations: {kubewright.dev/config-hash: \"860c4c2c51b4e1b7\"} -> -
  spec.template.spec.containers[web].envFrom: [{configMapRef: {name: web-config}}] -> -

2 objects differ
",
        )
        .writes_nothing()
        .success();
}

#[test]
fn names_what_cannot_simply_be_applied_with_its_steps() {
    let spec = SPEC
        .replace("port: 8080", "port: 8080\nkind: StatefulSet\nstorage: {data: {size: 1Gi, mount: /data}}")
        .replace("staging: {}", "staging: {replicas: 3, size: medium}")
        .replace("production: {}", "production: {storage: {data: {size: 2Gi}}}");
    let (_, told) = Project::new("web").spec(&spec).args(["compare", "staging", "production", "-o", "json"]).json(0);
    assert_eq!(told["version"], 1);
    assert_eq!(
        (&told["from"], &told["to"], &told["namespace"]),
        (&json!("staging"), &json!("production"), &json!(null))
    );
    let set = &told["objects"][0];
    assert_eq!(told["objects"].as_array().map(Vec::len), Some(1), "{told:#}");
    assert_eq!(
        (&set["kind"], &set["state"], &set["effect"]),
        (&json!("StatefulSet"), &json!("changed"), &json!("breaking"))
    );
    assert!(set["steps"].as_str().is_some_and(|steps| steps.contains("--cascade=orphan")), "{set:#}");
    assert_eq!(
        set["differences"],
        json!([{"path": "spec.volumeClaimTemplates[0].spec.resources.requests.storage", "from": "1Gi", "to": "2Gi"}])
    );
}

#[test]
fn an_environment_is_the_same_as_itself() {
    Project::new("web")
        .spec(SPEC)
        .args(["compare", "staging", "staging"])
        .stdout("staging -> staging\n\n0 objects differ\n")
        .success();
}

#[test]
fn every_environment_that_is_not_there_is_named() {
    Project::new("web")
        .spec(SPEC)
        .args(["compare", "stagin", "prod"])
        .stderr_contains(
            "error: kubewright.yaml: the spec has no environment `stagin`\n  hint: did you mean `staging`?",
        )
        .stderr_contains("error: kubewright.yaml: the spec has no environment `prod`")
        .code(2);
}
