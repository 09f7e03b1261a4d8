//! How the app's logs are written, and who collects them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Logs on standard output, and what reads them there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Logging {
    /// How the app writes a JSON object a line: json (by itself), spring-boot or aspnet-core (by a variable that is set).
    pub style: Option<LogStyle>,
    /// The collector that a snippet is written for, in `deploy/logging`: alloy, fluent-bit, opentelemetry or vector.
    pub collector: Option<Collector>,
}

/// How an app comes to write JSON; docs/logging.md names the source of each variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LogStyle {
    /// It does so by itself.
    Json,
    /// Spring Boot 3.4 or newer.
    SpringBoot,
    /// ASP.NET Core, and any .NET host with the console logger.
    AspnetCore,
}

/// What collects logs on the nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Collector {
    /// Grafana Alloy, to Loki.
    Alloy,
    /// Fluent Bit, to Elasticsearch or OpenSearch.
    FluentBit,
    /// An OpenTelemetry collector, over OTLP.
    Opentelemetry,
    /// Vector, to Elasticsearch or OpenSearch.
    Vector,
}
