//! The questions about the way of a change: what builds the image, and what brings it to the environments.

use crate::app::{is_project, usual_tests};
use crate::spec::{Deploy, Language};

use super::answers::Answers;
use super::question::{Kind, Offer, Question};

/// The language that the image is built for.
fn language(answers: &Answers) -> Option<Language> {
    let named = answers.one("dockerfile")?;
    Language::ALL.into_iter().find(|(_, name)| *name == named).map(|(language, _)| language)
}

/// Whether what is deployed follows from what is committed.
fn by_commit(answers: &Answers) -> bool {
    let deploy = answers.one("deploy").and_then(|text| serde_json::from_value::<Deploy>(text.into()).ok());
    deploy.is_some_and(Deploy::by_commit)
}

/// Whether an image is built here.
pub(super) const DOCKERFILE: Question = Question {
    offer: |basis| match &basis.guesses.language {
        Some(guess) => Offer::none(&format!("{} fits: {}", guess.value.name(), guess.reason)),
        None => Offer::none("nothing here tells the language"),
    },
    ..Question::new(
        "dockerfile",
        "Language that a Dockerfile is written for",
        Kind::Optional,
        "go, java, java-gradle, node, python, ruby, php, rust or dotnet: a Dockerfile and a .dockerignore beside the spec. `none` where there is one already.",
    )
};

/// What .NET publishes.
pub(super) const DOCKERFILE_TARGET: Question = Question {
    when: |answers| language(answers) == Some(Language::Dotnet),
    misfit: |_, text| {
        (!is_project(text)).then(|| "the file of a project is needed here, such as Web/Web.csproj".to_owned())
    },
    ..Question::new(
        "dockerfile-target",
        "Project that is published",
        Kind::Required,
        "Its file, below the spec's folder, such as Web/Web.csproj.",
    )
};

/// What the image starts, where the language does not tell it.
pub(super) const DOCKERFILE_COMMAND: Question = Question {
    offer: |_| Offer::none("then it is asked for before anything is written"),
    when: |answers| matches!(language(answers), Some(Language::Python | Language::Ruby)),
    ..Question::new(
        "dockerfile-command",
        "Program that the image starts, and its arguments",
        Kind::Many,
        "A word a line, such as gunicorn, then shop.wsgi.",
    )
};

/// What brings an environment up to date.
pub(super) const DEPLOY: Question = Question {
    offer: |_| Offer::none("then you apply the files as you like"),
    misfit: |basis, text| {
        let lacks = text != "pipeline" && !basis.answers.is_given("namespace");
        lacks.then(|| "it has to be told the namespace; change that answer first".to_owned())
    },
    ..Question::new(
        "deploy",
        "What brings an environment up to date",
        Kind::Optional,
        "pipeline: it applies the files itself. argo-cd or flux: the pipeline commits the image, and the cluster follows the repository.",
    )
};

/// Where that is read from.
pub(super) const REPOSITORY: Question = Question {
    when: by_commit,
    ..Question::new(
        "repository",
        "Repository that is read",
        Kind::Required,
        "Such as https://github.com/acme/web.git. Credentials of a private one do not stand here.",
    )
};

/// Whose pipeline is written.
pub(super) const CI: Question = Question {
    offer: |_| Offer::none("then there is no pipeline"),
    when: |answers| answers.is_given("deploy"),
    ..Question::new(
        "ci",
        "Whose pipeline is written",
        Kind::Optional,
        "github or gitlab: it tests, builds, scans and signs the image, and deploys it to one environment after the other.",
    )
};

/// What tests the app, where the language does not tell it.
pub(super) const UNIT_TEST: Question = Question {
    offer: |_| Offer::none("then it is asked for before anything is written"),
    when: |answers| answers.is_given("ci") && language(answers).and_then(usual_tests).is_none(),
    ..Question::new("unit-test", "Command of the unit tests", Kind::Many, "A line of a shell, such as make test.")
};

/// What the tests run in.
pub(super) const TEST_IMAGE: Question = Question {
    when: |answers| answers.is_given("ci") && answers.is_given("unit-test") && language(answers).is_none(),
    ..Question::new(
        "test-image",
        "Image that the tests run in",
        Kind::Required,
        "With its version, and all that the tests need, such as registry.example.com/acme/test:1.0.0.",
    )
};

/// What jobs of GitLab that deploy run in.
pub(super) const DEPLOY_IMAGE: Question = Question {
    when: |answers| answers.one("ci") == Some("gitlab"),
    ..Question::new(
        "deploy-image",
        "Image of the jobs that deploy",
        Kind::Required,
        "One of yours, with its version; it has bash, git, curl and kubectl, and helm for charts.",
    )
};

/// Who keeps all that up to date.
pub(super) const UPDATES: Question = Question {
    offer: |_| Offer::none("not every repository has a bot"),
    ..Question::new(
        "updates",
        "Bot that keeps images and packages up to date",
        Kind::Optional,
        "renovate or dependabot: its configuration is written. Renovate also knows the images that kubewright.yaml names.",
    )
};
