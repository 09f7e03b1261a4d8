//! The Pod Security Standard that the pod meets.

use serde::Serialize;

use crate::spec::{Capability, Settings};

use super::container::Container;
use super::host::Host;
use super::report::Report;
use super::security::PodSecurity;

/// How much a pod may do (<https://kubernetes.io/docs/concepts/security/pod-security-standards/>),
/// strictest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SecurityLevel {
    /// Nothing beyond an ordinary process.
    Restricted,
    /// Root in its container, with the usual capabilities.
    Baseline,
    /// Anything, the node included.
    Privileged,
}

/// The strictest standard that a pod meets, and what keeps it from the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standard {
    /// The standard.
    pub level: SecurityLevel,
    /// What needs it, for the reader.
    pub why: Vec<String>,
}

/// Capabilities that the baseline lets a container keep.
const BASELINE: [Capability; 13] = [
    Capability::AuditWrite,
    Capability::Chown,
    Capability::DacOverride,
    Capability::Fowner,
    Capability::Fsetid,
    Capability::Kill,
    Capability::Mknod,
    Capability::NetBindService,
    Capability::Setfcap,
    Capability::Setgid,
    Capability::Setpcap,
    Capability::Setuid,
    Capability::SysChroot,
];

/// The strictest standard that the pod meets.
pub(super) fn standard(security: PodSecurity, containers: &[&Container], host: &Host) -> Standard {
    use SecurityLevel::{Baseline, Privileged, Restricted};
    let kept = || containers.iter().flat_map(|container| &container.security.capabilities);
    let root = !security.non_root || containers.iter().any(|container| container.security.non_root == Some(false));
    let needs = [
        (Privileged, "paths of the node", !host.paths.is_empty()),
        (Privileged, "the node's network", host.network),
        (Privileged, "the node's processes", host.pid),
        (Privileged, "capabilities beyond the baseline's", kept().any(|one| !BASELINE.contains(one))),
        (Baseline, "root", root),
        (Baseline, "capabilities beyond NET_BIND_SERVICE", kept().any(|one| *one != Capability::NetBindService)),
    ];
    let level = needs.iter().filter(|(.., asked)| *asked).map(|(level, ..)| *level).max().unwrap_or(Restricted);
    let why = needs.iter().filter(|(needed, _, asked)| *asked && *needed == level);
    Standard { level, why: why.map(|(_, what, _)| (*what).to_owned()).collect() }
}

/// A namespace that lets more in than it should is said out loud.
pub(super) fn announce(settings: &Settings, standard: &Standard, report: &mut Report<'_>) {
    let level = match standard.level {
        SecurityLevel::Restricted => return,
        SecurityLevel::Baseline => "baseline",
        SecurityLevel::Privileged => "privileged",
    };
    let why = standard.why.join(", ");
    if settings.create_namespace == Some(true) {
        report.warning(
            "createNamespace",
            format!(
                "the namespace enforces `{level}` in place of `restricted` ({why}): every pod in it may do as much"
            ),
            "give such an app a namespace of its own",
        );
    } else if standard.level == SecurityLevel::Privileged {
        report.warning(
            "namespace",
            format!("the pods need a namespace that lets in `{level}` ones ({why})"),
            "its label `pod-security.kubernetes.io/enforce` decides; `createNamespace: true` writes it",
        );
    }
}
