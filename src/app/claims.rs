//! Persistent volumes.

use serde::Serialize;

use crate::spec::types::{Memory, Name};
use crate::spec::{AccessMode, Kind, Settings, join_key};

use super::report::Report;

/// A claim on a persistent volume, and where the container sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// Name of the volume in the pod, and of a StatefulSet's template.
    pub volume: String,
    /// Name of the PersistentVolumeClaim that all pods share; none in a StatefulSet.
    pub name: String,
    /// Path in the container.
    pub path: String,
    /// Size.
    pub size: Memory,
    /// StorageClass, if one is named.
    pub class: Option<String>,
    /// Who may mount it.
    pub access: AccessMode,
}

pub(super) fn claims(name: &Name, settings: &Settings, report: &mut Report<'_>) -> Vec<Claim> {
    let kind = settings.kind.unwrap_or_default();
    let mut claims = Vec::new();
    for (volume, storage) in settings.storage.iter().flat_map(|storage| storage.iter()) {
        let key = join_key(&["storage", volume.as_str()]);
        if ["config-files", "secrets"].contains(&volume.as_str()) {
            report.problem(&key, format!("`{volume}` is a name that kubewright uses"), "give the volume another name");
        }
        let (Some(size), Some(mount)) = (storage.size, &storage.mount) else {
            let missing = if storage.size.is_none() { "size" } else { "mount" };
            let hint = format!("say how much it holds and where: `{volume}: {{size: 10Gi, mount: /var/lib/data}}`");
            report.problem(&key, format!("`storage.{volume}.{missing}` is missing"), hint);
            continue;
        };
        if size.bytes() == 0 {
            report.problem(
                &key,
                format!("volume `{volume}` has no size"),
                "say how much it must hold, such as `size: 10Gi`",
            );
        }
        let access = storage.access.unwrap_or(AccessMode::ReadWriteOnce);
        if kind == Kind::DaemonSet && !access.is_shared() {
            report.problem(
                &key,
                format!("the pods of all nodes share volume `{volume}`, which one node alone can mount"),
                "say `access: ReadWriteMany`, or keep the data in a `writable` path",
            );
        }
        claims.push(Claim {
            volume: volume.to_string(),
            name: format!("{name}-{volume}"),
            path: mount.to_string(),
            size,
            class: storage.class.as_ref().map(ToString::to_string),
            access,
        });
    }
    claims
}
