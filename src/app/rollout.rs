//! How many pods, and how one leaves.

use serde::Serialize;

use crate::spec::types::Duration;
use crate::spec::{Exception, Profile, Settings, Share};

use super::report::Report;
use super::zero::{check_idle, check_zero};

/// How many pods there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replicas {
    /// This many.
    Fixed(u16),
    /// As many as the load asks for.
    Automatic {
        /// Fewest.
        min: u16,
        /// Most.
        max: u16,
    },
}

impl Replicas {
    /// The fewest pods that run when all is well.
    pub fn fewest(self) -> u16 {
        match self {
            Self::Fixed(replicas) => replicas,
            Self::Automatic { min, .. } => min,
        }
    }

    /// The most pods that run outside of a rollout.
    pub fn most(self) -> u16 {
        match self {
            Self::Fixed(replicas) => replicas,
            Self::Automatic { max, .. } => max,
        }
    }
}

/// How a pod leaves. Times are in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Termination {
    /// Seconds to wait before SIGTERM.
    pub delay: u32,
    /// Seconds to finish what has begun.
    pub drain: u32,
    /// Seconds until the process is killed.
    pub grace: u32,
}

/// Seconds between the end of the drain and the kill.
pub(super) const MARGIN: u32 = 5;

pub(super) fn replicas(settings: &Settings, two: bool, report: &mut Report<'_>) -> Replicas {
    let fixed = settings.replicas.unwrap_or(1);
    let Some(autoscaling) = &settings.autoscaling else {
        if fixed == 0 {
            let hint = "use 1 or more, or leave it so while the app is to stand still";
            report.warning("replicas", "`replicas` is 0: no pod runs, and nobody is served", hint);
            return Replicas::Fixed(fixed);
        }
        undercut("replicas", fixed, settings, two, report);
        return Replicas::Fixed(fixed);
    };
    if autoscaling.min.is_some() && report.together("replicas", "autoscaling.min") {
        report.warning(
            "replicas",
            "`replicas` is not written beside `autoscaling`, whose `min` and `max` say how many pods run",
            "take `replicas` out",
        );
    }
    let min = autoscaling.min.unwrap_or(fixed);
    let Some(max) = autoscaling.max else {
        report.problem(
            "autoscaling",
            "`autoscaling.max` is missing",
            "say the most pods that may run, such as `max: 10`",
        );
        return Replicas::Fixed(fixed);
    };
    let fewest = match autoscaling.min {
        Some(_) => format!("`autoscaling.min` ({min})"),
        None => format!("`autoscaling.min` (left out, so {min} as `replicas`{})", report.from("replicas")),
    };
    // Without any work there may be fewer.
    let idles = autoscaling.keda.as_ref().filter(|keda| keda.idle_replicas.is_some());
    if let Some(keda) = idles.filter(|_| min > 0) {
        check_idle(settings, keda, report);
    }
    if min == 0 {
        check_zero(settings, autoscaling, &fewest, report);
    } else if min > max {
        let hint = "raise `max`, or say a lower `min`";
        report.problem("autoscaling.max", format!("{fewest} is above `autoscaling.max` ({max})"), hint);
    } else if min == max && idles.is_none() {
        let message = format!("{fewest} is the same as `autoscaling.max` ({max}): nothing would ever scale");
        let hint = format!("raise `max`, say a lower `min`, or say `replicas: {max}` in place of `autoscaling`");
        report.problem("autoscaling.max", message, hint);
    }
    undercut("autoscaling", min, settings, two, report);
    Replicas::Automatic { min, max }
}

/// A single pod where the preset asks for two is said out loud.
fn undercut(key: &str, fewest: u16, settings: &Settings, two: bool, report: &mut Report<'_>) {
    let excused = settings.excuses(Exception::Singleton);
    if two && fewest == 1 && !excused {
        let hint = "use 2 or more, or say why not: `exceptions: {singleton: \"...\"}`";
        report.warning(key, "1 replica: every drain, crash and rollout is an outage", hint);
    }
}

/// Pods that a drain may take away at once.
pub(super) fn drained(settings: &Settings) -> Share {
    settings.disruption.as_ref().and_then(|disruption| disruption.max_unavailable).unwrap_or(Share::Count(1))
}

/// Pods that may be missing while nodes are drained; none where there is never a second pod.
pub(super) fn disruption(settings: &Settings, replicas: Replicas, report: &mut Report<'_>) -> Option<Share> {
    let disruption = drained(settings);
    if disruption.is_zero() {
        report.problem(
            "disruption.maxUnavailable",
            "`disruption.maxUnavailable` is 0: no node could ever be drained",
            "allow one pod",
        );
    }
    let several = settings.kind.unwrap_or_default().scales() && replicas.most() > 1;
    several.then_some(disruption)
}

pub(super) fn termination(settings: &Settings, has_port: bool, report: &mut Report<'_>) -> Termination {
    let shutdown = settings.shutdown.clone().unwrap_or_default();
    // Nobody sends requests to a Job's pods.
    // Nor to an app without a port, unless it is said.
    let serves = has_port || report.stated("shutdown.delay");
    let waits = serves && !settings.kind.unwrap_or_default().ends();
    let delay = if waits { shutdown.delay.unwrap_or_default().seconds() } else { 0 };
    let profile = settings.check.as_ref().and_then(|check| check.profile).unwrap_or(Profile::Production);
    if has_port && waits && delay == 0 && shutdown.delay.is_some() && profile >= Profile::Production {
        let hint = "say `5s`, or leave it out for what the preset says";
        report.warning("shutdown.delay", "`shutdown.delay` is 0s: requests still come to pods that are gone", hint);
    }
    let drain = shutdown.drain.unwrap_or_default().seconds();
    let needed = delay + drain;
    let grace = shutdown.grace.map_or(needed + MARGIN, Duration::seconds);
    if grace < needed || delay > 0 && grace <= delay {
        let message = format!("`shutdown.grace` ({grace}s) ends before delay ({delay}s) and drain ({drain}s) are over");
        report.problem(
            "shutdown.grace",
            message,
            format!("use at least {}s, or leave it out to have it computed", needed + MARGIN),
        );
    }
    Termination { delay, drain, grace }
}
