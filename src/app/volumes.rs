//! Scratch volumes that containers share, and where each container sees a shared volume.

use serde::Serialize;

use crate::problem::did_you_mean;
use crate::spec::types::{MountedVolume, Name};
use crate::spec::{AccessMode, Settings, join_key};

use super::claims::Claim;
use super::container::{FILES, SECRETS};
use super::mounts::Mount;
use super::report::Report;
use super::storage::{MEBIBYTE, Scratch};

/// The volumes of the pod that containers share by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Volumes {
    /// Persistent ones.
    pub claims: Vec<Claim>,
    /// Empty at every start of a pod.
    pub scratch: Vec<Scratch>,
}

impl Volumes {
    /// Whether a volume of that name is there, and whether it can be read only.
    fn find(&self, name: &str) -> Option<bool> {
        let claim = self.claims.iter().find(|claim| claim.volume == name);
        let read_only = claim.map(|claim| claim.access == AccessMode::ReadOnlyMany);
        read_only.or_else(|| self.scratch.iter().any(|scratch| scratch.volume == name).then_some(false))
    }

    /// The names that are taken.
    pub(super) fn names(&self) -> Vec<String> {
        let claims = self.claims.iter().map(|claim| claim.volume.clone());
        claims.chain(self.scratch.iter().map(|scratch| scratch.volume.clone())).collect()
    }

    /// What the shared scratch volumes may hold together, in mebibytes.
    pub(super) fn scratch_size(&self) -> u64 {
        self.scratch.iter().map(|scratch| scratch.size.bytes().div_ceil(MEBIBYTE)).sum()
    }
}

/// Names that kubewright gives to volumes of a container's files and secrets.
pub(super) fn reserved(settings: &Settings) -> Vec<String> {
    let init = settings.init.iter().flat_map(|init| init.keys());
    let further: Vec<&Name> = init.chain(settings.sidecars.iter().flat_map(|sidecars| sidecars.keys())).collect();
    let of_all = |what: &'static str| further.iter().map(move |name| format!("{what}-{name}"));
    [FILES, SECRETS].into_iter().flat_map(|what| of_all(what).chain([what.to_owned()])).collect()
}

/// What every container of the pod mounts by name.
pub(super) fn mounted(settings: &Settings) -> Vec<&str> {
    let init = settings.init.iter().flat_map(|init| init.values()).map(|one| &one.mounts);
    let sidecars = settings.sidecars.iter().flat_map(|sidecars| sidecars.values()).map(|one| &one.mounts);
    let all = init.chain(sidecars).chain([&settings.mounts]).flatten().flat_map(|mounts| mounts.values());
    all.map(|mounted| mounted.volume.as_str()).collect()
}

/// The shared volumes, each under a name of its own.
pub(super) fn volumes(settings: &Settings, claims: &[Claim], report: &mut Report<'_>) -> Volumes {
    let (reserved, mounted) = (reserved(settings), mounted(settings));
    let mut scratch = Vec::new();
    for (name, size) in settings.volumes.iter().flat_map(|volumes| volumes.iter()) {
        let key = join_key(&["volumes", name.as_str()]);
        if reserved.iter().any(|reserved| reserved == name.as_str()) {
            report.problem(&key, format!("`{name}` is a name that kubewright uses"), "give the volume another name");
        }
        if claims.iter().any(|claim| claim.volume == name.as_str()) {
            report.problem(
                &key,
                format!("`volumes` and `storage` both have a volume `{name}`"),
                "give one of the two another name",
            );
        }
        if !mounted.contains(&name.as_str()) {
            report.warning(
                &key,
                format!("no container mounts volume `{name}`"),
                format!("say where: `mounts: {{/srv: {name}}}`"),
            );
        }
        scratch.push(Scratch { volume: name.to_string(), path: String::new(), size: *size });
    }
    Volumes { claims: claims.to_vec(), scratch }
}

/// Where one container sees the volumes that it names.
pub(super) fn mounts(settings: &Settings, volumes: &Volumes, report: &mut Report<'_>) -> Vec<Mount> {
    let mut mounts = Vec::new();
    for (path, MountedVolume { volume, read_only }) in settings.mounts.iter().flat_map(|mounts| mounts.iter()) {
        let Some(only_read) = volumes.find(volume.as_str()) else {
            let names = volumes.names();
            let hint = did_you_mean(volume.as_str(), names.iter().map(String::as_str)).unwrap_or_else(|| {
                format!("declare it, `volumes: {{{volume}: 64Mi}}` for scratch space, or under `storage` to keep it")
            });
            let key = join_key(&["mounts", path.as_str()]);
            report.problem(&key, format!("there is no volume `{volume}` to mount at {path}"), hint);
            continue;
        };
        mounts.push(Mount {
            volume: volume.to_string(),
            path: path.to_string(),
            key: None,
            read_only: *read_only || only_read,
        });
    }
    mounts
}
