//! Paths in the container, of which no two may get in each other's way.

use super::claims::Claim;
use super::config::ConfigFile;
use super::report::Report;
use super::secrets::{SECRETS_FOLDER, SecretReference};
use super::storage::Scratch;
use crate::spec::join_key;

/// A path in the container, and the key of the spec that puts something there.
struct Mount<'a> {
    path: &'a str,
    key: String,
    /// Whether other mounts may stand below it.
    open: bool,
}

/// Mount paths must be unique, and nothing can be mounted below a file or inside a read-only volume.
pub(super) fn check(
    scratch: &[Scratch],
    claims: &[Claim],
    files: &[ConfigFile],
    secrets: &[SecretReference],
    report: &mut Report<'_>,
) {
    let mut mounts: Vec<Mount<'_>> = Vec::new();
    if secrets.iter().any(|secret| secret.path.is_some()) {
        mounts.push(Mount { path: SECRETS_FOLDER, key: "secrets".to_owned(), open: false });
    }
    let written = |scratch: &'_ Scratch| join_key(&["writable", scratch.path.as_str()]);
    mounts.extend(scratch.iter().map(|scratch| Mount { path: &scratch.path, key: written(scratch), open: true }));
    let claim = |claim: &'_ Claim| join_key(&["storage", claim.volume.as_str()]);
    mounts.extend(claims.iter().map(|one| Mount { path: &one.path, key: claim(one), open: true }));
    let file = |file: &'_ ConfigFile| join_key(&["configFiles", file.path.as_str()]);
    mounts.extend(files.iter().map(|one| Mount { path: &one.path, key: file(one), open: false }));
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
