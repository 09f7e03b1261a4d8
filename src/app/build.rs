//! Puts an app together from the resolved values of one environment.

use indexmap::IndexSet;

use crate::preset::{Demand, Resolved, Sources};
use crate::problem::{Problem, sorted};
use crate::spec::types::{Entries, KubernetesVersion, Name};

use super::autoscaler::Own;
use super::pod_resources::PodResources;
use super::report::Report;
use super::{
    App, alerts, answers, autoscaler, canary, claims, components, delivery, demands, deploy_tests, dockerfile,
    everywhere, exemptions, exposure, external_check, external_secrets, guard, kind, labels, leaks, load, logging,
    maintenance, metrics, network, options, patches, permissions, placement, pod, rollout, sealed_secrets, secret_keys,
    spread, standard, workload,
};

/// An app, and what about it deserves a second look.
#[derive(Debug, Clone)]
pub struct Built {
    /// The app.
    pub app: App,
    /// What deserves a second look.
    pub warnings: Vec<Problem>,
}

/// Puts an app together.
///
/// # Errors
/// Everything that is missing or contradicts itself, at once, each where it was set.
pub fn build(
    name: &Name,
    environment: &str,
    resolved: &Resolved,
    demands: &[Demand],
    sources: &dyn Sources,
) -> Result<Built, Vec<Problem>> {
    let (components, problems, warnings) = components::components(name, resolved, demands);
    let resolved = &*components::wired(resolved, &components);
    let settings = &resolved.settings;
    let mut report = Report::new(resolved);
    report.problems.extend(problems);
    report.warnings.extend(warnings);
    answers::check(settings, &mut report);
    permissions::check(settings, &mut report);
    kind::check(settings, &mut report);
    leaks::check(settings, &mut report);
    everywhere::check(&mut report);
    let two = settings.kind.unwrap_or_default().scales() && demands.contains(&Demand::TwoReplicas);
    let replicas = rollout::replicas(settings, two, &mut report);
    let claims = claims::claims(name, settings, &mut report);
    claims::check_writers(settings, replicas, &claims, &mut report);
    let pod = pod::pod(name, settings, &claims, demands, sources, &mut report);
    let all = pod.containers();
    let main = &pod.main;
    let workload =
        workload::workload(settings, replicas, &claims, (&pod.ports, main.probes.startup_budget), &mut report);
    let dockerfile = dockerfile::dockerfile(name.as_str(), settings, pod.security, &main.ports, &mut report);
    let delivery = delivery::delivery(settings, &mut report);
    let standard = standard::standard(pod.security, &all, &pod.host);
    standard::announce(settings, &standard, &mut report);
    let canary = canary::planned(name, settings, (replicas, &claims), demands, &mut report);
    let serves = !pod.ports.is_empty();
    let needed = PodResources::of(&all);
    let options = options::options(settings, serves, (main.resources, needed), &mut report);
    let memory_limit = options.memory_limit(&all);
    let capacity = {
        let fleets = (&workload, canary.as_ref());
        load::capacity(environment, settings, demands, fleets, (&pod, memory_limit), &mut report)
    };
    let labels = labels::labels(name, settings.image.as_ref(), settings, &mut report);
    let network = network::network(name, settings, &pod.ports, pod.scrape.as_ref(), &mut report);
    let monitor = metrics::monitor(settings, pod.scrape.as_ref(), &all, &mut report);
    let alerts = alerts::alerts(settings, pod.scrape.as_ref(), &mut report);
    let exposure = exposure::exposure(name, settings, &pod.public, &mut report);
    let external_check = external_check::external_check(settings, &mut report);
    let tests = deploy_tests::tests(settings, &pod.ports, main, &mut report);
    let external_secrets = external_secrets::external_secrets(settings, &mut report);
    let sealed_secrets = sealed_secrets::sealed_secrets(settings, sources, &mut report);
    secret_keys::check(settings, &all, &external_secrets, &sealed_secrets, &mut report);
    let listener = exposure.as_ref().map(|exposure| &exposure.listener);
    let own = Own { name, serves, containers: &all, listener };
    let autoscaler = autoscaler::autoscaler(settings, replicas, &own, &mut report);
    let disruption = rollout::disruption(settings, replicas, &mut report);
    let patches = patches::patches(settings, resolved, &mut report);
    demands::check(settings, serves, demands, &mut report);
    let placement = placement::placement(settings, &mut report);
    let spreading = spread::spreading(settings, replicas, demands, &mut report);
    let maintenance = maintenance::maintenance((name, environment), &pod.ports, demands, sources, &mut report);
    let page = maintenance.as_ref().map(|one| (&one.page.workload, PodResources::of(&[&one.page.main])));
    let beside = canary.as_ref().and_then(|canary| canary.workload(&workload));
    let beside = beside.as_ref().map(|beside| (beside, options.charged(needed)));
    let running: Vec<_> = [(&workload, options.charged(needed))].into_iter().chain(beside).chain(page).collect();
    let namespace_rules = guard::rules(settings, &running, &mut report);
    let (problems, warnings) = (sorted(report.problems), sorted(report.warnings));
    if !problems.is_empty() {
        return Err(problems);
    }
    let exempt = demands.contains(&Demand::Exemptions);
    let exemptions = if exempt { exemptions::exemptions(&workload, &all, network.as_ref()) } else { Vec::new() };
    // The API keys them by their names, and refuses one that is said twice.
    let pull_secrets: IndexSet<String> = settings.pull_secrets.iter().flatten().map(ToString::to_string).collect();
    let mut app = App {
        name: name.clone(),
        beside: None,
        environment: environment.to_owned(),
        kubernetes: settings.kubernetes.unwrap_or(KubernetesVersion::OLDEST),
        namespace: settings.namespace.clone(),
        create_namespace: settings.create_namespace.unwrap_or(false),
        labels,
        pod_annotations: settings.pod_annotations.as_ref().map(Entries::texts).unwrap_or_default(),
        sync_waves: settings.sync_waves.unwrap_or(false),
        exceptions: settings
            .exceptions
            .iter()
            .flat_map(|map| map.iter())
            .map(|(exception, reason)| (exception.annotation(), reason.clone()))
            .collect(),
        pull_secrets: pull_secrets.into_iter().collect(),
        immutable_config: settings.immutable_config.unwrap_or(false),
        init_containers: pod.init_containers,
        main: pod.main,
        front: pod.front,
        ports: pod.ports,
        volumes: pod.volumes,
        host: pod.host,
        standard,
        termination: pod.termination,
        components,
        external_secrets,
        sealed_secrets,
        security: pod.security,
        placement,
        spreading,
        options,
        capacity,
        disruption,
        workload,
        autoscaler,
        exemptions,
        namespace_rules,
        permissions: settings.permissions.clone().unwrap_or_default(),
        network,
        monitor,
        style: settings.metrics.as_ref().and_then(|metrics| metrics.style),
        alerts,
        dashboard: settings.dashboard.unwrap_or(false),
        exposure,
        external_check,
        tests,
        logging: logging::logging(settings),
        maintenance,
        canary: None,
        dockerfile,
        delivery,
        updates: settings.updates,
        patches,
    };
    app.canary = canary.and_then(|canary| canary.of(&app, settings)).map(Box::new);
    Ok(Built { app, warnings })
}
