//! `renovate.json` or `.github/dependabot.yml`: what keeps up to date what the repository depends on.

use serde::Serialize;

use crate::app::App;
use crate::problem::{Place, Problem};
use crate::spec::{Ci, Language, Updates};

use super::{File, Subject};

/// What the templates are told.
#[derive(Serialize)]
struct Told<'a> {
    /// Registry and repository of the app's own images, each once.
    images: Vec<&'a str>,
    /// What Dependabot calls the kinds of packages.
    ecosystems: Vec<&'static str>,
}

/// The file; none where the spec does not ask for it.
pub(super) fn files(subject: &Subject<'_>) -> Vec<File> {
    let Some((app, updates)) = asked(subject) else { return Vec::new() };
    let mut images: Vec<&str> = Vec::new();
    for one in subject.environments {
        let image = one.app.main.image.repository.as_str();
        if !images.contains(&image) {
            images.push(image);
        }
    }
    let told = Told { images, ecosystems: ecosystems(app) };
    vec![match updates {
        Updates::Renovate => File::new("renovate.json", "tooling/updates/renovate.json.tera", &told),
        Updates::Dependabot => File::new(".github/dependabot.yml", "tooling/updates/dependabot.yml.tera", &told),
    }]
}

/// The bot, and the app that asks for it: all environments have the same.
fn asked<'a>(subject: &Subject<'a>) -> Option<(&'a App, Updates)> {
    subject.environments.iter().find_map(|one| Some((one.app, one.app.updates?)))
}

/// Dependabot takes no file that names nothing.
pub(super) fn problems(subject: &Subject<'_>) -> Vec<Problem> {
    let Some((app, Updates::Dependabot)) = asked(subject) else { return Vec::new() };
    if !ecosystems(app).is_empty() {
        return Vec::new();
    }
    let node = subject.spec.values.get("updates").unwrap_or(&subject.spec.values);
    let what = "Dependabot has nothing to update: kubewright writes neither a Dockerfile nor a workflow here";
    let hint = "ask for `dockerfile` or `delivery: {ci: github}`, or leave `updates` out";
    vec![Problem::new(what).at(Some(Place::new(&subject.spec.source, node.position))).hint(hint)]
}

/// What the files that are written depend on: base images and the packages of the app's language, and actions.
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
    let images = packages.map(|_| "docker");
    let has_workflow = app.delivery.as_ref().is_some_and(|delivery| delivery.ci == Some(Ci::Github));
    let actions = has_workflow.then_some("github-actions");
    images.into_iter().chain(actions).chain(packages).collect()
}
