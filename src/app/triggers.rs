//! The types of triggers that KEDA knows.

use crate::problem::did_you_mean;

/// Every type of KEDA 2.21 (`pkg/scaling/scalers_builder.go` of github.com/kedacore/keda).
const TYPES: [&str; 79] = [
    "activemq",
    "apache-kafka",
    "arangodb",
    "artemis-queue",
    "aws-cloudwatch",
    "aws-dynamodb",
    "aws-dynamodb-streams",
    "aws-kinesis-stream",
    "aws-sqs-queue",
    "azure-app-insights",
    "azure-blob",
    "azure-cosmosdb",
    "azure-data-explorer",
    "azure-eventhub",
    "azure-log-analytics",
    "azure-monitor",
    "azure-pipelines",
    "azure-queue",
    "azure-servicebus",
    "beanstalkd",
    "cassandra",
    "clickhouse",
    "couchdb",
    "cpu",
    "cron",
    "datadog",
    "dynatrace",
    "elastic-forecast",
    "elasticsearch",
    "etcd",
    "external",
    "external-push",
    "forgejo-runner",
    "gcp-cloudtasks",
    "gcp-pubsub",
    "gcp-spanner",
    "gcp-stackdriver",
    "gcp-storage",
    "github-runner",
    "graphite",
    "huawei-cloudeye",
    "ibmmq",
    "influxdb",
    "kafka",
    "kubernetes-resource",
    "kubernetes-workload",
    "liiklus",
    "loki",
    "memory",
    "metrics-api",
    "mongodb",
    "mssql",
    "mysql",
    "nats-jetstream",
    "new-relic",
    "nsq",
    "opensearch",
    "openstack-metric",
    "openstack-swift",
    "postgresql",
    "predictkube",
    "prometheus",
    "pulsar",
    "rabbitmq",
    "redis",
    "redis-cluster",
    "redis-cluster-streams",
    "redis-sentinel",
    "redis-sentinel-streams",
    "redis-streams",
    "selenium-grid",
    "solace-direct-messaging",
    "solace-event-queue",
    "solarwinds",
    "solr",
    "splunk",
    "splunk-observability",
    "sumologic",
    "temporal",
];

/// The types that look at the pods themselves, and so see no work where no pod runs.
const OF_PODS: [&str; 2] = ["cpu", "memory"];

/// Whether a trigger looks at the use of a request, as a HorizontalPodAutoscaler does.
pub(super) fn is_resource(kind: &str) -> bool {
    OF_PODS.contains(&kind)
}

/// The hint for a type that KEDA does not know; a newer KEDA may.
pub(super) fn unknown(kind: &str) -> Option<String> {
    let hint = || {
        did_you_mean(kind, TYPES)
            .unwrap_or_else(|| "see https://keda.sh/docs/latest/scalers for its triggers".to_owned())
    };
    (!TYPES.contains(&kind)).then(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_type_is_told() {
        assert_eq!(unknown("rabbitmq"), None);
        assert_eq!(unknown("rabitmq").as_deref(), Some("did you mean `rabbitmq`?"));
        assert!(TYPES.is_sorted());
    }
}
