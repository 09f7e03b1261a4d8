//! Paths in a container, of which no two may get in each other's way.

use serde::Serialize;

use crate::spec::{AccessMode, join_key};

use super::claims::Claim;
use super::config::Configuration;
use super::host::HostVolume;
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

/// What one container mounts, each with the key of the spec that asks for it.
#[derive(Debug, Default)]
pub(super) struct Mounted(Vec<Entry>);

#[derive(Debug)]
struct Entry {
    mount: Mount,
    key: String,
    /// Whether other mounts may stand below it.
    open: bool,
}

impl Mounted {
    pub(super) fn scratch(&mut self, scratch: &[Scratch]) {
        for one in scratch {
            self.whole(&one.volume, &one.path, false, join_key(&["writable", &one.path]), true);
        }
    }

    pub(super) fn claims(&mut self, claims: &[Claim]) {
        for claim in claims {
            let Some(path) = &claim.path else { continue };
            let read_only = claim.access == AccessMode::ReadOnlyMany;
            self.whole(&claim.volume, path, read_only, join_key(&["storage", &claim.volume]), true);
        }
    }

    /// Volumes that are mounted by their names.
    pub(super) fn named(&mut self, mounts: Vec<Mount>) {
        let entry = |mount: Mount| Entry { key: join_key(&["mounts", &mount.path]), open: !mount.read_only, mount };
        self.0.extend(mounts.into_iter().map(entry));
    }

    pub(super) fn host(&mut self, paths: &[HostVolume]) {
        let entry = |volume: &HostVolume| Entry {
            mount: volume.mount.clone(),
            key: join_key(&["hostPaths", &volume.mount.path]),
            open: !volume.mount.read_only,
        };
        self.0.extend(paths.iter().map(entry));
    }

    /// Files one by one into `volume`, and folders, whose volumes are their own; those of `other` stand in the
    /// place of files and folders of the same paths.
    pub(super) fn files(&mut self, volume: &str, configuration: &Configuration, other: Option<&Configuration>) {
        let own = |path: &str| {
            other.is_none_or(|other| {
                other.files.iter().all(|file| file.path != path)
                    && other.folders.iter().all(|folder| folder.path != path)
            })
        };
        for file in configuration.files.iter().filter(|file| !file.in_folder && own(&file.path)) {
            self.whole(volume, &file.path, true, join_key(&["configFiles", &file.path]), false);
            if let Some(entry) = self.0.last_mut() {
                entry.mount.key = Some(file.key.clone());
            }
        }
        for folder in configuration.folders.iter().filter(|folder| own(&folder.path)) {
            self.whole(&folder.volume, &folder.path, true, join_key(&["configFiles", &folder.path]), false);
        }
    }

    pub(super) fn secrets(&mut self, volume: &str, secrets: &[SecretReference]) {
        if secrets.iter().any(|secret| secret.path.is_some()) {
            self.whole(volume, SECRETS_FOLDER, true, "secrets".to_owned(), false);
        }
    }

    /// What of another container's volumes is seen as well, before all else, save where something of its own stands.
    pub(super) fn inherited<'a>(&mut self, mounts: impl Iterator<Item = &'a Mount>) {
        let free = |mount: &&Mount| self.0.iter().all(|own| own.mount.path != mount.path);
        let entry = |mount: &Mount| Entry {
            key: join_key(&["mounts", &mount.path]),
            open: !mount.read_only,
            mount: mount.clone(),
        };
        let entries: Vec<Entry> = mounts.filter(free).map(entry).collect();
        self.0.splice(0..0, entries);
    }

    fn whole(&mut self, volume: &str, path: &str, read_only: bool, key: String, open: bool) {
        let mount = Mount { volume: volume.to_owned(), path: path.to_owned(), key: None, read_only };
        self.0.push(Entry { mount, key, open });
    }
}

/// Mount paths must be unique, and nothing can be mounted below a file or inside a read-only volume.
pub(super) fn checked(mounted: Mounted, report: &mut Report<'_>) -> Vec<Mount> {
    let Mounted(entries) = mounted;
    for (index, entry) in entries.iter().enumerate() {
        for other in entries.iter().enumerate().filter(|(place, _)| *place != index).map(|(_, other)| other) {
            let below = entry.mount.path.strip_prefix(&other.mount.path).is_some_and(|rest| rest.starts_with('/'));
            if below && !other.open || entry.mount.path == other.mount.path && entry.key > other.key {
                let message = format!("`{}` and `{}` get in each other's way", entry.key, other.key);
                // Told where a person said it: `/tmp` is there by default.
                if report.chosen(&entry.key) {
                    report.problem(&entry.key, message, "put one of the two at another path");
                } else {
                    let hint = format!("`writable: {{{}: null}}` takes the default back", entry.mount.path);
                    report.problem(&other.key, message, hint);
                }
            }
        }
    }
    entries.into_iter().map(|entry| entry.mount).collect()
}
