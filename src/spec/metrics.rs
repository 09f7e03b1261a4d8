//! Where an app tells its numbers, and who collects them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{Duration, Entries, HttpPath, LabelKey, LabelValue, NamespaceName, Port};

/// The app's metrics in the format of Prometheus.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Metrics {
    /// Port that serves them: one that is declared, else declared as `metrics`; the app's first when left out.
    pub port: Option<Port>,
    /// Their http path; `/metrics` when left out.
    pub path: Option<HttpPath>,
    /// Whose names the numbers of requests have, so that alerts can be made of them.
    pub style: Option<MetricsStyle>,
    /// The pods that collect them, which `calledBy` must let in.
    pub scraped_by: Option<Scraper>,
    /// A PodMonitor, by which the Prometheus Operator finds them; `{}` writes one.
    pub monitor: Option<Monitor>,
}

/// Whose names the numbers of requests have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MetricsStyle {
    /// OpenTelemetry's conventions: `http_server_request_duration_seconds`.
    HttpServer,
    /// `http_requests_total` and `http_request_duration_seconds`, with the code in `status`.
    HttpRequests,
    /// express-prom-bundle: `http_request_duration_seconds`, with the code in `status_code`.
    Express,
    /// Micrometer, as of Spring Boot: `http_server_requests_seconds`.
    Micrometer,
    /// go-grpc-middleware: `grpc_server_handled_total` and `grpc_server_handling_seconds`.
    Grpc,
}

/// What a PodMonitor says beside where the metrics are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Monitor {
    /// Labels by which a Prometheus selects its PodMonitors, such as `release`.
    pub labels: Option<Entries<LabelKey, LabelValue>>,
    /// Time between two readings; what the Prometheus usually takes when left out.
    pub interval: Option<Duration>,
}

/// The pods that collect metrics.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Scraper {
    /// Their namespace; the app's own when left out. Alone: every pod there.
    pub namespace: Option<NamespaceName>,
    /// Their `app.kubernetes.io/name` label.
    pub app: Option<LabelValue>,
    /// Their labels.
    pub labels: Option<Entries<LabelKey, LabelValue>>,
}
