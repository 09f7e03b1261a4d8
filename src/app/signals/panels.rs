//! What a dashboard shows of an app: the series that its alerts are made of.

use super::super::App;
use super::counts::where_pods_are;
use super::{Subject, budget, external, pods, room, runs};

/// The legend of what is told of each container.
pub(super) const EACH_CONTAINER: &str = "{{pod}} {{container}}";

/// A picture of series over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// What it shows.
    pub title: &'static str,
    /// The same in a sentence.
    pub about: &'static str,
    /// The unit, by Grafana's name for it (`packages/grafana-data/src/valueFormats/categories.ts` there).
    pub unit: &'static str,
    /// What is drawn.
    pub series: Vec<Series>,
}

/// Series of a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// What each is called, with its labels in double braces.
    pub legend: &'static str,
    /// What they are computed from.
    pub expr: String,
}

/// What is worth seeing of an app. It follows from the kind, the style of the metrics, the volumes and the check, and not from
/// what differs between environments, so that one dashboard does for all of them.
pub fn panels(app: &App, subject: Subject<'_>) -> Vec<Panel> {
    let mut panels = budget::request_panels(app, subject);
    panels.extend(external::external_panels(app, subject));
    panels.extend(pods::replicas_panel(app, subject));
    panels.extend(pods::restarts_panel(app, subject));
    panels.extend(room::room_panels(app, subject));
    panels.extend(room::claims_panel(app, subject));
    panels.extend(runs::runs_panels(app, subject));
    panels
}

/// A series that there is one of in every namespace where the app is.
pub fn where_it_is(app: &App, subject: Subject<'_>) -> String {
    where_pods_are(app, subject).unwrap_or_else(|| runs::where_jobs_are(app, subject))
}
