//! The questions of metrics, of what somebody is told, of logs, and of tests where the app runs.

use super::answers::Answers;
use super::question::{Kind, Offer, Question};

/// Where its metrics are.
pub(super) const PORT: Question = Question {
    offer: |basis| basis.leave("metrics-port", "none", "not every app tells numbers"),
    when: Answers::serves,
    ..Question::new(
        "metrics-port",
        "Port of its metrics",
        Kind::Optional,
        "Such as 9090, where Prometheus reads them at /metrics; it may be the app's own port.",
    )
};

/// Who reads them.
pub(super) const SCRAPED_BY: Question = Question {
    when: |answers| answers.is_given("metrics-port") && answers.is_given("called-by"),
    ..Question::new(
        "scraped-by",
        "Namespace of what collects the metrics",
        Kind::Required,
        "Such as monitoring. Callers are named, so whoever collects the metrics has to be named as well.",
    )
};

/// Whose names they have.
pub(super) const STYLE: Question = Question {
    offer: |basis| basis.leave("metrics-style", "none", "not every app counts its requests"),
    when: |answers| answers.is_given("metrics-port"),
    ..Question::new(
        "metrics-style",
        "Whose names its numbers of requests have",
        Kind::Optional,
        "http-server (OpenTelemetry), http-requests, express, micrometer or grpc: what tells failures and slow requests from others.",
    )
};

/// How good is good enough.
pub(super) const OBJECTIVE: Question = Question {
    offer: |basis| basis.leave("objective", "none", "then nobody is told when requests fail"),
    when: |answers| answers.is_given("metrics-style") && answers.is_given("namespace"),
    ..Question::new(
        "objective",
        "Percent of the requests that must not fail",
        Kind::Optional,
        "Such as 99.9. Alerts are written for the Prometheus Operator: of requests, and of all else that an app can lack.",
    )
};

/// Whether somebody can see it.
pub(super) const DASHBOARD: Question = Question {
    offer: |_| {
        Some(Offer { shown: "no".to_owned(), reason: "not every cluster has Grafana".to_owned(), ..Offer::default() })
    },
    when: |answers| answers.is_given("namespace"),
    ..Question::new(
        "dashboard",
        "Write a dashboard for Grafana",
        Kind::YesNo,
        "A ConfigMap with the label `grafana_dashboard`, which Grafana's sidecar of kube-prometheus-stack finds.",
    )
};

/// Who asks from outside.
pub(super) const PROBER: Question = Question {
    offer: |basis| basis.leave("prober", "none", "not every cluster has a blackbox exporter"),
    when: |answers| answers.is_given("host"),
    ..Question::new(
        "prober",
        "Service of the blackbox exporter that checks the public host",
        Kind::Optional,
        "Such as blackbox-exporter. A Probe has it ask for the host from outside; with `alerts` somebody is told when the answer or its certificate is not good.",
    )
};

/// Where that runs.
pub(super) const PROBER_NAMESPACE: Question = Question {
    when: |answers| answers.is_given("prober"),
    ..Question::new("prober-namespace", "Namespace of that exporter", Kind::Required, "Such as monitoring.")
};

/// How it logs.
pub(super) const LOG_STYLE: Question = Question {
    offer: |basis| basis.leave("log-style", "none", "then its lines are taken for plain text"),
    ..Question::new(
        "log-style",
        "How it comes to log JSON",
        Kind::Optional,
        "json (by itself), spring-boot or aspnet-core: the last two by a variable that is set.",
    )
};

/// What collects its logs.
pub(super) const LOG_COLLECTOR: Question = Question {
    offer: |basis| basis.leave("log-collector", "none", "then nothing is written for one"),
    ..Question::new(
        "log-collector",
        "What collects logs",
        Kind::Optional,
        "alloy, fluent-bit, opentelemetry or vector: a snippet of its configuration is written into deploy/logging.",
    )
};

/// What is tested where it runs.
pub(super) const TEST_PATH: Question = Question {
    offer: |basis| basis.leave("test-path", "none", "then no tests are written"),
    when: Answers::serves,
    ..Question::new(
        "test-path",
        "Path that tests ask for where it runs",
        Kind::Optional,
        "Such as /products. Scripts in deploy/tests ask for it after a rollout, and under load with k6.",
    )
};
