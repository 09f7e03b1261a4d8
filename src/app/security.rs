//! User, group and file system of the process.

use serde::Serialize;

use crate::spec::types::UserId;
use crate::spec::{Exception, Settings};

use super::claims::Claim;
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

/// What a container's process may touch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContainerSecurity {
    /// Whether everything but the written paths is read-only.
    pub read_only_root: bool,
}

pub(super) fn pod(settings: &Settings, claims: &[Claim], report: &mut Report<'_>) -> PodSecurity {
    let run_as = settings.run_as.clone().unwrap_or_default();
    let user = run_as.user.map_or(10001, UserId::get);
    let group = run_as.group.map_or(user, UserId::get);
    let root = settings.excuses(Exception::Root);
    if user == 0 && !root {
        let hint = "use the image's own non-zero user, or say why root is needed: `exceptions: {root: \"...\"}`";
        report.problem("runAs.user", "`runAs.user` is 0, which is root", hint);
    }
    PodSecurity { user, group, fs_group: (!claims.is_empty()).then_some(group), non_root: user != 0 }
}

pub(super) fn container(settings: &Settings) -> ContainerSecurity {
    ContainerSecurity { read_only_root: !settings.excuses(Exception::WritableRoot) }
}
