//! Values that a user sets, and what of the rendered objects they change: that, and nothing else.

use std::collections::BTreeSet;

use super::charts::Chart;
use super::each_value::changes;
use super::parallel::parallel;

/// A value that is set in a case, and the fields that follow it.
struct Override {
    case: &'static str,
    set: &'static [&'static str],
    changes: &'static [&'static str],
}

/// What is held of each. A field is told with its object's kind.
const OVERRIDES: &[Override] = &[
    Override { case: "web", set: &["--set", "replicaCount=7"], changes: &["Deployment spec.replicas"] },
    // Whoever else counts the pods is left alone.
    Override { case: "web", set: &["--set", "replicaCount=null"], changes: &["Deployment spec.replicas"] },
    Override {
        case: "web",
        set: &["--set", "terminationGracePeriodSeconds=null"],
        changes: &["Deployment spec.template.spec.terminationGracePeriodSeconds"],
    },
    Override {
        case: "web",
        set: &["--set-string", "image.tag=2.0"],
        changes: &[
            "Deployment metadata.labels.[app.kubernetes.io/version]",
            "Deployment spec.template.metadata.labels.[app.kubernetes.io/version]",
            "Deployment spec.template.spec.containers[web].image",
        ],
    },
    Override {
        case: "web",
        set: &["--set", "image.digest=sha256:ab"],
        changes: &["Deployment spec.template.spec.containers[web].image"],
    },
    Override {
        case: "web",
        set: &["--set", "config.LOG_LEVEL=debug"],
        changes: &[
            "ConfigMap data.LOG_LEVEL",
            "Deployment spec.template.metadata.annotations.[kubewright.dev/config-hash]",
        ],
    },
    Override {
        case: "web",
        set: &["--set", "config.LIMIT=10000000"],
        changes: &[
            "ConfigMap data.LIMIT",
            "Deployment spec.template.metadata.annotations.[kubewright.dev/config-hash]",
        ],
    },
    Override {
        case: "web",
        set: &["--set", "resources.limits.cpu=3"],
        changes: &["Deployment spec.template.spec.containers[web].resources.limits.cpu"],
    },
    Override {
        case: "web",
        set: &["--set", "extraEnv[0].name=A", "--set-string", "extraEnv[0].value=012"],
        changes: &["Deployment spec.template.spec.containers[web].env[A]"],
    },
    Override {
        case: "web",
        set: &[
            "--set",
            "extraVolumes[0].name=x",
            "--set-json",
            "extraVolumes[0].emptyDir={}",
            "--set",
            "extraVolumeMounts[0].name=x",
            "--set",
            "extraVolumeMounts[0].mountPath=/x",
        ],
        changes: &[
            "Deployment spec.template.spec.containers[web].volumeMounts[/x]",
            "Deployment spec.template.spec.volumes[x]",
        ],
    },
    Override {
        case: "web",
        set: &["--set-string", "podAnnotations.a\\.b/c=true"],
        changes: &["Deployment spec.template.metadata.annotations.[a.b/c]"],
    },
    Override {
        case: "web",
        set: &["--set", "podLabels.x=y"],
        changes: &["Deployment spec.template.metadata.labels.x"],
    },
    Override {
        case: "web",
        set: &["--set", "commonLabels.team=shop"],
        changes: &[
            "ConfigMap metadata.labels.team",
            "Deployment metadata.labels.team",
            "Deployment spec.template.metadata.labels.team",
            "HTTPRoute metadata.labels.team",
            "HTTPRoute metadata.labels.team",
            "NetworkPolicy metadata.labels.team",
            "PodDisruptionBudget metadata.labels.team",
            "Service metadata.labels.team",
            "ServiceAccount metadata.labels.team",
        ],
    },
    Override {
        case: "web",
        set: &["--set", "service.port=9090"],
        changes: &[
            "Service spec.ports[9090/TCP]",
            "Service spec.ports[8080/TCP]",
            "HTTPRoute spec.rules[0].backendRefs[0].port",
        ],
    },
    Override {
        case: "web",
        set: &["--set", "serviceAccount.name=robot"],
        changes: &["Deployment spec.template.spec.serviceAccountName", "+ServiceAccount", "-ServiceAccount"],
    },
    Override { case: "web", set: &["--set", "networkPolicy.enabled=false"], changes: &["-NetworkPolicy"] },
    Override { case: "web", set: &["--set", "podDisruptionBudget.enabled=false"], changes: &["-PodDisruptionBudget"] },
    Override {
        case: "web",
        set: &["--set", "podDisruptionBudget.maxUnavailable=50%"],
        changes: &["PodDisruptionBudget spec.maxUnavailable"],
    },
    Override {
        case: "web",
        set: &["--set", "httpRoute.hostnames[0]=x.example.com"],
        // The redirect follows.
        changes: &["HTTPRoute spec.hostnames", "HTTPRoute spec.hostnames"],
    },
    Override {
        case: "web",
        set: &["--set", "livenessProbe=null"],
        changes: &["Deployment spec.template.spec.containers[web].livenessProbe"],
    },
    Override {
        case: "web",
        set: &["--set", "podAntiAffinity=none"],
        changes: &["Deployment spec.template.spec.affinity"],
    },
    Override {
        case: "web",
        set: &["--set", "nodeSelector.disk=ssd"],
        changes: &["Deployment spec.template.spec.nodeSelector"],
    },
    Override {
        case: "web",
        set: &["--set", "tolerations[0].operator=Exists"],
        changes: &["Deployment spec.template.spec.tolerations"],
    },
    Override {
        case: "web",
        set: &["--set", "extraObjects[0].kind=ConfigMap,extraObjects[0].apiVersion=v1,extraObjects[0].metadata.name=x"],
        changes: &["+ConfigMap"],
    },
    Override {
        case: "autoscaled",
        set: &["--set", "autoscaling.maxReplicas=20"],
        changes: &["HorizontalPodAutoscaler spec.maxReplicas"],
    },
    Override {
        case: "autoscaled",
        set: &["--set", "autoscaling.enabled=false"],
        changes: &["Deployment spec.replicas", "-HorizontalPodAutoscaler"],
    },
    Override {
        case: "stateful-database",
        set: &["--set", "persistence.data.size=80Gi"],
        changes: &["StatefulSet spec.volumeClaimTemplates[0].spec.resources.requests.storage"],
    },
    Override { case: "metrics-scraper", set: &["--set", "podMonitor.enabled=false"], changes: &["-PodMonitor"] },
    Override {
        case: "maintenance",
        set: &["--set", "maintenance.active=true"],
        changes: &["HTTPRoute spec.rules[0].backendRefs[0].name"],
    },
    Override {
        case: "maintenance",
        set: &["--set", "maintenance.active=true,httpRoute.enabled=false"],
        changes: &["-HTTPRoute", "Service spec.selector.[app.kubernetes.io/instance]"],
    },
    // A route finds the port of either by the same number.
    Override {
        case: "maintenance",
        set: &["--set", "service.port=9090"],
        changes: &[
            "Service spec.ports[9090/TCP]",
            "Service spec.ports[8080/TCP]",
            "Service spec.ports[9090/TCP]",
            "Service spec.ports[8080/TCP]",
            "HTTPRoute spec.rules[0].backendRefs[0].port",
        ],
    },
    // The pods of the page alone roll.
    Override {
        case: "maintenance",
        set: &["--set", "maintenance.files.page\\.html=soon"],
        changes: &[
            "ConfigMap data.[page.html]",
            "Deployment spec.template.metadata.annotations.[kubewright.dev/config-hash]",
        ],
    },
    Override {
        case: "maintenance",
        set: &["--set", "maintenance.image.tag=1.31.3"],
        changes: &["Deployment spec.template.spec.containers[web-maintenance].image"],
    },
    Override {
        case: "maintenance",
        set: &["--set", "maintenance.enabled=false"],
        changes: &[
            "-ConfigMap",
            "-Deployment",
            "-NetworkPolicy",
            "-PodDisruptionBudget",
            "-Service",
            "-ServiceAccount",
        ],
    },
    Override {
        case: "metrics-scraper",
        set: &["--set", "podMonitor.labels.release=other,podMonitor.labels.team=shop"],
        changes: &["PodMonitor metadata.labels.release", "PodMonitor metadata.labels.team"],
    },
    // What never changes has another name, and whoever refers to it follows.
    Override {
        case: "immutable-config",
        set: &["--set", "config.LOG_LEVEL=trace"],
        changes: &[
            "+ConfigMap",
            "-ConfigMap",
            "Deployment spec.template.spec.containers[web].envFrom[0].configMapRef.name",
        ],
    },
    Override { case: "migration-job", set: &["--set-string", "image.tag=4.0.0"], changes: &["+Job", "-Job"] },
    // Metadata can change, so the Job stays the same one.
    Override {
        case: "migration-job",
        set: &["--set", "serviceAccount.annotations.a=b"],
        changes: &["ServiceAccount metadata.annotations"],
    },
];

/// What setting a value changes that it should not, or does not change that it should.
pub(crate) fn judge() -> Result<Vec<String>, String> {
    let cases: BTreeSet<&str> = OVERRIDES.iter().map(|one| one.case).collect();
    let judged = parallel(cases, judge_case).into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(judged.concat())
}

fn judge_case(case: &str) -> Result<Vec<String>, String> {
    let chart = Chart::case(case)?;
    let written = chart.write()?;
    let values = written.file("values-production.yaml");
    let made = |set: &[&str]| {
        let arguments: Vec<&str> = ["-f", &values].into_iter().chain(set.iter().copied()).collect();
        written.template(&chart.0.app, Some("shop"), &arguments)
    };
    let before = made(&[])?;
    let judge = |one: &Override| {
        let mut changes = changes(&before, &made(one.set)?);
        changes.sort();
        let mut wanted = one.changes.to_vec();
        wanted.sort_unstable();
        let told = || format!("{case} {:?} changes\n{changes:#?}\nand not\n{wanted:#?}", one.set);
        Ok((changes != wanted).then(told))
    };
    let judged = OVERRIDES.iter().filter(|one| one.case == case).map(judge);
    Ok(judged.collect::<Result<Vec<_>, String>>()?.into_iter().flatten().collect())
}
