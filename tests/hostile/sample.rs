//! Valid values for every part of the schema.

use serde_json::{Value, json};

use crate::slot::{forms, has_type, required};

/// The harmless word for which hostile texts are put.
pub(crate) const WORD: &str = "zebra";

/// A valid value, in which [`WORD`] does not appear.
pub(crate) fn sample(schema: &'static Value) -> Value {
    let form = forms(schema).first().copied().unwrap_or(schema);
    if !form["const"].is_null() {
        return form["const"].clone();
    }
    if let Some(names) = form["enum"].as_array() {
        return names[0].clone();
    }
    match form {
        _ if has_type(form, "string") => sample_of(form["format"].as_str()).replace(WORD, "other").into(),
        _ if has_type(form, "integer") => form["minimum"].as_u64().unwrap_or(1).max(1).into(),
        _ if has_type(form, "number") => form["minimum"].clone(),
        _ if has_type(form, "boolean") => true.into(),
        _ if has_type(form, "array") => json!([sample(&form["items"])]),
        _ if form["propertyNames"].is_object() => {
            let key = sample(&form["propertyNames"]);
            json!({key.as_str().unwrap_or_default(): sample(&form["additionalProperties"])})
        }
        _ => required(form).into(),
    }
}

/// A valid string of a format, with [`WORD`] where any word may stand.
pub(crate) fn sample_of(format: Option<&str>) -> String {
    let sample = match format {
        Some("image") => "ghcr.io/acme/web:zebra",
        Some("rule") => "no-memory-limit",
        Some("component") => "postgresql",
        Some("component-option") => "image",
        Some("component-fact") => "uri",
        Some("host") => "zebra.example.com",
        Some("http-path" | "container-path" | "node-path") => "/zebra",
        Some("field-path") => "metadata.labels['zebra']",
        Some("preset") => "zebra.yaml",
        Some("organisation") => "zebra.org.yaml",
        Some("cidr") => "10.0.0.0/8",
        Some("port-range") => "8000-8100",
        Some("cpu") => "1",
        Some("cpu-limit") => "2",
        Some("memory") => "1Gi",
        Some("time-span") => "40s",
        Some("latency") => "250ms",
        Some("http-address") => "http://zebra.example.com:9090",
        Some("link") => "https://zebra.example.com/{alert}",
        Some("share" | "request-share") => "25%",
        Some("image-digest") => "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        Some("git-repository") => "https://example.com/zebra.git",
        Some("cluster-address") => "https://zebra.example.com",
        Some("api-kind") => "Deployment",
        Some("amount") => "7",
        Some("tolerance") => "5%",
        Some("api-version") => "zebra.example.com/v1",
        Some("kubernetes-version") => "1.36",
        Some("cron-schedule") => "17 3 * * *",
        Some("time-zone") => "Etc/UTC",
        // A new format is tried with the word, and asks for a line here where that is not valid.
        _ => WORD,
    };
    sample.to_owned()
}

/// What else a spec must say for a key to be valid and to show.
pub(crate) fn companions(path: &str) -> Value {
    // The volume of the harmless word only where a volume's name is what is tried.
    let volumes =
        if path.contains("mounts./") { json!({"zebra": "64Mi", "other": "64Mi"}) } else { json!({"other": "64Mi"}) };
    match path.split(['.', '[']).next().unwrap_or_default() {
        "gateway" => json!({
            "host": "web.example.com",
            "gateway": {"name": "public", "proxyNamespace": "infra"},
            "calledBy": ["frontend"],
        }),
        "ingress" => json!({
            "host": "web.example.com",
            "ingress": {"class": "nginx", "proxyNamespace": "infra"},
            "calledBy": ["frontend"],
        }),
        "host" => json!({"gateway": {"name": "public"}}),
        // An image says all that a tag would.
        "canary" => json!({
            "host": "web.example.com",
            "gateway": {"name": "public"},
            "canary": if path == "canary.image" { json!({}) } else { json!({"tag": "other"}) },
        }),
        "externalCheck" => json!({
            "host": "web.example.com",
            "gateway": {"name": "public"},
            "externalCheck": {"prober": {"name": "blackbox", "namespace": "infra"}},
        }),
        "metrics" => json!({
            "metrics": {"port": 9090, "scrapedBy": {"namespace": "infra"}, "monitor": {}},
            "calledBy": ["frontend"],
        }),
        "alerts" => json!({
            "namespace": "shop",
            "metrics": {"port": 9090, "style": "http-server"},
            "alerts": {"objective": 99.9},
        }),
        // A style that is told by a variable.
        "logging" => json!({"logging": {"style": "spring-boot"}}),
        "schedule" | "timeZone" | "cronJob" => json!({
            "kind": "CronJob",
            "schedule": "17 3 * * *",
            "port": null,
            "health": null,
        }),
        "job" => json!({"kind": "Job", "port": null, "health": null}),
        // One pod alone fits into any quota.
        "namespaceRules" => json!({"namespace": "shop", "replicas": 1, "exceptions": {"singleton": "a test"}}),
        // A sample is more memory than a pod has, and half a load is none.
        "load" => json!({
            "load": {"workersPerReplica": 1, "memoryPerWorker": "1Mi"},
            "exceptions": {"under-capacity": "a test"},
        }),
        "autoscaling" if path.starts_with("autoscaling.keda") => json!({
            "autoscaling": {"min": 2, "max": 5, "keda": {"triggers": [{"type": "cron", "metadata": {}}]}},
        }),
        "autoscaling" => json!({"autoscaling": {"min": 2, "max": 5}}),
        "statefulSet" | "storage" => json!({"kind": "StatefulSet"}),
        "pool" => json!({"pools": {WORD: {"nodeLabels": {"disk": "ssd"}}}}),
        "pools" => json!({"pool": "other", "pools": {"other": {"nodeLabels": {"disk": "ssd"}}}}),
        "namespace" => json!({"createNamespace": true}),
        "components" => json!({"namespace": "shop"}),
        "hostPaths" => json!({"exceptions": {"host-path": "a test"}}),
        "capabilities" => json!({"exceptions": {"capability": "a test"}}),
        "mounts" => json!({"volumes": volumes}),
        "init" => json!({
            "exceptions": {"capability": "a test"},
            "volumes": volumes,
        }),
        // A start-up time is that of a question.
        "sidecars" if path.ends_with("startup.within") => json!({"sidecars": {"other": {
            "image": "ghcr.io/acme/side:1",
            "ports": [{"name": "side", "port": 9090}],
            "health": {"liveness": {"tcp": {}}},
        }}}),
        // Probes ask a port.
        "sidecars" => json!({
            "exceptions": {"capability": "a test"},
            "volumes": volumes,
            "sidecars": {"other": {"image": "ghcr.io/acme/side:1", "ports": [{"name": "side", "port": 9090}]}},
        }),
        "rollout" if path.starts_with("rollout.blueGreen") => json!({"rollout": {"strategy": "BlueGreen"}}),
        "rollout" if path.starts_with("rollout.analysis") => json!({
            "namespace": "shop",
            "metrics": {"port": 9090, "style": "http-server"},
            "alerts": {"objective": 99.9},
            "rollout": {"strategy": "Canary"},
        }),
        "rollout" if ["rollout.canary", "rollout.promote"].iter().any(|key| path.starts_with(key)) => {
            json!({"rollout": {"strategy": "Canary"}})
        }
        "dockerfile" => json!({"dockerfile": {"language": "go"}}),
        "delivery" => json!({
            "namespace": "shop",
            "dockerfile": {"language": "go"},
            "delivery": {"deploy": "argo-cd", "repository": "https://example.com/other.git"},
        }),
        "ports" => json!({"port": null}),
        _ => json!({}),
    }
}
