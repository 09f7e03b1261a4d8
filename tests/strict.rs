//! What the strictest linters demand holds for every case and example under the hardened preset, but
//! for what a spec departs from with its reason.

// A case that does not render ends the test with what is wrong.
#![allow(clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use kubewright::generate::{Generated, Request, generate};
use kubewright::io::Project;
use kubewright::manifest::Document;
use kubewright::spec::{Kind, Spec};
use serde_json::{Value, json};

#[test]
fn every_workload_is_hardened() {
    let mut kinds = BTreeSet::new();
    for one in hardened() {
        let set = Set::of(&one);
        let pod = set.pod();
        let spec = &pod["spec"];
        kinds.insert(one.app.workload.kind().name());
        set.holds(
            "a token only for who may use it",
            spec["automountServiceAccountToken"] == !one.app.permissions.is_empty(),
        );
        set.holds(
            "an account of its own",
            spec["serviceAccountName"].as_str().is_some_and(|name| set.has("ServiceAccount", name)),
        );
        for key in ["hostNetwork", "hostPID", "hostIPC"] {
            set.holds("nothing of the node", spec[key].is_null());
        }
        let security = &spec["securityContext"];
        set.holds("seccomp", security["seccompProfile"]["type"] == "RuntimeDefault");
        set.unless("root", "a user that is not root", security["runAsNonRoot"] == true && security["runAsUser"] != 0);
        for volume in list(&spec["volumes"]) {
            set.holds("no path of the node", volume["hostPath"].is_null());
            set.holds(
                "bounded scratch space",
                volume["emptyDir"].is_null() || volume["emptyDir"]["sizeLimit"].is_string(),
            );
        }
        for container in list(&spec["containers"]).chain(list(&spec["initContainers"])) {
            set.check_container(container);
        }
    }
    assert_eq!(kinds.len(), Kind::ALL.len(), "the cases have every kind: {kinds:?}");
}

#[test]
fn every_kind_has_what_it_needs_and_nothing_else() {
    for one in hardened() {
        let set = Set::of(&one);
        let (workload, pod) = (set.workload(), set.pod());
        let spec = &workload.value["spec"];
        let scaled = one.app.workload.kind().scales();
        let several = spec["replicas"].as_u64().unwrap_or(2) > 1;
        let budget = set.of_kind("PodDisruptionBudget");
        set.holds("a budget for several pods alone", (budget.is_some()) == (scaled && several));
        if let Some(budget) = budget {
            set.holds(
                "a budget that never blocks",
                budget.value["spec"]["unhealthyPodEvictionPolicy"] == "AlwaysAllow",
            );
            set.holds("a budget that can evict", budget.value["spec"]["maxUnavailable"] != 0);
        }
        let autoscaler = set.of_kind("HorizontalPodAutoscaler");
        set.holds("one owner of the number of pods", !scaled || spec["replicas"].is_null() == autoscaler.is_some());
        if let Some(autoscaler) = autoscaler {
            let bound = |key: &str| autoscaler.value["spec"][key].as_u64().unwrap_or_default();
            set.holds("an autoscaler that scales", bound("minReplicas") < bound("maxReplicas"));
            set.holds("what it scales", autoscaler.value["spec"]["scaleTargetRef"]["kind"] == workload.identity.kind);
        }
        let probes: Vec<&Value> = list(&pod["spec"]["containers"])
            .flat_map(|container| ["startupProbe", "readinessProbe", "livenessProbe"].map(|probe| &container[probe]))
            .filter(|probe| !probe.is_null())
            .collect();
        let affinity = &pod["spec"]["affinity"];
        let spread = &pod["spec"]["topologySpreadConstraints"];
        match one.app.workload.kind() {
            Kind::Deployment | Kind::StatefulSet => {
                set.holds("pods apart by host", affinity["podAntiAffinity"].is_object());
                set.holds(
                    "pods spread over zones",
                    spread[0]["labelSelector"].is_object() && spread[0]["maxSkew"] == 1,
                );
                set.unless("no-probe", "probes", !probes.is_empty());
            }
            Kind::DaemonSet => {
                set.holds("no anti-affinity", affinity.is_null());
                set.holds("a spread that linters ask for", spread[0]["whenUnsatisfiable"] == "ScheduleAnyway");
                set.unless("no-probe", "probes", !probes.is_empty());
            }
            Kind::CronJob => {
                set.holds("a deadline for the start", spec["startingDeadlineSeconds"].is_u64());
                set.holds(
                    "no time to live under a CronJob",
                    spec["jobTemplate"]["spec"]["ttlSecondsAfterFinished"].is_null(),
                );
            }
            Kind::Job => {}
        }
        if one.app.workload.kind().ends() {
            set.holds("a restart policy that is written", pod["spec"]["restartPolicy"].is_string());
            set.holds("no probe", probes.is_empty());
        }
        if workload.identity.kind == "StatefulSet" {
            let name = spec["serviceName"].as_str().unwrap_or_default();
            set.holds("a headless Service", set.has("Service", name));
        }
    }
}

#[test]
fn every_pod_has_a_network_policy_of_one_label() {
    for one in hardened() {
        let set = Set::of(&one);
        let own = |policy: &&Document| {
            policy.identity.kind == "NetworkPolicy" && policy.identity.name == one.app.name.as_str()
        };
        let Some(policy) = one.documents.iter().find(own) else {
            set.unless("no-network-policy", "a NetworkPolicy", false);
            continue;
        };
        let spec = &policy.value["spec"];
        let labels = spec["podSelector"]["matchLabels"].as_object().cloned().unwrap_or_default();
        set.holds("one label", labels.len() == 1);
        set.holds(
            "the label of its pods",
            labels.iter().all(|(key, value)| set.pod()["metadata"]["labels"][key] == *value),
        );
        set.holds("both directions", spec["policyTypes"] == json!(["Ingress", "Egress"]));
        set.holds("a rule for what goes out", list(&spec["egress"]).next().is_some());
        let exempt = set.annotation("polaris.fairwinds.com/missingNetworkPolicy-exempt");
        set.holds("a rule for what comes in, or its exemption", list(&spec["ingress"]).next().is_some() || exempt);
    }
}

/// The objects of one environment, with what its spec departs from.
struct Set<'a> {
    one: &'a Generated,
}

impl<'a> Set<'a> {
    fn of(one: &'a Generated) -> Self {
        Self { one }
    }

    fn workload(&self) -> &'a Document {
        self.one.documents.iter().find(|document| document.pod_template().is_some()).expect("a workload")
    }

    fn pod(&self) -> &'a Value {
        self.workload().pod_template().expect("a pod")
    }

    fn of_kind(&self, kind: &str) -> Option<&'a Document> {
        self.one.documents.iter().find(|document| document.identity.kind == kind)
    }

    fn has(&self, kind: &str, name: &str) -> bool {
        self.one.documents.iter().any(|document| document.identity.kind == kind && document.identity.name == name)
    }

    fn annotation(&self, key: &str) -> bool {
        self.workload().value["metadata"]["annotations"][key].is_string()
    }

    #[track_caller]
    fn holds(&self, what: &str, holds: bool) {
        assert!(holds, "{} {}: {what}", self.one.environment, self.workload().identity);
    }

    /// Holds, or the spec says why not.
    #[track_caller]
    fn unless(&self, exception: &str, what: &str, holds: bool) {
        self.holds(what, holds || self.annotation(&format!("kubewright.dev/ignore.{exception}")));
    }

    #[track_caller]
    fn check_container(&self, container: &Value) {
        let image = container["image"].as_str().unwrap_or_default();
        self.holds("an image by tag or digest", image.contains(['@', ':']) && !image.ends_with(":latest"));
        for amounts in ["requests", "limits"] {
            for resource in ["cpu", "memory", "ephemeral-storage"] {
                let stated = !container["resources"][amounts][resource].is_null();
                let warned = self.one.warnings.iter().any(|warning| warning.message.contains("asks for a cpu limit"));
                self.holds("requests and limits", stated || resource == "cpu" && amounts == "limits" && warned);
            }
        }
        let security = &container["securityContext"];
        self.holds("no more rights", security["allowPrivilegeEscalation"] == false && security["privileged"] == false);
        self.holds("no capability", security["capabilities"] == json!({"drop": ["ALL"]}));
        self.unless("writable-root", "a read-only root", security["readOnlyRootFilesystem"] == true);
        let names: Vec<&str> = list(&container["env"]).filter_map(|entry| entry["name"].as_str()).collect();
        let unique: BTreeSet<&&str> = names.iter().collect();
        self.holds("each variable once", unique.len() == names.len());
        for port in list(&container["ports"]) {
            self.holds("no port of the node", port["hostPort"].is_null());
        }
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Every environment of every case and example, with hardened in the place of its preset.
fn hardened() -> Vec<Generated> {
    let mut all = Vec::new();
    for folder in folders() {
        let project = Project::new(&folder);
        let text = project.spec().expect("readable").expect("a case has a spec");
        let spec = Spec::parse(Project::SPEC, &text).expect("a valid spec");
        let request = Request { name: &spec.name, spec: Some(&spec), preset: Some("hardened"), given: &[] };
        let made = generate(&request, &spec.environment_names(), &project);
        all.extend(made.unwrap_or_else(|error| panic!("{}: {error:#?}", folder.display())));
    }
    assert!(all.len() > 20, "there are cases");
    all
}

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = |folder: &str| fs::read_dir(root.join(folder)).expect("the folder is there");
    let folders = entries("tests/cases").chain(entries("examples")).map(|entry| entry.expect("readable").path());
    let mut folders: Vec<PathBuf> = folders.filter(|path| path.join(Project::SPEC).exists()).collect();
    folders.sort();
    folders
}
