//! What a new version is measured by before all users come to it: the shares that alerts are made of, of its pods alone.

use serde::Serialize;

use super::super::App;
use super::budget::{FASTEST, SHORTEST, failed_share, slow_share};
use super::{Style, Subject};

/// What is measured of a new version again and again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measurement {
    /// What it is called among the others.
    pub name: &'static str,
    /// What it tells.
    pub about: String,
    /// What is asked of Prometheus; `{{args.version}}` in it stands for the hash of the version.
    pub query: String,
    /// When it succeeds, over the `result`, in the language of Argo Rollouts (`utils/evaluate/evaluate.go`).
    pub condition: String,
}

/// Everything that a new version is measured by. It fails at the pace at which somebody would be woken: at that of the
/// objective itself a single failed request of the few that it gets at first would take it back.
pub fn measurements(app: &App, subject: Subject<'_>) -> Vec<Measurement> {
    let (Some(style), Some(alerts)) = (app.style.map(Style::of), &app.alerts) else { return Vec::new() };
    let pods = subject.pods_of_version();
    let condition =
        |budget: String| format!("len(result) == 0 || isNaN(result[0]) || result[0] <= {FASTEST} * {budget}");
    let failed = alerts.errors.map(|objective| Measurement {
        name: "failed-requests",
        about: format!("The share of its requests that fail; {objective} % must not (`alerts.objective`)."),
        query: failed_share(style, &pods, SHORTEST),
        condition: condition(objective.budget()),
    });
    let slow = alerts.latency.map(|(within, objective)| Measurement {
        name: "slow-requests",
        about: format!(
            "The share of its requests that take longer than {within}; {objective} % must not (`alerts.latency`)."
        ),
        query: slow_share(style, within, &pods, SHORTEST),
        condition: condition(objective.budget()),
    });
    failed.into_iter().chain(slow).collect()
}
