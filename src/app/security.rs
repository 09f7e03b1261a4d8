//! User, group and file system of the process.

use serde::Serialize;

use crate::spec::types::UserId;
use crate::spec::{Capability, Exception, Settings};

use super::claims::Claim;
use super::container::Role;
use super::report::Report;

/// What the pod's processes may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PodSecurity {
    /// Numeric user.
    pub user: u32,
    /// Numeric group.
    pub group: u32,
    /// Group that owns the persistent volumes, where there are any.
    pub fs_group: Option<u32>,
    /// Whether none of them may be root.
    pub non_root: bool,
}

/// What a container's process may be and touch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContainerSecurity {
    /// Numeric user, where it is not the pod's.
    pub user: Option<u32>,
    /// Numeric group, where it is not the pod's.
    pub group: Option<u32>,
    /// Whether it must not be root, where that is not what holds for the pod.
    pub non_root: Option<bool>,
    /// Whether everything but the written paths is read-only.
    pub read_only_root: bool,
    /// Rights of root's that it keeps.
    pub capabilities: Vec<Capability>,
}

pub(super) fn pod(settings: &Settings, claims: &[Claim], report: &mut Report<'_>) -> PodSecurity {
    let run_as = settings.run_as.clone().unwrap_or_default();
    let user = run_as.user.map_or(10001, UserId::get);
    let group = run_as.group.map_or(user, UserId::get);
    refuse_root(user, settings, report);
    PodSecurity { user, group, fs_group: (!claims.is_empty()).then_some(group), non_root: user != 0 }
}

/// A writable root is the main container's exception; the others are given the paths that they write to.
pub(super) fn container(
    role: Role,
    settings: &Settings,
    pod: PodSecurity,
    report: &mut Report<'_>,
) -> ContainerSecurity {
    let mut capabilities = settings.capabilities.clone().unwrap_or_default();
    capabilities.sort_unstable();
    capabilities.dedup();
    if !capabilities.is_empty() && !settings.excuses(Exception::Capability) {
        let hint = "take `capabilities` out, or say why they are needed: `exceptions: {capability: \"...\"}`";
        report.problem("capabilities", "the container keeps rights of root's", hint);
    }
    let read_only_root = role != Role::Main || !settings.excuses(Exception::WritableRoot);
    let same = ContainerSecurity { user: None, group: None, non_root: None, read_only_root, capabilities };
    let Some(run_as) = settings.run_as.clone().filter(|_| role != Role::Main) else { return same };
    let user = run_as.user.map_or(pod.user, UserId::get);
    let group = run_as.group.or(run_as.user).map_or(pod.group, UserId::get);
    refuse_root(user, settings, report);
    ContainerSecurity {
        user: (user != pod.user).then_some(user),
        group: (group != pod.group).then_some(group),
        non_root: ((user != 0) != pod.non_root).then_some(user != 0),
        ..same
    }
}

fn refuse_root(user: u32, settings: &Settings, report: &mut Report<'_>) {
    if user == 0 && !settings.excuses(Exception::Root) {
        let hint = "use the image's own non-zero user, or say why root is needed: `exceptions: {root: \"...\"}`";
        report.problem("runAs.user", "`runAs.user` is 0, which is root", hint);
    }
}
