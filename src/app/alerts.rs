//! What of the app somebody is told of, and by whose names its requests are counted.

use indexmap::IndexMap;

use crate::spec::types::{Latency, Objective};
use crate::spec::{LatencyObjective, MetricsStyle, Settings};

use super::labels;
use super::metrics::Scrape;
use super::report::Report;
use super::signals::Style;

/// The share of requests that must be fast where the spec names none, in percent.
const USUALLY_FAST: u32 = 99;

/// What somebody is told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alerts {
    /// Percent of the requests that must not fail.
    pub errors: Option<Objective>,
    /// How fast requests must be, and percent of those that must be.
    pub latency: Option<(Latency, Objective)>,
    /// Where it is written what to do, with `{alert}` in the place of the alert's name.
    pub runbook: Option<String>,
    /// Labels by which a Prometheus selects them.
    pub labels: IndexMap<String, String>,
}

/// The alerts, where the spec wants them.
pub(super) fn alerts(settings: &Settings, scrape: Option<&Scrape>, report: &mut Report<'_>) -> Option<Alerts> {
    let asked = settings.alerts.as_ref()?;
    if settings.namespace.is_none() {
        report.problem(
            "alerts",
            "alerts name the app by its namespace, and the spec has none",
            "say it: `namespace: shop`; a chart still follows the namespace of its release",
        );
    }
    let style = settings.metrics.as_ref().and_then(|metrics| metrics.style);
    for (key, is_stated) in
        [("alerts.objective", asked.objective.is_some()), ("alerts.latency", asked.latency.is_some())]
    {
        if is_stated && (style.is_none() || scrape.is_none()) {
            report.problem(
                key,
                format!("`{key}` is stated, and nothing says how the app counts its requests"),
                "say it: `metrics: {port: 9090, style: http-server}`; docs/monitoring.md tells whose names each style knows",
            );
        }
    }
    if let (Some(latency), Some(style)) = (&asked.latency, style) {
        check_bucket(latency, style, report);
    }
    let fast =
        |latency: &LatencyObjective| (latency.within, latency.objective.unwrap_or(Objective::percent(USUALLY_FAST)));
    Some(Alerts {
        errors: asked.objective,
        latency: asked.latency.as_ref().map(fast),
        runbook: asked.runbook.as_ref().map(ToString::to_string),
        labels: labels::further(&["alerts", "labels"], asked.labels.as_ref(), report),
    })
}

/// Without a bucket that ends at the time nothing is ever counted as slow, in silence.
fn check_bucket(latency: &LatencyObjective, style: MetricsStyle, report: &mut Report<'_>) {
    let style = Style::of(style);
    let within = latency.within;
    if !style.buckets.contains(&within.milliseconds()) {
        let has = style.buckets.iter().map(|bucket| format!("{bucket}ms")).collect::<Vec<_>>().join(", ");
        let usual = if has.is_empty() { "none".to_owned() } else { has };
        report.warning(
            "alerts.latency",
            format!("the histogram `{}` needs a bucket at {within}, or no request ever counts as slow", style.duration),
            format!("its usual buckets: {usual}; {}", style.more_buckets),
        );
    }
}
