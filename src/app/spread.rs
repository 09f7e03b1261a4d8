//! How the pods are kept apart.

use serde::Serialize;

use crate::preset::Demand;
use crate::spec::{Apart, Kind, Settings};

use super::report::Report;
use super::rollout::Replicas;

/// How the pods are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Spreading {
    /// By host.
    pub hosts: Apart,
    /// By zone.
    pub zones: Apart,
    /// Fewest zones that there must be.
    pub min_zones: Option<u16>,
    /// Whether the spread over zones only stands there because a linter asks for it.
    pub for_linters: bool,
}

/// One pod has nobody to be kept apart from, and a DaemonSet's pods are bound to their nodes.
pub(super) fn spreading(
    settings: &Settings,
    replicas: Replicas,
    demands: &[Demand],
    report: &mut Report<'_>,
) -> Spreading {
    let kind = settings.kind.unwrap_or_default();
    let spread = settings.spread.clone().unwrap_or_default();
    let (hosts, zones) = (spread.hosts.unwrap_or(Apart::None), spread.zones.unwrap_or(Apart::None));
    if let Some(min) = spread.min_zones {
        check_zones(min, zones, report);
    }
    let several = kind.scales() && replicas.most() != 1;
    if several {
        check_hosts(hosts, replicas, report);
        return Spreading { hosts, zones, min_zones: spread.min_zones, for_linters: false };
    }
    let asked = demands.contains(&Demand::Spread) && (kind == Kind::DaemonSet || kind.scales() && zones != Apart::None);
    let zones = if asked { Apart::Preferred } else { Apart::None };
    Spreading { hosts: Apart::None, zones, min_zones: None, for_linters: asked }
}

/// `minDomains` is a part of what is required, and of nothing else.
fn check_zones(min: u16, zones: Apart, report: &mut Report<'_>) {
    if min == 0 {
        report.problem("spread.minZones", "`spread.minZones` is 0", "leave it out, or use 2 or more");
    } else if zones != Apart::Required {
        report.problem(
            "spread.minZones",
            "`spread.minZones` means something beside `zones: required` only",
            "say `spread: {zones: required}` as well, or leave it out",
        );
    }
}

/// An autoscaler knows nothing of nodes.
fn check_hosts(hosts: Apart, replicas: Replicas, report: &mut Report<'_>) {
    if let (Apart::Required, Replicas::Automatic { max, .. }) = (hosts, replicas) {
        report.warning(
            "spread.hosts",
            format!("the autoscaler may ask for {max} pods, each of which needs a node of its own: beyond the number of nodes they wait"),
            "have as many nodes for them, lower `autoscaling.max`, or say `hosts: preferred`",
        );
    }
}
