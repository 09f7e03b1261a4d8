//! Documents of all environments in, a tree of files out.

mod helm;
mod holds;
mod kustomize;
mod plain;

use std::collections::BTreeMap;

use crate::app::App;
use crate::manifest::Document;
use crate::spec::Layout;

pub use helm::{helm, values_file};
pub use holds::{Holds, holds, patched, standing};
pub use kustomize::kustomize;
pub use plain::{files, plain};

/// Files by their path relative to the spec's folder, in the order of their paths.
pub type Tree = BTreeMap<String, String>;

/// What a layout is made from: the objects of one environment, or of the base, in the order in which
/// they are applied.
#[derive(Debug, Clone, Copy)]
pub struct Objects<'a> {
    /// The app that they come from, with the environment's name.
    pub app: &'a App,
    /// The objects.
    pub documents: &'a [Document],
}

impl<'a> Objects<'a> {
    /// The environment's name.
    pub fn environment(&self) -> &'a str {
        &self.app.environment
    }
}

/// The folder in which a layout has what is applied to an environment; all environments share that of a chart.
pub fn folder(layout: Layout, environment: &str) -> String {
    match layout {
        Layout::Plain => format!("deploy/{environment}"),
        Layout::Kustomize => format!("deploy/overlays/{environment}"),
        Layout::Helm => helm::CHART.to_owned(),
    }
}

/// The files of a layout in which a change of an object can stand, the nearest to it first; the object
/// is told by the path of its file in the plain layout.
pub fn files_of(layout: Layout, plain_path: &str) -> Vec<String> {
    let below = plain_path.strip_prefix("deploy/").and_then(|path| path.split_once('/'));
    match (layout, below) {
        (Layout::Kustomize, Some((environment, file))) => kustomize::files_of(environment, file),
        (Layout::Helm, Some((environment, file))) => helm::files_of(environment, file),
        _ => vec![plain_path.to_owned()],
    }
}

/// The path of an environment's file once the environment has another name; none for a file that is not of it.
pub fn renamed(layout: Layout, path: &str, from: &str, to: &str) -> Option<String> {
    if layout == Layout::Helm {
        return (path == values_file(from)).then(|| values_file(to));
    }
    let below = path.strip_prefix(&folder(layout, from))?.strip_prefix('/')?;
    Some(format!("{}/{below}", folder(layout, to)))
}

/// Whether what one file says reaches the objects that another says, in whatever layout: files of one folder
/// are applied together, and an overlay of kustomize with its base.
pub fn reaches(from: &str, to: &str) -> bool {
    let [from, to] = [from, to].map(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder));
    from == to || kustomize::reaches(from, to)
}

#[cfg(test)]
mod tests {
    use super::{Layout, reaches, renamed};

    #[test]
    fn an_environment_has_its_files_under_its_name_in_every_layout() {
        let told = |layout, path| renamed(layout, path, "staging", "preview");
        let helm = told(Layout::Helm, "deploy/chart/values-staging.yaml");
        assert_eq!(helm.as_deref(), Some("deploy/chart/values-preview.yaml"));
        let plain = told(Layout::Plain, "deploy/staging/service.yaml");
        assert_eq!(plain.as_deref(), Some("deploy/preview/service.yaml"));
        let kustomize = told(Layout::Kustomize, "deploy/overlays/staging/patches/service.yaml");
        assert_eq!(kustomize.as_deref(), Some("deploy/overlays/preview/patches/service.yaml"));
        assert_eq!(told(Layout::Plain, "deploy/staging-2/service.yaml"), None);
        assert_eq!(told(Layout::Kustomize, "deploy/base/service.yaml"), None);
        assert_eq!(told(Layout::Helm, "deploy/chart/values.yaml"), None);
    }

    #[test]
    fn the_base_reaches_every_overlay_and_an_overlay_itself() {
        let (base, patch) = ("deploy/base/configmap.yaml", "deploy/overlays/staging/patches/deployment.yaml");
        assert!(reaches(base, patch) && reaches("deploy/overlays/staging/configmap.yaml", patch));
        assert!(!reaches(patch, base) && !reaches("deploy/overlays/production/patches/configmap.yaml", patch));
        assert!(reaches("deploy/staging/configmap.yaml", "deploy/staging/deployment.yaml"));
        assert!(!reaches("deploy/staging/configmap.yaml", "deploy/production/deployment.yaml"));
    }
}
