//! What is demanded of every pod and container.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::set::{Set, list};

pub(crate) fn check(set: &Set<'_>) {
    let spec = &set.pod()["spec"];
    set.holds(
        "a token only for who may use it",
        spec["automountServiceAccountToken"] == !set.one.app.permissions.is_empty(),
    );
    set.holds(
        "an account of its own",
        spec["serviceAccountName"].as_str().is_some_and(|name| set.has("ServiceAccount", name)),
    );
    set.unless("host-network", "not the node's network", spec["hostNetwork"].is_null());
    set.unless("host-pid", "not the node's processes", spec["hostPID"].is_null());
    set.holds("not the node's memory", spec["hostIPC"].is_null());
    let security = &spec["securityContext"];
    set.holds("seccomp", security["seccompProfile"]["type"] == "RuntimeDefault");
    set.unless("root", "a user that is not root", security["runAsNonRoot"] == true && security["runAsUser"] != 0);
    for key in ["runAsUser", "runAsGroup"] {
        let above = security[key].as_u64().is_some_and(|id| id > 10_000);
        set.unless_warned("above 10000", "a user of nobody else", above);
    }
    for volume in list(&spec["volumes"]) {
        set.unless("host-path", "no path of the node", volume["hostPath"].is_null());
        set.holds("bounded scratch space", volume["emptyDir"].is_null() || volume["emptyDir"]["sizeLimit"].is_string());
    }
    for document in &set.one.documents {
        let namespace = &document.value["metadata"]["namespace"];
        let cluster = matches!(document.identity.kind.as_str(), "Namespace" | "ClusterRole");
        set.unless_warned("asks for a namespace", "a namespace", cluster || namespace.is_string());
    }
    for container in set.containers() {
        check_container(set, container);
    }
}

fn check_container(set: &Set<'_>, container: &Value) {
    let image = container["image"].as_str().unwrap_or_default();
    set.holds("an image by tag or digest", image.contains(['@', ':']) && !image.ends_with(":latest"));
    set.unless_warned("by tag and digest", "an image by tag and digest", image.contains("@sha256:"));
    set.unless_warned("`pullPolicy: Always`", "the registry asked", container["imagePullPolicy"] == "Always");
    for amounts in ["requests", "limits"] {
        for resource in ["cpu", "memory", "ephemeral-storage"] {
            let stated = !container["resources"][amounts][resource].is_null();
            if (amounts, resource) == ("limits", "cpu") {
                set.unless_warned("asks for a cpu limit", "a cpu limit", stated);
            } else {
                set.holds("requests and limits", stated);
            }
        }
    }
    let security = &container["securityContext"];
    set.holds("no more rights", security["allowPrivilegeEscalation"] == false && security["privileged"] == false);
    set.holds("all capabilities dropped", security["capabilities"]["drop"] == json!(["ALL"]));
    set.unless("capability", "no capability", security["capabilities"]["add"].is_null());
    let root = security["runAsNonRoot"] == false || security["runAsUser"] == 0;
    set.unless("root", "a user that is not root", !root);
    set.unless("writable-root", "a read-only root", security["readOnlyRootFilesystem"] == true);
    let names: Vec<&str> = list(&container["env"]).filter_map(|entry| entry["name"].as_str()).collect();
    let unique: BTreeSet<&&str> = names.iter().collect();
    set.holds("each variable once", unique.len() == names.len());
    for variable in list(&container["env"]) {
        let secret = !variable["valueFrom"]["secretKeyRef"].is_null();
        set.unless_warned("asks for secrets as files", "no secret in a variable", !secret);
    }
    for port in list(&container["ports"]) {
        set.holds("no port of the node", port["hostPort"].is_null());
    }
}
