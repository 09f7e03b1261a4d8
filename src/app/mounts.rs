//! Paths in the container, of which no two may get in each other's way.

use serde::Serialize;

use crate::spec::{AccessMode, join_key};

use super::claims::Claim;
use super::config::Configuration;
use super::container::{FILES, Role, SECRETS, own};
use super::report::Report;
use super::secrets::{SECRETS_FOLDER, SecretReference};
use super::storage::Scratch;

/// A volume of the pod, as a container sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mount {
    /// Name of the volume.
    pub volume: String,
    /// Path in the container.
    pub path: String,
    /// The one file of the volume that is seen; all of it when there is none.
    pub key: Option<String>,
    /// Whether the container can only read it.
    pub read_only: bool,
}

/// What a container mounts: where it writes, what is kept, its files, its secrets.
pub(super) fn mounts(
    role: Role,
    name: &str,
    scratch: &[Scratch],
    claims: &[Claim],
    configuration: &Configuration,
    secrets: &[SecretReference],
) -> Vec<Mount> {
    let whole = |volume: &str, path: &str, read_only| Mount {
        volume: volume.to_owned(),
        path: path.to_owned(),
        key: None,
        read_only,
    };
    let scratch = scratch.iter().map(|scratch| whole(&scratch.volume, &scratch.path, false));
    let claims = claims.iter().map(|claim| whole(&claim.volume, &claim.path, claim.access == AccessMode::ReadOnlyMany));
    let files_volume = own(role, name, FILES);
    let files = configuration.files.iter().filter(|file| !file.in_folder);
    let files = files.map(|file| Mount { key: Some(file.key.clone()), ..whole(&files_volume, &file.path, true) });
    let folders = configuration.folders.iter().map(|folder| whole(&folder.volume, &folder.path, true));
    let secrets = secrets
        .iter()
        .any(|secret| secret.path.is_some())
        .then(|| whole(&own(role, name, SECRETS), SECRETS_FOLDER, true));
    scratch.chain(claims).chain(files).chain(folders).chain(secrets).collect()
}

/// A path in the container, and the key of the spec that puts something there.
struct Taken<'a> {
    path: &'a str,
    key: String,
    /// Whether other mounts may stand below it.
    open: bool,
}

/// Mount paths must be unique, and nothing can be mounted below a file or inside a read-only volume.
pub(super) fn check(
    scratch: &[Scratch],
    claims: &[Claim],
    configuration: &Configuration,
    secrets: &[SecretReference],
    report: &mut Report<'_>,
) {
    let mut mounts: Vec<Taken<'_>> = Vec::new();
    if secrets.iter().any(|secret| secret.path.is_some()) {
        mounts.push(Taken { path: SECRETS_FOLDER, key: "secrets".to_owned(), open: false });
    }
    let written = |scratch: &'_ Scratch| join_key(&["writable", scratch.path.as_str()]);
    mounts.extend(scratch.iter().map(|scratch| Taken { path: &scratch.path, key: written(scratch), open: true }));
    let claim = |claim: &'_ Claim| join_key(&["storage", claim.volume.as_str()]);
    mounts.extend(claims.iter().map(|one| Taken { path: &one.path, key: claim(one), open: true }));
    let single = configuration.files.iter().filter(|file| !file.in_folder).map(|file| &file.path);
    let files = single.chain(configuration.folders.iter().map(|folder| &folder.path));
    mounts.extend(files.map(|path| Taken { path, key: join_key(&["configFiles", path]), open: false }));
    for (index, mount) in mounts.iter().enumerate() {
        for other in mounts.iter().enumerate().filter(|(place, _)| *place != index).map(|(_, other)| other) {
            let below = mount.path.strip_prefix(other.path).is_some_and(|rest| rest.starts_with('/'));
            if below && !other.open || mount.path == other.path && mount.key > other.key {
                let message = format!("`{}` and `{}` get in each other's way", mount.key, other.key);
                report.problem(&mount.key, message, "put one of the two at another path");
            }
        }
    }
}
