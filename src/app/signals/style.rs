//! Whose names the numbers of requests have.

use crate::spec::MetricsStyle;

/// How an exporter names requests, failures and durations.
#[derive(Debug)]
pub(crate) struct Style {
    /// The counter of all requests.
    pub(super) requests: &'static str,
    /// The label, and its values, that tell a failure of the app.
    pub(super) failed: &'static str,
    /// The histogram of durations in seconds, without `_bucket` and `_count`.
    pub(crate) duration: &'static str,
    /// The buckets that the exporter has unless it is told otherwise, in milliseconds.
    pub(crate) buckets: &'static [u32],
    /// How it is told otherwise.
    pub(crate) more_buckets: &'static str,
}

/// The buckets of the Prometheus client libraries: `DefBuckets` of client_golang's `prometheus/histogram.go`.
const USUAL: &[u32] = &[5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];

impl Style {
    /// The names of a style. Sources, each read in the exporter's own repository:
    /// open-telemetry/semantic-conventions `docs/http/http-metrics.md`; stefanprodan/podinfo
    /// `pkg/api/http/metrics.go`, whose names prometheus-fastapi-instrumentator has, too;
    /// jochen-schweizer/express-prom-bundle `src/index.js`; micrometer-metrics/micrometer
    /// `instrument/binder/http/Outcome.java`; grpc-ecosystem/go-grpc-middleware
    /// `providers/prometheus/server_metrics.go`.
    pub(crate) fn of(style: MetricsStyle) -> &'static Self {
        match style {
            MetricsStyle::HttpServer => &Self {
                requests: "http_server_request_duration_seconds_count",
                failed: r#"http_response_status_code=~"5..""#,
                duration: "http_server_request_duration_seconds",
                buckets: &[5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000],
                more_buckets: "a view of OpenTelemetry's SDK gives it others",
            },
            MetricsStyle::HttpRequests => &Self {
                requests: "http_requests_total",
                failed: r#"status=~"5..""#,
                duration: "http_request_duration_seconds",
                buckets: USUAL,
                more_buckets: "the histogram is given others where it is made",
            },
            MetricsStyle::Express => &Self {
                requests: "http_request_duration_seconds_count",
                failed: r#"status_code=~"5..""#,
                duration: "http_request_duration_seconds",
                buckets: &[3, 30, 100, 300, 1500, 10_000],
                more_buckets: "the option `buckets` gives it others",
            },
            MetricsStyle::Micrometer => &Self {
                requests: "http_server_requests_seconds_count",
                failed: r#"outcome="SERVER_ERROR""#,
                duration: "http_server_requests_seconds",
                buckets: &[],
                more_buckets: "Spring's property `management.metrics.distribution.slo.http.server.requests` adds one",
            },
            // What is the server's fault, by OpenTelemetry's `docs/rpc/grpc.md`.
            MetricsStyle::Grpc => &Self {
                requests: "grpc_server_handled_total",
                failed: r#"grpc_code=~"Unknown|DeadlineExceeded|Unimplemented|Internal|Unavailable|DataLoss""#,
                duration: "grpc_server_handling_seconds",
                buckets: USUAL,
                more_buckets: "`WithHistogramBuckets` gives it others; the histogram itself is there only where \
                               `WithServerHandlingTimeHistogram` asks for it",
            },
        }
    }
}
