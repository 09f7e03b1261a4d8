//! `deploy/delivery`, the pipeline of a CI, and the objects by which Argo CD or Flux read the manifests.

mod problems;

use serde::Serialize;

use crate::app::{App, Delivery, Progressive, usual_tests};
use crate::layout::{folder, values_file};
use crate::spec::{Ci, Deploy, Layout};

use super::bases::{JOBS, JobBases, bases};
use super::waiting::{kubectl_name, patience, waits_for_deletes};
use super::{File, Subject};

pub(super) use problems::problems;

/// Where GitHub looks for its workflows.
const WORKFLOW: &str = ".github/workflows/delivery.yaml";
/// What GitLab looks for.
const PIPELINE: &str = ".gitlab-ci.yml";
/// The folder of what Argo CD is told.
const ARGO_CD: &str = "deploy/argo-cd";
/// The folder of what Flux is told.
const FLUX: &str = "deploy/flux";

/// The cluster that Argo CD runs in, as it calls that itself (its documentation on clusters).
const OWN_CLUSTER: &str = "https://kubernetes.default.svc";

/// Minutes of a job beside those that it waits for pods.
const MINUTES: u32 = 15;

/// What the templates are told.
#[derive(Serialize)]
struct Told<'a> {
    name: &'a str,
    layout: &'static str,
    /// Whether what runs follows from what is committed.
    by_commit: bool,
    /// What applies a commit.
    operator: &'static str,
    branch: &'a str,
    repository: Option<&'a str>,
    image: &'a str,
    registry: Option<&'a str>,
    /// The images of the jobs that every pipeline has.
    jobs: JobBases,
    /// The version of the program.
    version: &'static str,
    /// Whether the pipeline runs tests before it builds.
    tested: bool,
    test_image: Option<String>,
    deploy_image: Option<&'a str>,
    /// Commands, a line each, and the same as one text.
    unit_tests: Vec<&'a str>,
    unit_script: String,
    integration_tests: &'a [String],
    integration_script: String,
    /// Whether `deploy/tests` asks the app where it runs.
    smoke: bool,
    /// Whether there is a rollout to wait for, in any environment.
    waits: bool,
    /// Whether an environment has a StatefulSet, which replaces its pods one after the other.
    ordered: bool,
    /// Whether Argo Rollouts brings new versions out in an environment, and whether anything else does.
    progressive: bool,
    plain: bool,
    /// Whether Argo Rollouts moves the weights of a route.
    routed: bool,
    /// Whether the pipeline upgrades a release.
    chart: bool,
    /// Whether an environment that is delivered to has its Namespace written.
    creates_namespace: bool,
    stages: Vec<Stage<'a>>,
}

/// An environment that is delivered to.
#[derive(Debug, Clone, Serialize)]
struct Stage<'a> {
    name: &'a str,
    /// The name of the object that speaks of it.
    object: String,
    /// The job of a pipeline that deploys to it, and the one before.
    job: String,
    after: Option<String>,
    namespace: &'a str,
    /// The cluster that Argo CD applies to.
    server: &'a str,
    is_own_cluster: bool,
    /// The workload as kubectl names it; empty where no rollout can be waited for.
    workload: String,
    /// Whether Argo Rollouts brings new versions out.
    progressive: bool,
    /// Whether a new version waits for a person.
    manual: bool,
    /// Whether Argo Rollouts moves the weights of its route.
    routed: bool,
    /// The Services whose selectors Argo Rollouts completes.
    services: Vec<String>,
    /// Seconds until its pods have surely been replaced.
    timeout: u32,
    timeout_span: String,
    /// Minutes of its job.
    minutes: u32,
    /// The folder that is applied, from the repository's root, and as Flux writes it.
    path: String,
    flux_path: String,
    /// The file of a chart's values, in its folder and from the repository's root.
    values: String,
    values_path: String,
    creates_namespace: bool,
}

/// What a template about one environment is told.
#[derive(Serialize)]
struct OfStage<'a> {
    #[serde(flatten)]
    told: &'a Told<'a>,
    stage: &'a Stage<'a>,
}

/// The files; none where the spec does not ask for them.
pub(super) fn files(subject: &Subject<'_>) -> Vec<File> {
    let Some((app, delivery)) = asked(subject) else { return Vec::new() };
    let told = told(subject, app, delivery);
    let mut files = vec![File::new("deploy/delivery/deploy.sh", "tooling/delivery/deploy.sh.tera", &told)];
    match delivery.ci {
        Some(Ci::Github) => files.push(File::new(WORKFLOW, "tooling/delivery/github.yaml.tera", &told)),
        Some(Ci::Gitlab) => files.push(File::new(PIPELINE, "tooling/delivery/gitlab.yaml.tera", &told)),
        None => {}
    }
    let of_stages = |folder: &'static str, template: &'static str| {
        let told = &told;
        told.stages
            .iter()
            .map(move |stage| File::new(format!("{folder}/{}.yaml", stage.name), template, &OfStage { told, stage }))
    };
    match (delivery.deploy, subject.spec.layout()) {
        (Deploy::Pipeline, _) => {}
        (Deploy::ArgoCd, _) if delivery.application_set => {
            let path = format!("{ARGO_CD}/applicationset.yaml");
            files.push(File::new(path, "tooling/delivery/applicationset.yaml.tera", &told));
        }
        (Deploy::ArgoCd, _) => files.extend(of_stages(ARGO_CD, "tooling/delivery/application.yaml.tera")),
        (Deploy::Flux, layout) => {
            files.push(File::new(source(), "tooling/delivery/gitrepository.yaml.tera", &told));
            files.extend(match layout {
                Layout::Helm => of_stages(FLUX, "tooling/delivery/helmrelease.yaml.tera").collect::<Vec<_>>(),
                Layout::Plain | Layout::Kustomize => {
                    of_stages(FLUX, "tooling/delivery/kustomization.yaml.tera").collect()
                }
            });
        }
    }
    files
}

/// The file of the repository that Flux reads; no environment is called so.
fn source() -> String {
    format!("{FLUX}/source.gitrepository.yaml")
}

/// The delivery, and the app that asks for it: all environments have the same.
fn asked<'a>(subject: &Subject<'a>) -> Option<(&'a App, &'a Delivery)> {
    subject.environments.iter().find_map(|one| Some((one.app, one.app.delivery.as_ref()?)))
}

fn told<'a>(subject: &Subject<'a>, app: &'a App, delivery: &'a Delivery) -> Told<'a> {
    let language = app.dockerfile.as_ref().map(|dockerfile| dockerfile.language);
    let usual = language.and_then(usual_tests).unwrap_or_default();
    let stated = delivery.test.as_ref().map(|test| test.iter().map(String::as_str).collect());
    let unit_tests: Vec<&str> = stated.unwrap_or_else(|| usual.to_vec());
    let stages = stages(subject, delivery);
    // All that are delivered to have the same.
    let image = images(subject, delivery).into_iter().next().map_or(delivery, |(_, delivery)| delivery);
    Told {
        name: app.name.as_str(),
        layout: subject.spec.layout().name(),
        by_commit: delivery.deploy.by_commit(),
        operator: if delivery.deploy == Deploy::Flux { "Flux" } else { "Argo CD" },
        branch: &delivery.branch,
        repository: delivery.repository.as_deref(),
        image: &image.image,
        registry: image.registry(),
        jobs: JOBS,
        version: env!("CARGO_PKG_VERSION"),
        tested: !unit_tests.is_empty() || !delivery.integration_test.is_empty(),
        test_image: delivery.test_image.clone().or_else(|| language.map(|language| bases(language).build.to_owned())),
        unit_script: unit_tests.join("\n"),
        unit_tests,
        integration_tests: &delivery.integration_test,
        integration_script: delivery.integration_test.join("\n"),
        deploy_image: delivery.deploy_image.as_deref(),
        smoke: is_tested(subject),
        ordered: stages.iter().any(|stage| stage.workload.starts_with("statefulset/")),
        progressive: stages.iter().any(|stage| stage.progressive),
        plain: stages.iter().any(|stage| !stage.workload.is_empty() && !stage.progressive),
        routed: stages.iter().any(|stage| stage.routed),
        chart: !delivery.deploy.by_commit() && subject.spec.layout() == Layout::Helm,
        waits: stages.iter().any(|stage| !stage.workload.is_empty()),
        creates_namespace: stages.iter().any(|stage| stage.creates_namespace),
        stages,
    }
}

/// The environments that are delivered to, one after the other.
fn chosen<'a>(subject: &Subject<'a>, delivery: &Delivery) -> Vec<&'a App> {
    let all = || subject.environments.iter().map(|one| one.app).collect();
    let named = |names: &Vec<String>| {
        let one = |name: &String| subject.environments.iter().find(|one| one.environment() == name);
        names.iter().filter_map(one).map(|one| one.app).collect()
    };
    delivery.stages.as_ref().map_or_else(all, named)
}

fn stages<'a>(subject: &Subject<'a>, delivery: &'a Delivery) -> Vec<Stage<'a>> {
    let mut stages: Vec<Stage<'a>> = Vec::new();
    for app in chosen(subject, delivery) {
        let after = stages.last().map(|stage| stage.job.clone());
        stages.push(stage(app, subject, delivery, after));
    }
    stages
}

/// The environments that are delivered to, and where each has its image from.
fn images<'a>(subject: &Subject<'a>, delivery: &Delivery) -> Vec<(&'a App, &'a Delivery)> {
    chosen(subject, delivery).into_iter().filter_map(|app| Some((app, app.delivery.as_ref()?))).collect()
}

/// Whether `deploy/tests` asks every environment.
fn is_tested(subject: &Subject<'_>) -> bool {
    subject.environments.iter().all(|one| one.app.tests.is_some())
}

fn stage<'a>(app: &'a App, subject: &Subject<'_>, delivery: &'a Delivery, after: Option<String>) -> Stage<'a> {
    let name = app.environment.as_str();
    let (kind, timeout) = (app.workload.kind(), patience(app));
    let from_root = |path: &str| match &delivery.folder {
        Some(folder) => format!("{folder}/{path}"),
        None => path.to_owned(),
    };
    let path = from_root(&folder(subject.spec.layout(), name));
    let waits = !kind.ends() && !waits_for_deletes(&app.workload);
    let progressive = app.workload.progressive();
    Stage {
        name,
        object: format!("{}-{name}", app.name),
        job: format!("deploy-{name}"),
        after,
        namespace: app.namespace.as_ref().map_or("", |namespace| namespace.as_str()),
        server: server(delivery, name),
        is_own_cluster: server(delivery, name) == OWN_CLUSTER,
        workload: if waits { kubectl_name(app) } else { String::new() },
        progressive: progressive.is_some(),
        manual: progressive.is_some_and(|progressive| progressive.manual),
        routed: progressive.is_some_and(Progressive::is_routed),
        services: services(app),
        timeout,
        timeout_span: format!("{timeout}s"),
        // It is waited until pods are replaced, and until they are taken back or, of a commit, until it arrives; and by
        // the tests.
        minutes: MINUTES + (2 * u32::from(waits) + u32::from(is_tested(subject))) * timeout.div_ceil(60),
        flux_path: format!("./{path}"),
        path,
        values: format!("values-{name}.yaml"),
        values_path: from_root(&values_file(name)),
        creates_namespace: app.create_namespace,
    }
}

/// The Services whose selectors Argo Rollouts completes.
fn services(app: &App) -> Vec<String> {
    let second = app.workload.progressive().and_then(Progressive::second_service);
    second.map(|suffix| vec![app.name.to_string(), format!("{}{suffix}", app.name)]).unwrap_or_default()
}

/// The cluster that Argo CD applies an environment to.
fn server<'a>(delivery: &'a Delivery, environment: &str) -> &'a str {
    delivery.clusters.get(environment).map_or(OWN_CLUSTER, String::as_str)
}

/// The path of an environment's file once it has another name.
pub(super) fn renamed(path: &str, from: &str, to: &str) -> Option<String> {
    let of = |folder: &str, name: &str| format!("{folder}/{name}.yaml");
    [ARGO_CD, FLUX].into_iter().find(|folder| path == of(folder, from)).map(|folder| of(folder, to))
}
