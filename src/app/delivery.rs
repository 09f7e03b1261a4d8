//! How a change of the app reaches its environments.

use std::collections::BTreeMap;

use crate::spec::types::{CommandLine, Image};
use crate::spec::{Ci, Delivery as Asked, Deploy, Language, Settings};

use super::report::Report;

/// The branch of whoever names none.
const USUAL_BRANCH: &str = "main";

/// The way of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// What brings an environment up to date.
    pub deploy: Deploy,
    /// Whose pipeline is written, if one is.
    pub ci: Option<Ci>,
    /// Environments that a new image reaches, one after the other; none means all.
    pub stages: Option<Vec<String>>,
    /// The branch that is delivered.
    pub branch: String,
    /// The repository that is read from, where something reads it.
    pub repository: Option<String>,
    /// The folder of the repository in which the spec stands, where that is not its root.
    pub folder: Option<String>,
    /// The address of each environment's cluster, where that is not the one that Argo CD runs in.
    pub clusters: BTreeMap<String, String>,
    /// Whether one ApplicationSet stands in the place of an Application for each environment.
    pub application_set: bool,
    /// Commands of the unit tests, where the spec names them.
    pub test: Option<Vec<String>>,
    /// Commands of the integration tests.
    pub integration_test: Vec<String>,
    /// The image that the tests run in, where the spec names it.
    pub test_image: Option<String>,
    /// The image of the jobs that deploy, where the spec names it.
    pub deploy_image: Option<String>,
    /// Registry and repository that the image is pushed to.
    pub image: String,
}

impl Delivery {
    /// The registry of the image; none where that is Docker Hub, as where its name has no domain
    /// (the reference package of distribution).
    pub fn registry(&self) -> Option<&str> {
        let (first, _) = self.image.split_once('/')?;
        (first.contains(['.', ':']) || first == "localhost").then_some(first)
    }
}

/// The delivery, where the spec wants one.
pub(super) fn delivery(settings: &Settings, report: &mut Report<'_>) -> Option<Delivery> {
    let asked = settings.delivery.as_ref()?;
    let image = settings.image.as_ref()?;
    let Some(deploy) = asked.deploy else {
        report.problem(
            "delivery",
            "`delivery` does not say what brings an environment up to date",
            "say it, such as `delivery: {deploy: pipeline}`; valid: pipeline, argo-cd, flux",
        );
        return None;
    };
    let delivery = made(asked, deploy, image);
    if deploy.by_commit() && delivery.repository.is_none() {
        let what = if deploy == Deploy::Flux { "Flux" } else { "Argo CD" };
        report.problem(
            "delivery",
            format!("{what} reads the manifests from a repository, and `delivery` names none"),
            "name it: `delivery: {repository: https://github.com/acme/web.git}`",
        );
    }
    if asked.application_set.is_some() && deploy != Deploy::ArgoCd {
        let hint = "leave it out, or say `deploy: argo-cd`";
        report.problem("delivery.applicationSet", "an ApplicationSet is Argo CD's", hint);
    }
    if asked.clusters.is_some() && deploy != Deploy::ArgoCd {
        let hint =
            "leave them out: each cluster has a Flux of its own, and a pipeline the kubeconfig of each environment";
        report.problem("delivery.clusters", "nothing but Argo CD is told the addresses of clusters", hint);
    }
    if deploy.by_commit() && settings.namespace.is_none() {
        report.problem(
            "delivery",
            "what applies the manifests from outside of the namespace has to be told which one it is",
            "name it: `namespace: shop`",
        );
    }
    if asked.ci.is_some() && asked.folder.is_some() {
        report.problem(
            "delivery.folder",
            "a pipeline is found in the root of the repository alone, and the spec stands below it",
            "leave out `ci`, and call `deploy/delivery/deploy.sh` from the repository's own pipeline",
        );
    }
    if asked.ci == Some(Ci::Gitlab) && asked.deploy_image.is_none() {
        report.problem(
            "delivery",
            "a job of GitLab that deploys needs an image with bash, git, curl and kubectl, and helm for charts",
            "name one of yours, with its version: `delivery: {deployImage: registry.example.com/acme/deploy:1.0.0}`",
        );
    }
    if asked.stages.as_ref().is_some_and(Vec::is_empty) {
        report.problem("delivery.stages", "`delivery.stages` names no environment", "name one, or leave it out");
    }
    let language = settings.dockerfile.as_ref().and_then(|dockerfile| dockerfile.language);
    check_tests(&delivery, language, report);
    Some(delivery)
}

fn made(asked: &Asked, deploy: Deploy, image: &Image) -> Delivery {
    let lines = |lines: &[CommandLine]| lines.iter().map(ToString::to_string).collect();
    Delivery {
        deploy,
        ci: asked.ci,
        stages: asked.stages.as_ref().map(|stages| stages.iter().map(ToString::to_string).collect()),
        branch: asked.branch.as_ref().map_or_else(|| USUAL_BRANCH.to_owned(), ToString::to_string),
        repository: asked.repository.as_ref().map(ToString::to_string),
        folder: asked.folder.as_ref().map(ToString::to_string),
        clusters: asked
            .clusters
            .iter()
            .flat_map(|clusters| clusters.iter())
            .map(|(environment, address)| (environment.to_string(), address.to_string()))
            .collect(),
        application_set: asked.application_set.unwrap_or(false),
        test: asked.test.as_deref().map(lines),
        integration_test: asked.integration_test.as_deref().map(lines).unwrap_or_default(),
        test_image: asked.test_image.as_ref().map(ToString::to_string),
        deploy_image: asked.deploy_image.as_ref().map(ToString::to_string),
        image: image.repository.clone(),
    }
}

/// What tests the app, and in which image, must be known where a pipeline runs it.
fn check_tests(delivery: &Delivery, language: Option<Language>, report: &mut Report<'_>) {
    if delivery.ci.is_none() {
        return;
    }
    let usual = language.and_then(usual_tests);
    if delivery.test.is_none() && usual.is_none() {
        let why = match language {
            Some(language) => format!("projects of {} do not all have the same", language.name()),
            None => "`dockerfile` does not say what the app is written in".to_owned(),
        };
        report.problem(
            "delivery",
            format!("what tests the app is not known: {why}"),
            "name the commands: `delivery: {test: [make test]}`; `test: []` runs none",
        );
        return;
    }
    let runs_any = delivery.test.as_ref().is_none_or(|test| !test.is_empty()) || !delivery.integration_test.is_empty();
    if runs_any && language.is_none() && delivery.test_image.is_none() {
        report.problem(
            "delivery",
            "the image that the tests run in is not known: `dockerfile` does not say what the app is written in",
            "name it, such as `delivery: {testImage: registry.example.com/acme/test:1.0.0}`",
        );
    }
}

/// What tests a project of a language, where one command does in all of them.
pub fn usual_tests(language: Language) -> Option<&'static [&'static str]> {
    match language {
        Language::Go => Some(&["go vet ./...", "go test ./..."]),
        Language::Java => Some(&["mvn --batch-mode test"]),
        Language::JavaGradle => Some(&["gradle --no-daemon test"]),
        Language::Node => Some(&["npm ci", "npm test"]),
        Language::Rust => Some(&["cargo test --locked"]),
        Language::Dotnet => Some(&["dotnet test"]),
        Language::Python | Language::Ruby | Language::Php => None,
    }
}
