//! What fields of the API's types take, beside what their types say.

use super::takes::Takes;

/// What a field of a type takes: the type, the field, and the values.
///
/// Words are those of `pkg/generated/openapi/zz_generated.openapi.go` of Kubernetes 1.37.2, and of
/// `autoscaling/v2/types.go`, `apps/v1/types.go` and `core/v1/types.go` of its API; bounds those of `pkg/apis/*/validation`.
/// Words behind a gate that is off by default are left out, since a server refuses them (`pkg/features/kube_features.go`).
static FIELDS: &[(&str, &[(&str, Takes)])] = &[
    ("AppArmorProfile", &[("type", ONE_OF_PROFILES)]),
    ("ConfigMapVolumeSource", &[("defaultMode", MODE)]),
    (
        "Container",
        &[
            ("name", Takes::Label),
            ("imagePullPolicy", PULL_POLICY),
            ("terminationMessagePolicy", Takes::OneOf(&["FallbackToLogsOnError", "File"])),
        ],
    ),
    (
        "ContainerPort",
        &[("name", Takes::PortName), ("protocol", PROTOCOL), ("containerPort", Takes::Port), ("hostPort", FREE_PORT)],
    ),
    (
        "CronJobSpec",
        &[
            ("concurrencyPolicy", Takes::OneOf(&["Allow", "Forbid", "Replace"])),
            ("schedule", Takes::Schedule),
            ("failedJobsHistoryLimit", COUNT),
            ("startingDeadlineSeconds", COUNT),
            ("successfulJobsHistoryLimit", COUNT),
        ],
    ),
    ("DaemonSetSpec", &[("minReadySeconds", COUNT), ("revisionHistoryLimit", COUNT)]),
    ("DaemonSetUpdateStrategy", &[("type", Takes::OneOf(&["OnDelete", "RollingUpdate"]))]),
    (
        "DeploymentSpec",
        &[
            ("minReadySeconds", COUNT),
            ("progressDeadlineSeconds", COUNT),
            ("replicas", COUNT),
            ("revisionHistoryLimit", COUNT),
        ],
    ),
    ("DeploymentStrategy", &[("type", Takes::OneOf(&["Recreate", "RollingUpdate"]))]),
    ("DownwardAPIVolumeSource", &[("defaultMode", MODE)]),
    ("EnvVar", &[("name", Takes::Variable)]),
    ("GRPCAction", &[("port", Takes::Port)]),
    (
        "HPAScalingPolicy",
        &[("periodSeconds", Takes::Between(1, 1800)), ("type", Takes::OneOf(&["Percent", "Pods"])), ("value", SOME)],
    ),
    (
        "HPAScalingRules",
        &[
            ("selectPolicy", Takes::OneOf(&["Disabled", "Max", "Min"])),
            ("stabilizationWindowSeconds", Takes::Between(0, 3600)),
        ],
    ),
    ("HTTPGetAction", &[("port", Takes::PortOrName), ("scheme", Takes::OneOf(&["HTTP", "HTTPS"]))]),
    ("HTTPIngressPath", &[("pathType", Takes::OneOf(&["Exact", "ImplementationSpecific", "Prefix"]))]),
    // Of Gateway API, as the pattern of its custom resource has it (gateway-api 1.6.3).
    ("HTTPRouteSpec", &[("hostnames", Takes::Host)]),
    ("HorizontalPodAutoscalerSpec", &[("maxReplicas", SOME), ("minReplicas", COUNT)]),
    (
        "HostPathVolumeSource",
        &[(
            "type",
            Takes::OneOf(&[
                "BlockDevice",
                "CharDevice",
                "Directory",
                "DirectoryOrCreate",
                "File",
                "FileOrCreate",
                "Socket",
            ]),
        )],
    ),
    ("IPBlock", &[("cidr", Takes::Range), ("except", Takes::Range)]),
    ("ImageVolumeSource", &[("pullPolicy", PULL_POLICY)]),
    ("IngressRule", &[("host", Takes::Host)]),
    ("IngressTLS", &[("hosts", Takes::Host)]),
    (
        "JobSpec",
        &[
            ("activeDeadlineSeconds", COUNT),
            ("backoffLimit", COUNT),
            ("completionMode", Takes::OneOf(&["Indexed", "NonIndexed"])),
            ("completions", COUNT),
            ("parallelism", COUNT),
            ("podReplacementPolicy", Takes::OneOf(&["Failed", "TerminatingOrFailed"])),
            ("ttlSecondsAfterFinished", COUNT),
        ],
    ),
    ("KeyToPath", &[("mode", MODE)]),
    ("LabelSelector", &[("matchLabels", Takes::Labels)]),
    ("LabelSelectorRequirement", &[("operator", Takes::OneOf(&["DoesNotExist", "Exists", "In", "NotIn"]))]),
    ("MetricSpec", &[("type", Takes::OneOf(&["ContainerResource", "External", "Object", "Pods", "Resource"]))]),
    (
        "MetricTarget",
        &[("averageUtilization", SOME), ("type", Takes::OneOf(&["AverageValue", "Utilization", "Value"]))],
    ),
    ("NetworkPolicyPort", &[("endPort", Takes::Port), ("port", Takes::PortOrName), ("protocol", PROTOCOL)]),
    ("NetworkPolicySpec", &[("policyTypes", Takes::OneOf(&["Egress", "Ingress"]))]),
    ("NodeSelectorRequirement", &[("operator", Takes::OneOf(&["DoesNotExist", "Exists", "Gt", "In", "Lt", "NotIn"]))]),
    ("ObjectMeta", &[("annotations", Takes::Annotations), ("labels", Takes::Labels), ("namespace", Takes::Label)]),
    ("PersistentVolumeClaimSpec", &[("accessModes", ACCESS_MODES), ("volumeMode", VOLUME_MODE)]),
    (
        "PersistentVolumeSpec",
        &[
            ("accessModes", ACCESS_MODES),
            ("persistentVolumeReclaimPolicy", Takes::OneOf(&["Delete", "Recycle", "Retain"])),
            ("volumeMode", VOLUME_MODE),
        ],
    ),
    (
        "PodDisruptionBudgetSpec",
        &[
            ("maxUnavailable", Takes::CountOrPercent),
            ("minAvailable", Takes::CountOrPercent),
            ("unhealthyPodEvictionPolicy", Takes::OneOf(&["AlwaysAllow", "IfHealthyBudget"])),
        ],
    ),
    ("PodFailurePolicyOnExitCodesRequirement", &[("operator", Takes::OneOf(&["In", "NotIn"]))]),
    ("PodFailurePolicyRule", &[("action", Takes::OneOf(&["Count", "FailIndex", "FailJob", "Ignore"]))]),
    (
        "PodSecurityContext",
        &[
            ("fsGroup", COUNT),
            ("fsGroupChangePolicy", Takes::OneOf(&["Always", "OnRootMismatch"])),
            ("runAsGroup", COUNT),
            ("runAsUser", COUNT),
            ("supplementalGroupsPolicy", Takes::OneOf(&["Merge", "Strict"])),
        ],
    ),
    (
        "PodSpec",
        &[
            ("activeDeadlineSeconds", SOME),
            ("dnsPolicy", Takes::OneOf(&["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"])),
            ("nodeSelector", Takes::Labels),
            ("preemptionPolicy", PREEMPTION),
            ("restartPolicy", Takes::OneOf(&["Always", "Never", "OnFailure"])),
            ("terminationGracePeriodSeconds", COUNT),
        ],
    ),
    ("PreferredSchedulingTerm", &[("weight", Takes::Between(1, 100))]),
    ("PriorityClass", &[("preemptionPolicy", PREEMPTION)]),
    (
        "Probe",
        &[
            ("failureThreshold", COUNT),
            ("initialDelaySeconds", COUNT),
            ("periodSeconds", COUNT),
            ("successThreshold", COUNT),
            ("terminationGracePeriodSeconds", SOME),
            ("timeoutSeconds", COUNT),
        ],
    ),
    ("ProjectedVolumeSource", &[("defaultMode", MODE)]),
    ("ReplicaSetSpec", &[("minReadySeconds", COUNT), ("replicas", COUNT)]),
    ("RollingUpdateDaemonSet", &[("maxSurge", Takes::CountOrPercent), ("maxUnavailable", Takes::CountOrPercent)]),
    ("RollingUpdateDeployment", &[("maxSurge", Takes::CountOrPercent), ("maxUnavailable", Takes::CountOrPercent)]),
    ("RollingUpdateStatefulSetStrategy", &[("maxUnavailable", Takes::CountOrPercent), ("partition", COUNT)]),
    ("SeccompProfile", &[("type", ONE_OF_PROFILES)]),
    ("SecretVolumeSource", &[("defaultMode", MODE)]),
    (
        "SecurityContext",
        &[("procMount", Takes::OneOf(&["Default", "Unmasked"])), ("runAsGroup", COUNT), ("runAsUser", COUNT)],
    ),
    ("ServiceBackendPort", &[("number", FREE_PORT)]),
    (
        "ServicePort",
        &[
            ("name", Takes::Label),
            ("nodePort", FREE_PORT),
            ("port", Takes::Port),
            ("protocol", PROTOCOL),
            ("targetPort", Takes::PortOrName),
        ],
    ),
    (
        "ServiceSpec",
        &[
            ("externalTrafficPolicy", TRAFFIC_POLICY),
            ("internalTrafficPolicy", TRAFFIC_POLICY),
            ("ipFamilies", Takes::OneOf(&["IPv4", "IPv6"])),
            ("ipFamilyPolicy", Takes::OneOf(&["PreferDualStack", "RequireDualStack", "SingleStack"])),
            ("loadBalancerSourceRanges", Takes::Range),
            ("selector", Takes::Labels),
            ("sessionAffinity", Takes::OneOf(&["ClientIP", "None"])),
            ("trafficDistribution", Takes::OneOf(&["PreferClose", "PreferSameNode", "PreferSameZone"])),
            ("type", Takes::OneOf(&["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"])),
        ],
    ),
    ("SleepAction", &[("seconds", COUNT)]),
    ("StatefulSetPersistentVolumeClaimRetentionPolicy", &[("whenDeleted", RETENTION), ("whenScaled", RETENTION)]),
    (
        "StatefulSetSpec",
        &[
            ("minReadySeconds", COUNT),
            ("podManagementPolicy", Takes::OneOf(&["OrderedReady", "Parallel"])),
            ("replicas", COUNT),
            ("revisionHistoryLimit", COUNT),
        ],
    ),
    ("StatefulSetUpdateStrategy", &[("type", Takes::OneOf(&["OnDelete", "RollingUpdate"]))]),
    (
        "StorageClass",
        &[("reclaimPolicy", RETENTION), ("volumeBindingMode", Takes::OneOf(&["Immediate", "WaitForFirstConsumer"]))],
    ),
    ("TCPSocketAction", &[("port", Takes::PortOrName)]),
    ("Toleration", &[("effect", EFFECT), ("operator", Takes::OneOf(&["Equal", "Exists"]))]),
    (
        "TopologySpreadConstraint",
        &[
            ("maxSkew", SOME),
            ("minDomains", SOME),
            ("nodeAffinityPolicy", INCLUSION),
            ("nodeTaintsPolicy", INCLUSION),
            ("whenUnsatisfiable", Takes::OneOf(&["DoNotSchedule", "ScheduleAnyway"])),
        ],
    ),
    ("Volume", &[("name", Takes::Label)]),
    ("VolumeMount", &[("mountPropagation", Takes::OneOf(&["Bidirectional", "HostToContainer", "None"]))]),
    ("WeightedPodAffinityTerm", &[("weight", Takes::Between(1, 100))]),
];

const ACCESS_MODES: Takes = Takes::OneOf(&["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]);
const COUNT: Takes = Takes::AtLeast(0);
const EFFECT: Takes = Takes::OneOf(&["NoExecute", "NoSchedule", "PreferNoSchedule"]);
/// A port that the server chooses where it is 0.
const FREE_PORT: Takes = Takes::Between(0, 65535);
const INCLUSION: Takes = Takes::OneOf(&["Honor", "Ignore"]);
/// The mode of a file, up to 0777.
const MODE: Takes = Takes::Between(0, 0o777);
const ONE_OF_PROFILES: Takes = Takes::OneOf(&["Localhost", "RuntimeDefault", "Unconfined"]);
const PREEMPTION: Takes = Takes::OneOf(&["Never", "PreemptLowerPriority"]);
const PROTOCOL: Takes = Takes::OneOf(&["SCTP", "TCP", "UDP"]);
const PULL_POLICY: Takes = Takes::OneOf(&["Always", "IfNotPresent", "Never"]);
const RETENTION: Takes = Takes::OneOf(&["Delete", "Retain"]);
const SOME: Takes = Takes::AtLeast(1);
const TRAFFIC_POLICY: Takes = Takes::OneOf(&["Cluster", "Local"]);
const VOLUME_MODE: Takes = Takes::OneOf(&["Block", "Filesystem"]);

/// What the fields of a type take, each with its name.
pub(super) fn fields(of: &str) -> &'static [(&'static str, Takes)] {
    FIELDS.binary_search_by_key(&of, |(name, _)| name).map_or(&[], |index| FIELDS[index].1)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{FIELDS, fields};

    #[test]
    fn types_stand_in_the_order_in_which_they_are_looked_up() {
        assert!(FIELDS.is_sorted_by_key(|(name, _)| name));
    }
    #[test]
    fn words_that_a_server_refuses_by_default_are_refused() {
        for (of, field, word, wanted) in [
            ("StatefulSetUpdateStrategy", "type", "Recreate", "OnDelete or RollingUpdate"),
            ("Toleration", "operator", "Gt", "Equal or Exists"),
            ("StorageClass", "reclaimPolicy", "Recycle", "Delete or Retain"),
        ] {
            let (_, takes) = fields(of).iter().find(|(name, _)| *name == field).expect("the field is in the table");
            let found: Vec<String> = takes.refused(&json!(word)).into_iter().map(|refused| refused.why).collect();
            assert_eq!(found, [format!(" is `{word}`, and the API takes {wanted}")], "{of} {field}");
        }
    }
}
