//! The named departures from the production checklist.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A rule of the checklist that a spec may depart from, with its reason.
///
/// The id becomes the annotation `kubewright.dev/ignore.<id>`, which says the reason on the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Exception {
    /// One replica where two or more are asked for (checklist item 4).
    Singleton,
    /// The container runs as root (checklist item 15).
    Root,
    /// The root file system is writable (checklist item 15).
    WritableRoot,
    /// A container keeps a kernel capability (checklist item 15).
    Capability,
    /// Paths of the node are mounted (checklist item 15).
    HostPath,
    /// The pods use their node's network (checklist item 15).
    HostNetwork,
    /// The pods see their node's processes (checklist item 15).
    HostPid,
    /// No liveness probe (checklist item 10).
    NoLiveness,
    /// No probe at all (checklist item 10).
    NoProbe,
    /// No NetworkPolicy (checklist item 23).
    NoNetworkPolicy,
    /// A value, an argument or a file that only looks like a secret (checklist item 8).
    LiteralSecret,
    /// The stated load is more than the pods, their memory or the database can carry (checklist item 9).
    UnderCapacity,
}

/// How the key of an annotation begins that says why a rule is departed from; the rule's id follows.
pub(crate) const IGNORE: &str = "kubewright.dev/ignore.";

impl Exception {
    /// Every exception with its id.
    pub const ALL: [(Self, &'static str); 12] = [
        (Self::Singleton, "singleton"),
        (Self::Root, "root"),
        (Self::WritableRoot, "writable-root"),
        (Self::Capability, "capability"),
        (Self::HostPath, "host-path"),
        (Self::HostNetwork, "host-network"),
        (Self::HostPid, "host-pid"),
        (Self::NoLiveness, "no-liveness"),
        (Self::NoProbe, "no-probe"),
        (Self::NoNetworkPolicy, "no-network-policy"),
        (Self::LiteralSecret, "literal-secret"),
        (Self::UnderCapacity, "under-capacity"),
    ];

    /// The annotation that says its reason on an object.
    pub fn annotation(self) -> String {
        format!("{IGNORE}{}", self.id())
    }

    /// The id as a spec writes it.
    pub fn id(self) -> &'static str {
        Self::ALL.iter().find(|(exception, _)| *exception == self).map_or("", |(_, id)| id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_what_serde_writes() {
        for (exception, id) in Exception::ALL {
            assert_eq!(serde_json::to_value(exception).expect("a unit variant"), id);
        }
    }
}
