//! How fast an autoscaler moves the number of pods.

use serde::Serialize;

use crate::spec::types::{Duration, Tolerance};
use crate::spec::{Behavior, ScalingPolicy, ScalingRules, SelectPolicy, Settings};

use super::report::Report;
use super::targets;

/// How the number of pods moves one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pace {
    /// Whether it is what holds where nobody says anything.
    pub usual: bool,
    /// Seconds for which the metrics must ask for it.
    pub window: u32,
    /// Which of several policies holds; the API's own choice where none is written.
    pub select: Option<SelectPolicy>,
    /// How many pods it may be; none where the number never moves this way.
    pub policies: Vec<Step>,
    /// How far off its target a metric may be, as a quantity.
    pub tolerance: Option<String>,
}

/// How many pods in how much time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// `Pods` or `Percent`.
    pub unit: &'static str,
    /// How many.
    pub value: u16,
    /// Over how many seconds.
    pub period: u32,
}

/// The longest window and period that the API takes (`MaxStabilizationWindowSeconds` and
/// `MaxPeriodSeconds` in `pkg/apis/autoscaling/validation` of Kubernetes).
const LONGEST_WINDOW: u32 = 3600;
const LONGEST_PERIOD: u32 = 1800;

/// Up at once by 100% or four pods, down after five minutes by half a minute.
fn usual(grows: bool) -> Pace {
    let step = |unit, value, period| Step { unit, value, period };
    let (window, select, policies) = if grows {
        (0, Some(SelectPolicy::Max), vec![step("Percent", 100, 30), step("Pods", 4, 30)])
    } else {
        (300, None, vec![step("Percent", 50, 60)])
    };
    Pace { usual: true, window, select, policies, tolerance: None }
}

/// How the number of pods grows, and how it shrinks.
pub(super) fn paces(settings: &Settings, behavior: &Behavior, report: &mut Report<'_>) -> (Pace, Pace) {
    let (up, down) = (&behavior.scale_up, &behavior.scale_down);
    let up = pace(settings, "autoscaling.behavior.scaleUp", usual(true), up.as_ref(), report);
    let down = pace(settings, "autoscaling.behavior.scaleDown", usual(false), down.as_ref(), report);
    (up, down)
}

fn pace(settings: &Settings, key: &str, usual: Pace, rules: Option<&ScalingRules>, report: &mut Report<'_>) -> Pace {
    let Some(rules) = rules else { return usual };
    if rules.select_policy == Some(SelectPolicy::Disabled) {
        if rules.policies.is_some() || rules.stabilization_window.is_some() || rules.tolerance.is_some() {
            let message = format!("`{key}` is Disabled, so nothing else that it says has a meaning");
            report.problem(key, message, "keep `selectPolicy: Disabled` alone, or take it out");
        }
        return Pace { usual: false, select: rules.select_policy, policies: Vec::new(), ..usual };
    }
    let window = rules.stabilization_window.map_or(usual.window, Duration::seconds);
    if window > LONGEST_WINDOW {
        let window_key = format!("{key}.stabilizationWindow");
        report.problem(&window_key, format!("`{window_key}` is longer than the API takes"), "use at most `1h`");
    }
    let policies = match &rules.policies {
        None => usual.policies.clone(),
        Some(policies) => policies.iter().filter_map(|policy| step(key, policy, report)).collect(),
    };
    if rules.policies.as_ref().is_some_and(Vec::is_empty) {
        let message = format!("`{key}.policies` is empty, which the API refuses");
        report.problem(&format!("{key}.policies"), message, "leave it out for the usual pace");
    }
    // Said even where it is the API's own choice, since it decides between several.
    let select = rules.select_policy.or((policies.len() > 1).then_some(SelectPolicy::Max));
    let allowed = rules.tolerance.filter(|_| targets::allows(settings, &format!("{key}.tolerance"), "", report));
    let tolerance = allowed.map(Tolerance::quantity);
    let same = window == usual.window && select == usual.select && policies == usual.policies;
    Pace { usual: same, window, select, policies, tolerance }
}

fn step(key: &str, policy: &ScalingPolicy, report: &mut Report<'_>) -> Option<Step> {
    let key = format!("{key}.policies");
    let period = policy.period.seconds();
    if !(1..=LONGEST_PERIOD).contains(&period) {
        report.problem(&key, format!("a period of `{key}` is outside of what the API takes"), "use `1s` to `30m`");
    }
    let (unit, value) = match (policy.pods, policy.percent) {
        (Some(pods), None) => ("Pods", pods),
        (None, Some(percent)) => ("Percent", percent),
        _ => {
            let message = format!("an entry of `{key}` needs exactly one of `pods` and `percent`");
            report.problem(&key, message, "such as `{pods: 4, period: 30s}` or `{percent: 50, period: 1m}`");
            return None;
        }
    };
    if value == 0 {
        let message = format!("an entry of `{key}` allows nothing");
        report.problem(&key, message, "allow 1 or more, or say `selectPolicy: Disabled` to never move this way");
    }
    Some(Step { unit, value, period })
}
