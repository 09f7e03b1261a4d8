//! New versions that Argo Rollouts brings out: users come to them step by step, and leave them where they fail.
//!
//! What its controller does is as read in github.com/argoproj/argo-rollouts at v1.9.1: `docs/features`,
//! `utils/replicaset/canary.go`, `rollout/bluegreen.go` and `rollout/service.go`; what its plugin for the Gateway API
//! does, in github.com/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi at v0.15.0: `pkg/plugin/httproute.go`.

use crate::spec::types::{Duration, RequestShare};
use crate::spec::{self, Exception, Promote, Protocol, Settings, Share, Strategy};

use super::ports::AppPort;
use super::report::Report;
use super::rollout::Replicas;

/// How a new version is brought out by Argo Rollouts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progressive {
    /// How users come to it.
    pub manner: Manner,
    /// Whether it waits for a person at each step.
    pub manual: bool,
    /// Address of the Prometheus that tells how it serves, where that is asked.
    pub prometheus: Option<String>,
}

/// How users come to a new version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Manner {
    /// A share of them first.
    Canary {
        /// Percent of the requests that it gets, one after the other.
        weights: Vec<u8>,
        /// Seconds after each of them.
        pause: u32,
        /// Whether an HTTPRoute splits the requests; without one they follow the pods.
        routed: bool,
    },
    /// All at once, once all of its pods are ready.
    BlueGreen {
        /// Seconds that the old version runs on.
        keep: u32,
    },
}

impl Progressive {
    /// What the name of the second Service ends with, which leads to the new version alone, where there is one.
    pub fn second_service(&self) -> Option<&'static str> {
        match self.manner {
            Manner::Canary { routed: true, .. } => Some("-canary"),
            Manner::Canary { routed: false, .. } => None,
            Manner::BlueGreen { .. } => Some("-preview"),
        }
    }

    /// Whether an HTTPRoute splits the requests.
    pub fn is_routed(&self) -> bool {
        matches!(self.manner, Manner::Canary { routed: true, .. })
    }

    /// Seconds that a version takes beside the start of its pods, where nobody has to promote it.
    pub fn pauses(&self) -> u32 {
        match &self.manner {
            Manner::Canary { weights, pause, .. } => weights.iter().fold(0, |sum: u32, _| sum.saturating_add(*pause)),
            Manner::BlueGreen { keep } => self.prometheus.as_ref().map_or(0, |_| *keep),
        }
    }
}

/// The shares of a canary where nothing is said, and that without a route a few pods can give.
const USUAL: [u8; 3] = [5, 25, 50];
/// Seconds after each of them where nothing is said: the window that the analysis looks at.
const PAUSE: u32 = 300;
/// Seconds that the old version runs on after a switch where nothing is said: as long as its first errors take to show.
const KEEP: u32 = 600;
/// What the controller advises as the least, so that every node has learnt of the switch (`docs/features/bluegreen.md`).
const LEAST_KEEP: u32 = 30;
/// How far the share of the pods may be from the share that is asked for, in percent of the users.
const NEAR: u32 = 5;

/// How a Deployment's new versions are brought out, where that is more than its own controller can.
pub(super) fn progressive(
    settings: &Settings,
    replicas: Replicas,
    ports: &[AppPort],
    report: &mut Report<'_>,
) -> Option<Progressive> {
    let rollout = settings.rollout.clone().unwrap_or_default();
    let strategy = rollout.strategy.unwrap_or(Strategy::RollingUpdate);
    let belongs = [
        ("rollout.canary", strategy == Strategy::Canary, "Canary"),
        ("rollout.blueGreen", strategy == Strategy::BlueGreen, "BlueGreen"),
        ("rollout.promote", strategy.is_progressive(), "Canary` or `strategy: BlueGreen"),
        ("rollout.analysis", strategy.is_progressive(), "Canary` or `strategy: BlueGreen"),
    ];
    for (key, fits, strategies) in belongs {
        if !fits && report.stated(key) {
            let message = format!("`{key}` has no meaning beside the strategy {strategy:?}");
            report.problem(key, message, format!("take it out, or say `strategy: {strategies}`"));
        }
    }
    let manner = match strategy {
        Strategy::Canary => canary(settings, replicas, report),
        Strategy::BlueGreen => blue_green(settings, ports, report),
        Strategy::RollingUpdate | Strategy::Recreate | Strategy::OnDelete => return None,
    };
    if settings.canary.is_some() {
        let message = format!("`canary` and the strategy {strategy:?} would both bring a new version out");
        report.contradiction("canary", "rollout.strategy", message);
    }
    let prometheus = analysis(settings, report);
    check_page(settings, &manner, report);
    check_configuration(settings, report);
    if replicas.most() == 1 && settings.excuses(Exception::Singleton) && report.stated("exceptions.singleton") {
        report.warning(
            "rollout.strategy",
            format!(
                "{strategy:?} runs the old and the new version side by side, for longer than a rolling update does"
            ),
            "where only one may run at a time, leave `rollout.strategy` out",
        );
    }
    Some(Progressive { manner, manual: rollout.promote == Some(Promote::Manual), prometheus })
}

fn canary(settings: &Settings, replicas: Replicas, report: &mut Report<'_>) -> Manner {
    const STEPS: &str = "rollout.canary.steps";
    let rollout = settings.rollout.clone().unwrap_or_default();
    let canary = rollout.canary.unwrap_or_default();
    let routed = settings.host.is_some() && settings.gateway.is_some();
    let fewest = replicas.fewest().max(1);
    let surges = !rollout.max_surge.is_some_and(Share::is_zero);
    let given = |weight: &u8| share_of_pods(fewest, surges, *weight);
    let is_near = |weight: &u8| given(weight).abs_diff(u32::from(*weight)) <= NEAR;
    let stated: Option<Vec<u8>> =
        canary.steps.as_ref().map(|steps| steps.iter().copied().map(RequestShare::percent).collect());
    let usual = || match USUAL.into_iter().filter(|weight| routed || is_near(weight)).collect::<Vec<u8>>() {
        none if none.is_empty() => vec![50],
        weights => weights,
    };
    let weights = stated.clone().unwrap_or_else(usual);
    if let Some(wrong) = stated.iter().flatten().find(|weight| !(1..100).contains(*weight)) {
        let message =
            format!("a step of {wrong}% is none: before the first nobody gets the new version, after the last all");
        report.problem(STEPS, message, "use shares from 1% to 99%");
    } else if weights.is_empty() || !weights.windows(2).all(|pair| pair[0] < pair[1]) {
        report.problem(
            STEPS,
            "the steps of a canary do not grow",
            "say them from the least on: `steps: [5%, 25%, 50%]`",
        );
    } else if let Some(weight) = stated.iter().flatten().find(|weight| !routed && !is_near(weight)) {
        let given = given(weight);
        report.warning(
            STEPS,
            format!(
                "without a Gateway's route the share of the pods is that of the requests, and {fewest} {} give {given}% \
                 where {weight}% are asked for",
                if fewest == 1 { "pod" } else { "pods" }
            ),
            format!("say `steps: [{given}%]` or the like, have more pods, or a `gateway` and a `host`"),
        );
    }
    let manual = rollout.promote == Some(Promote::Manual);
    if manual && report.stated("rollout.canary.pause") {
        report.problem(
            "rollout.canary.pause",
            "`rollout.promote: manual` waits for a person after each step, however long that takes",
            "take `pause` or `promote` out",
        );
    }
    let pause = canary.pause.map_or(PAUSE, Duration::seconds);
    if pause == 0 && !manual {
        report.problem(
            "rollout.canary.pause",
            "`rollout.canary.pause` is 0s: nobody learns how a step went",
            "say `5m`",
        );
    }
    Manner::Canary { weights, pause, routed }
}

/// Percent of the pods that the controller makes new ones for a share of the requests, where it may have one pod beyond
/// the wanted number: what comes nearest, and never none nor all of several
/// (`approximateWeightedCanaryStableReplicaCounts`).
fn share_of_pods(pods: u16, surges: bool, weight: u8) -> u32 {
    let (pods, weight) = (u32::from(pods), u32::from(weight));
    let (up, down) = ((pods * weight).div_ceil(100), pods * weight / 100);
    let options = [(up, pods), (down, pods), (up, pods + 1), (down, pods + 1)];
    let is_possible = |(new, all): &(u32, u32)| *new > 0 && new < all && (surges || *all == pods);
    let possible = options.into_iter().filter(is_possible);
    // In percent of percent, so that rounding decides nothing.
    let distance = |(new, all): &(u32, u32)| (new * 10_000 / all).abs_diff(weight * 100);
    possible.min_by_key(distance).map_or(100, |(new, all)| (new * 100 + all / 2) / all)
}

fn blue_green(settings: &Settings, ports: &[AppPort], report: &mut Report<'_>) -> Manner {
    let stated = settings.rollout.as_ref().and_then(|rollout| rollout.blue_green.as_ref()?.keep);
    let keep = stated.map_or(KEEP, Duration::seconds);
    if keep < LEAST_KEEP {
        report.problem(
            "rollout.blueGreen.keep",
            format!("the old version would end {keep}s after the switch, while nodes still send requests to it"),
            format!("use {LEAST_KEEP}s or more"),
        );
    }
    if ports.is_empty() {
        let message = "BlueGreen moves a Service from one version to the other, and the app has no port to serve at";
        report.problem("rollout.strategy", message, "say its `port`, or use RollingUpdate");
    }
    if ports.iter().all(|port| port.protocol != Protocol::Tcp) && !ports.is_empty() {
        let message =
            "a connection of UDP stays with the old version as long as it lasts, whatever the Service selects";
        report.warning("rollout.strategy", message, "RollingUpdate is enough for an app without TCP");
    }
    Manner::BlueGreen { keep }
}

/// The Prometheus that is asked how the new version serves; there must be something to ask.
fn analysis(settings: &Settings, report: &mut Report<'_>) -> Option<String> {
    const KEY: &str = "rollout.analysis";
    let analysis: &spec::Analysis = settings.rollout.as_ref()?.analysis.as_ref()?;
    if settings.metrics.as_ref().and_then(|metrics| metrics.style).is_none() {
        report.problem(
            KEY,
            "`rollout.analysis` is set, and nothing says how the app counts its requests",
            "say it: `metrics: {port: 9090, style: http-server}`; docs/monitoring.md tells whose names each style knows",
        );
    }
    let alerts = settings.alerts.as_ref();
    if !alerts.is_some_and(|alerts| alerts.objective.is_some() || alerts.latency.is_some()) {
        report.problem(
            KEY,
            "`rollout.analysis` is set, and nothing says how many requests may fail or be slow",
            "say it: `alerts: {objective: 99.9}`",
        );
    }
    let Some(address) = &analysis.prometheus else {
        let hint = "say where it answers in the cluster: `prometheus: \"http://prometheus-operated.monitoring:9090\"`";
        report.problem(KEY, "`rollout.analysis.prometheus` is missing", hint);
        return None;
    };
    Some(address.to_string())
}

/// Who moves the traffic of an app moves it alone.
fn check_page(settings: &Settings, manner: &Manner, report: &mut Report<'_>) {
    if settings.maintenance.is_none() {
        return;
    }
    match manner {
        Manner::Canary { routed: true, .. } => report.problem(
            "maintenance",
            "the route of a Canary must name both versions, or no rollout moves; a maintenance page would take them out",
            "use `strategy: BlueGreen`, whose route has one Service, or take `maintenance` out",
        ),
        Manner::BlueGreen { .. } if settings.host.is_none() => report.problem(
            "maintenance",
            "the controller of a BlueGreen rollout owns the selector of the Service, by which a page would be shown",
            "give the app a `host`, so that its route leads to the page instead, or take `maintenance` out",
        ),
        Manner::Canary { .. } | Manner::BlueGreen { .. } => {}
    }
}

/// Both versions run for a while, and pods of the old one may start anew in it.
fn check_configuration(settings: &Settings, report: &mut Report<'_>) {
    let has = settings.config.as_ref().is_some_and(|config| !config.is_empty())
        || settings.config_files.as_ref().is_some_and(|files| !files.is_empty());
    if has && settings.immutable_config.is_none() {
        report.warning(
            "rollout.strategy",
            "old pods that start anew while both versions run read the new version's configuration",
            "`immutableConfig: true` gives each version its own; `immutableConfig: false` accepts it",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_pods_is_the_nearest_that_the_controller_can_give() {
        for (pods, weight, share) in
            [(1, 5, 50), (2, 5, 33), (3, 5, 25), (3, 25, 25), (4, 25, 25), (3, 50, 50), (10, 10, 10), (20, 5, 5)]
        {
            assert_eq!(share_of_pods(pods, true, weight), share, "{weight}% of {pods} pods");
        }
        assert_eq!(share_of_pods(3, false, 5), 33, "without a pod beyond the wanted number");
    }
}
