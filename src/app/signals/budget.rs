//! How fast the errors and the slow requests use up what an objective allows.
//!
//! Windows and factors are those of the SRE workbook, chapter 5, "Multiwindow, Multi-Burn-Rate Alerts": of a budget
//! for 30 days 2 % within an hour or 5 % within six are worth waking somebody, and 10 % within three days a ticket. The
//! short window beside each ends the alert soon after its cause.

use crate::spec::types::{Latency, Objective};

use super::super::App;
use super::{Alert, Panel, Record, Series, Severity, Signal, Style, Subject};

/// The shortest of the windows, in which a change shows first.
pub(super) const SHORTEST: &str = "5m";

/// The windows that ratios are computed over.
const WINDOWS: [&str; 5] = [SHORTEST, "30m", "1h", "6h", "3d"];

/// A factor beyond the budget's own pace, and the long and the short window in which it is exceeded.
type Rate = (&'static str, &'static str, &'static str);

const FAST: &[Rate] = &[(FASTEST, "1h", "5m"), ("6", "6h", "30m")];
/// The factor at which somebody is woken first.
pub(super) const FASTEST: &str = "14.4";
const SLOW: &[Rate] = &[("1", "3d", "6h")];

/// An objective, and how what falls short of it is counted.
struct Budget {
    name: &'static str,
    about: String,
    objective: Objective,
    /// What the series of the ratio are called, without their window.
    ratio: &'static str,
    /// The alerts of a fast and of a slow burn, and what is the matter.
    alerts: [(&'static str, &'static str); 2],
    description: String,
}

/// Requests that fail.
pub(super) fn requests(app: &App, subject: Subject<'_>) -> Option<Signal> {
    let (objective, style) = (app.alerts.as_ref()?.errors?, Style::of(app.style?));
    let pods = subject.pods(app.workload.kind());
    let budget = Budget {
        name: "requests",
        about: format!("Of all requests {objective} % must not fail (`alerts.objective`)."),
        objective,
        ratio: "app:request_errors:ratio_rate",
        alerts: [
            (
                "AppErrorBudgetBurnsFast",
                "So many requests fail that a month's share of failures is used up within days",
            ),
            ("AppErrorBudgetBurns", "More requests fail than the objective allows"),
        ],
        description: "{{ $value | humanizePercentage }} of the requests fail. Look at what changed last (a rollout, a \
                      flag, a dependency), then at the app's log."
            .to_owned(),
    };
    Some(budget.signal(subject, |window| failed_share(style, &pods, window)))
}

/// The requests of a second.
fn rate(style: &Style, pods: &str, window: &str) -> String {
    format!("sum(rate({}{{{pods}}}[{window}]))", style.requests)
}

/// The share of the requests that fail.
pub(super) fn failed_share(style: &Style, pods: &str, window: &str) -> String {
    let Style { requests, failed, .. } = style;
    let all = rate(style, pods, window);
    // Without one failure so far there is no series of failures.
    format!("(\n  sum(rate({requests}{{{pods}, {failed}}}[{window}]))\n  or\n  0 * {all}\n)\n/\n{all}")
}

/// How many requests there are, how many fail, and how long they take, of an app that counts them.
pub(super) fn request_panels(app: &App, subject: Subject<'_>) -> Vec<Panel> {
    let Some(style) = app.style.map(Style::of) else { return Vec::new() };
    let (pods, duration) = (subject.pods(app.workload.kind()), style.duration);
    let quantile = |(legend, quantile): (&'static str, &str)| {
        let buckets = format!("sum by (le) (rate({duration}_bucket{{{pods}}}[{SHORTEST}]))");
        Series { legend, expr: format!("histogram_quantile({quantile}, {buckets})") }
    };
    vec![
        Panel {
            title: "Requests",
            about: "Requests of a second, of all pods.",
            unit: "reqps",
            series: vec![Series { legend: "requests", expr: rate(style, &pods, SHORTEST) }],
        },
        Panel {
            title: "Failed requests",
            about: "The share of the requests that fail, which alerts weigh against `alerts.objective`.",
            unit: "percentunit",
            series: vec![Series { legend: "failed", expr: failed_share(style, &pods, SHORTEST) }],
        },
        Panel {
            title: "Duration of requests",
            about: "In how many seconds half, 95 % and 99 % of the requests are served, as far as the histogram's buckets tell.",
            unit: "s",
            series: [("50 %", "0.5"), ("95 %", "0.95"), ("99 %", "0.99")].map(quantile).into(),
        },
    ]
}

/// Requests that are slow.
pub(super) fn latency(app: &App, subject: Subject<'_>) -> Option<Signal> {
    let ((within, objective), style) = (app.alerts.as_ref()?.latency?, Style::of(app.style?));
    let pods = subject.pods(app.workload.kind());
    let budget = Budget {
        name: "latency",
        about: format!("Of all requests {objective} % must be served within {within} (`alerts.latency`)."),
        objective,
        ratio: "app:request_slow:ratio_rate",
        alerts: [
            (
                "AppLatencyBudgetBurnsFast",
                "So many requests are slow that a month's share of slow ones is used up within days",
            ),
            ("AppLatencyBudgetBurns", "More requests are slow than the objective allows"),
        ],
        description: format!(
            "{{{{ $value | humanizePercentage }}}} of the requests take longer than {within}. Look at the app's cpu, at \
             what it waits for, and at what changed last."
        ),
    };
    Some(budget.signal(subject, |window| slow_share(style, within, &pods, window)))
}

/// The share of the requests that take longer than a time.
pub(super) fn slow_share(style: &Style, within: Latency, pods: &str, window: &str) -> String {
    let duration = style.duration;
    // A bucket of whole seconds ends at `1` to some exporters and servers, and at `1.0` to others.
    let seconds = within.seconds();
    let le = if seconds.contains('.') { format!(r#"le="{seconds}""#) } else { format!(r#"le=~"{seconds}([.]0)?""#) };
    let (bucket, count) = (format!("{duration}_bucket{{{pods}, {le}}}"), format!("{duration}_count{{{pods}}}"));
    format!("1 - (\n  sum(rate({bucket}[{window}]))\n  /\n  sum(rate({count}[{window}]))\n)")
}

impl Budget {
    fn signal(self, subject: Subject<'_>, expr: impl Fn(&str) -> String) -> Signal {
        let Self { name, about, objective, ratio, alerts: [fast, slow], description } = self;
        let (budget, own) = (objective.budget(), subject.own());
        let above = |factor: &str, window: &str| match factor {
            "1" => format!("{ratio}{window}{{{own}}} > {budget}"),
            _ => format!("{ratio}{window}{{{own}}} > {factor} * {budget}"),
        };
        let exceeded = |(factor, long, short): &Rate| {
            format!("(\n  {}\n  and\n  {}\n)", above(factor, long), above(factor, short))
        };
        let alert = |(name, summary): (&'static str, &str), severity, lasts, rates: &[Rate]| Alert {
            name,
            expr: rates.iter().map(exceeded).collect::<Vec<_>>().join("\nor\n"),
            lasts,
            severity,
            summary: summary.to_owned(),
            description: description.clone(),
        };
        let records = WINDOWS.map(|window| Record { name: format!("{ratio}{window}"), expr: expr(window) });
        let alerts = vec![alert(fast, Severity::Critical, "2m", FAST), alert(slow, Severity::Warning, "15m", SLOW)];
        Signal { name, about, records: records.into(), alerts }
    }
}
