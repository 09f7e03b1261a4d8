//! Paths that the app may write to.

use serde::Serialize;

use crate::spec::Settings;
use crate::spec::types::Memory;

/// A path that is writable, up to a size, and empty at every start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scratch {
    /// Name of the volume.
    pub volume: String,
    /// Path in the container.
    pub path: String,
    /// Largest size; the pod is evicted beyond it.
    pub size: Memory,
}

pub(super) const MEBIBYTE: u64 = 1 << 20;

/// What a container writes to, as volumes of its own; their names start with the prefix.
pub(super) fn scratch(settings: &Settings, prefix: &str, taken: &mut Vec<String>) -> Vec<Scratch> {
    let mut paths: Vec<Scratch> = Vec::new();
    for (path, size) in settings.writable.iter().flat_map(|writable| writable.iter()) {
        let volume = object_key(&format!("{prefix}{path}"), 40, |name| taken.iter().any(|taken| taken == name));
        taken.push(volume.clone());
        paths.push(Scratch { volume, path: path.to_string(), size: *size });
    }
    paths
}

/// A name made of a path's letters and digits that nobody else has taken.
pub(super) fn object_key(path: &str, max: usize, taken: impl Fn(&str) -> bool) -> String {
    let mut name: String = path
        .trim_start_matches('/')
        .to_ascii_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    name.truncate(max);
    let name = name.trim_matches('-');
    let name = if name.is_empty() { "path" } else { name };
    let numbered = |number: usize| if number == 0 { name.to_owned() } else { format!("{name}-{number}") };
    (0..).map(numbered).find(|name| !taken(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::object_key;

    #[test]
    fn names_volumes_after_their_paths_and_never_twice() {
        assert_eq!(object_key("/var/lib/My_App", 40, |_| false), "var-lib-my-app");
        assert_eq!(object_key("/tmp", 40, |name| name == "tmp"), "tmp-1");
        assert_eq!(object_key("/é", 40, |_| false), "path");
    }
}
