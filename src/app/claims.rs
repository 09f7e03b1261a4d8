//! Persistent volumes.

use serde::Serialize;

use crate::spec::types::{Memory, Name};
use crate::spec::{AccessMode, ConcurrencyPolicy, Kind, Settings, join_key};

use super::report::Report;
use super::rollout::Replicas;
use super::volumes;

/// A claim on a persistent volume, and where the container sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// Name of the volume in the pod, and of a StatefulSet's template.
    pub volume: String,
    /// Name of the PersistentVolumeClaim that all pods share; none where each pod has its own.
    pub shared: Option<String>,
    /// Path in the main container, where it mounts the volume.
    pub path: Option<String>,
    /// Size.
    pub size: Memory,
    /// StorageClass, if one is named.
    pub class: Option<String>,
    /// Who may mount it.
    pub access: AccessMode,
}

pub(super) fn claims(name: &Name, settings: &Settings, report: &mut Report<'_>) -> Vec<Claim> {
    let kind = settings.kind.unwrap_or_default();
    let (reserved, mounted) = (volumes::reserved(settings), volumes::mounted(settings));
    let mut claims = Vec::new();
    for (volume, storage) in settings.storage.iter().flat_map(|storage| storage.iter()) {
        let key = join_key(&["storage", volume.as_str()]);
        if reserved.iter().any(|reserved| reserved == volume.as_str()) {
            report.problem(&key, format!("`{volume}` is a name that kubewright uses"), "give the volume another name");
        }
        let elsewhere = mounted.contains(&volume.as_str());
        let (Some(size), true) = (storage.size, storage.mount.is_some() || elsewhere) else {
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
        claims.push(Claim {
            volume: volume.to_string(),
            shared: (kind != Kind::StatefulSet).then(|| format!("{name}-{volume}")),
            path: storage.mount.as_ref().map(ToString::to_string),
            size,
            class: storage.class.as_ref().map(ToString::to_string),
            access,
        });
    }
    claims
}

/// A volume that the pods of one node alone can mount holds up every further pod.
pub(super) fn check_writers(settings: &Settings, replicas: Replicas, claims: &[Claim], report: &mut Report<'_>) {
    let job = settings.job.clone().unwrap_or_default();
    let overlaps =
        settings.cron_job.as_ref().and_then(|cron| cron.concurrency_policy) == Some(ConcurrencyPolicy::Allow);
    let several = match settings.kind.unwrap_or_default() {
        Kind::StatefulSet => false,
        Kind::Deployment => replicas.most() > 1,
        Kind::DaemonSet => true,
        Kind::Job => job.parallelism.unwrap_or(1) > 1,
        Kind::CronJob => job.parallelism.unwrap_or(1) > 1 || overlaps,
    };
    for claim in claims.iter().filter(|claim| several && !claim.access.is_shared()) {
        report.problem(
            &join_key(&["storage", claim.volume.as_str()]),
            format!("several pods share volume `{}`, which the pods of one node alone can mount", claim.volume),
            "say `kind: StatefulSet` for a volume of each pod's own, `access: ReadWriteMany`, or let one pod run",
        );
    }
}
