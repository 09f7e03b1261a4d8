//! What of its node the pod may touch, by exception.

use serde::Serialize;

use crate::spec::{Exception, HostPathType, Kind, Settings, join_key};

use super::mounts::Mount;
use super::report::Report;
use super::storage::object_key;

/// What of its node the pod may touch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Host {
    /// Paths of the node, as volumes.
    pub paths: Vec<HostVolume>,
    /// Whether the pod uses its node's network.
    pub network: bool,
    /// Whether the pod sees its node's processes.
    pub pid: bool,
}

/// A path of the node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HostVolume {
    /// Name of the volume.
    pub volume: String,
    /// Path on the node.
    pub path: String,
    /// What must be there.
    pub kind: Option<HostPathType>,
    /// Where the main container sees it.
    pub mount: Mount,
}

/// What the spec asks for; each part needs its exception.
pub(super) fn host(settings: &Settings, taken: &mut Vec<String>, report: &mut Report<'_>) -> Host {
    let mut paths = Vec::new();
    for (mount, host) in settings.host_paths.iter().flat_map(|paths| paths.iter()) {
        let path = host.path.as_ref().map_or(mount.as_str(), |path| path.as_str());
        let volume = object_key(&format!("host{path}"), 40, |name| taken.iter().any(|taken| taken == name));
        taken.push(volume.clone());
        let read_only = host.read_only.unwrap_or(true);
        if !read_only && host.kind.is_none() {
            report.warning(
                &join_key(&["hostPaths", mount.as_str()]),
                format!(
                    "what {path} is on the node is not said, and a node that lacks it starts no pod or makes a folder"
                ),
                "say `type: DirectoryOrCreate` for a folder of the app's own",
            );
        }
        paths.push(HostVolume {
            mount: Mount { volume: volume.clone(), path: mount.to_string(), key: None, read_only },
            volume,
            path: path.to_string(),
            kind: host.kind,
        });
    }
    let network = settings.host_network == Some(true);
    let pid = settings.host_pid == Some(true);
    let asked = [
        (
            "hostPaths",
            !paths.is_empty(),
            Exception::HostPath,
            "mounts paths of its node, from which a pod can take over the node",
        ),
        ("hostNetwork", network, Exception::HostNetwork, "uses its node's network, past every NetworkPolicy"),
        ("hostPID", pid, Exception::HostPid, "sees its node's processes, those of other pods among them"),
    ];
    for (key, asked, exception, what) in asked {
        if asked && !settings.excuses(exception) {
            let hint =
                format!("take `{key}` out, or say why it is needed: `exceptions: {{{}: \"...\"}}`", exception.id());
            report.problem(key, format!("the app {what}"), hint);
        }
    }
    for (key, asked) in [("hostNetwork", network), ("hostPID", pid)] {
        if asked && settings.host_users == Some(false) {
            let message = format!("`hostUsers: false` and `{key}` exclude each other: the API refuses the pod");
            report.problem("hostUsers", message, "take one of the two out");
        }
    }
    if network {
        report.warning(
            "hostNetwork",
            "no NetworkPolicy holds for a pod in its node's network",
            "leave it to the nodes' firewall who may connect",
        );
    }
    if network && settings.kind.unwrap_or_default() == Kind::Deployment {
        report.warning(
            "hostNetwork",
            "pods in their nodes' network take the ports of the node: no two share one, and a rollout needs a free node",
            "a DaemonSet has one pod on each node: `kind: DaemonSet`",
        );
    }
    Host { paths, network, pid }
}
