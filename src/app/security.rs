//! User, group and file system of the process.

use serde::Serialize;

use crate::spec::{Exception, Settings};

use super::report::Report;

/// What the process may be and touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Security {
    /// Numeric user.
    pub user: u32,
    /// Numeric group.
    pub group: u32,
    /// Whether it must not be root.
    pub non_root: bool,
    /// Whether everything but the written paths is read-only.
    pub read_only_root: bool,
}

/// The largest user or group that the API takes (2^31 - 1).
const LARGEST_ID: u32 = 2_147_483_647;

pub(super) fn security(settings: &Settings, report: &mut Report<'_>) -> Security {
    let excused =
        |exception| settings.exceptions.as_ref().is_some_and(|exceptions| exceptions.contains_key(&exception));
    let run_as = settings.run_as.clone().unwrap_or_default();
    let user = run_as.user.unwrap_or(10001);
    let group = run_as.group.unwrap_or(user);
    for (key, id) in [("runAs.user", run_as.user), ("runAs.group", run_as.group)] {
        if id.is_some_and(|id| id > LARGEST_ID) {
            report.problem(
                key,
                format!("`{key}` is above {LARGEST_ID}, the largest id that the API takes"),
                "use the image's own, or 10001",
            );
        }
    }
    let root = excused(Exception::Root);
    if user == 0 && !root {
        let hint = "use the image's own non-zero user, or say why root is needed: `exceptions: {root: \"...\"}`";
        report.problem("runAs.user", "`runAs.user` is 0, which is root", hint);
    }
    Security { user, group, non_root: user != 0, read_only_root: !excused(Exception::WritableRoot) }
}
