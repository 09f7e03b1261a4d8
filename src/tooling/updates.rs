//! `renovate.json` or `.github/dependabot.yml`: what keeps up to date what the repository depends on.

use serde::Serialize;

use crate::app::App;
use crate::spec::{Language, Updates};

use super::{File, Subject};

/// What the templates are told.
#[derive(Serialize)]
struct Told<'a> {
    /// Registry and repository of the app's own image.
    image: &'a str,
    /// What Dependabot calls the kinds of packages.
    ecosystems: Vec<&'static str>,
}

/// The file; none where the spec does not ask for it.
pub(super) fn files(subject: &Subject<'_>) -> Vec<File> {
    let mut apps = subject.environments.iter().map(|one| one.app);
    let Some((app, updates)) = apps.find_map(|app| Some((app, app.updates?))) else { return Vec::new() };
    let told = Told { image: &app.main.image.repository, ecosystems: ecosystems(app) };
    vec![match updates {
        Updates::Renovate => File::new("renovate.json", "tooling/updates/renovate.json.tera", &told),
        Updates::Dependabot => File::new(".github/dependabot.yml", "tooling/updates/dependabot.yml.tera", &told),
    }]
}

/// Base images and actions, and the packages of the app's language.
fn ecosystems(app: &App) -> Vec<&'static str> {
    let packages = app.dockerfile.as_ref().map(|dockerfile| match dockerfile.language {
        Language::Go => "gomod",
        Language::Java => "maven",
        Language::JavaGradle => "gradle",
        Language::Node => "npm",
        Language::Python => "pip",
        Language::Ruby => "bundler",
        Language::Php => "composer",
        Language::Rust => "cargo",
        Language::Dotnet => "nuget",
    });
    ["docker", "github-actions"].into_iter().chain(packages).collect()
}
