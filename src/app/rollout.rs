//! How many pods, and how one leaves.

use serde::Serialize;

use crate::spec::types::Duration;
use crate::spec::{Exception, Settings};

use super::report::Report;

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
        /// Target use of the cpu request, in percent.
        cpu: Option<u8>,
        /// Target use of the memory request, in percent.
        memory: Option<u8>,
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
        undercut("replicas", fixed, settings, two, report);
        return Replicas::Fixed(fixed);
    };
    let min = autoscaling.min.unwrap_or(fixed);
    let Some(max) = autoscaling.max else {
        report.problem(
            "autoscaling",
            "`autoscaling.max` is missing",
            "say the most pods that may run, such as `max: 10`",
        );
        return Replicas::Fixed(fixed);
    };
    if min == 0 {
        report.problem("autoscaling.min", "`autoscaling.min` is 0: the API asks for at least 1", "use 2 or more");
    }
    if min > max {
        report.problem(
            "autoscaling",
            format!("`autoscaling.min` ({min}) is above `autoscaling.max` ({max})"),
            "raise max or lower min",
        );
    } else if min == max {
        report.problem(
            "autoscaling",
            format!("`autoscaling.min` and `max` are both {max}: nothing would ever scale"),
            format!("say `replicas: {max}` in place of `autoscaling`"),
        );
    }
    for (key, target) in [("autoscaling.cpu", autoscaling.cpu), ("autoscaling.memory", autoscaling.memory)] {
        if target.is_some_and(|target| !(1..=100).contains(&target)) {
            report.problem(
                key,
                format!("`{key}` must be from 1 to 100 percent of the request"),
                "70 leaves room for a peak",
            );
        }
    }
    undercut("autoscaling", min, settings, two, report);
    let cpu = autoscaling.cpu.or(autoscaling.memory.is_none().then_some(70));
    Replicas::Automatic { min, max, cpu, memory: autoscaling.memory }
}

/// A single pod where the preset asks for two is said out loud.
fn undercut(key: &str, fewest: u16, settings: &Settings, two: bool, report: &mut Report<'_>) {
    let excused = settings.excuses(Exception::Singleton);
    if two && fewest < 2 && !excused {
        let hint = "use 2 or more, or say why not: `exceptions: {singleton: \"...\"}`";
        report.warning(key, format!("{fewest} replica: every drain, crash and rollout is an outage"), hint);
    }
}

pub(super) fn termination(settings: &Settings, report: &mut Report<'_>) -> Termination {
    let shutdown = settings.shutdown.clone().unwrap_or_default();
    // Nobody sends requests to a Job's pods.
    let delay = if settings.kind.unwrap_or_default().ends() { 0 } else { shutdown.delay.unwrap_or_default().seconds() };
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
