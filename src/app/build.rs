//! Puts an app together from the resolved values of one environment.

use std::collections::BTreeMap;

use crate::preset::{Demand, Resolved, Sources};
use crate::problem::{Problem, sorted};
use crate::spec::types::{Entries, KubernetesVersion, LabelKey, Name};
use crate::spec::{Share, join_key};

use super::autoscaler::Own;
use super::config::Configuration;
use super::container::{Container, Place, Role};
use super::further::Further;
use super::pod_resources::PodResources;
use super::report::Report;
use super::secrets::SecretReference;
use super::{
    App, autoscaler, claims, container, demands, exemptions, exposure, external_secrets, further, guard, host, kind,
    labels, leaks, load, metrics, network, options, patches, placement, ports, probes, rollout, runtime,
    sealed_secrets, secret_keys, security, spread, standard, volumes, workload,
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
    let settings = &resolved.settings;
    let mut report = Report::new(resolved);
    if settings.image.is_none() {
        report.problem(
            "image",
            "`image` is missing",
            "say it, such as `image: ghcr.io/acme/web:1.4.2`, or give --image",
        );
    }
    if settings.create_namespace == Some(true) && settings.namespace.is_none() {
        report.problem(
            "createNamespace",
            "`createNamespace` is set, and no `namespace` is named",
            "name it: `namespace: shop`",
        );
    }
    for (exception, reason) in settings.exceptions.iter().flat_map(|exceptions| exceptions.iter()) {
        if reason.trim().is_empty() {
            report.problem(
                &join_key(&["exceptions", exception.id()]),
                format!("exception `{}` has no reason", exception.id()),
                "say in a few words why it is so",
            );
        }
    }
    for key in settings.pod_annotations.iter().flat_map(|map| map.keys()) {
        if key.as_str().starts_with("kubewright.dev/") {
            let place = join_key(&["podAnnotations", key.as_str()]);
            report.problem(&place, format!("annotation `{key}` is set by kubewright"), "leave it out");
        }
    }
    kind::check(settings, &mut report);
    leaks::check(settings, &mut report);
    for permission in settings.permissions.iter().flatten() {
        if permission.resources.is_empty() || permission.verbs.is_empty() {
            report.problem(
                "permissions",
                "a permission names no resource or no verb, and so allows nothing",
                "such as `{resources: [configmaps], verbs: [get, list, watch]}`",
            );
        }
    }
    let kind = settings.kind.unwrap_or_default();
    let scaled = kind.scales();
    let two = scaled && demands.contains(&Demand::TwoReplicas);
    let replicas = rollout::replicas(settings, two, &mut report);
    let claims = claims::claims(name, settings, &mut report);
    claims::check_writers(settings, replicas, &claims, &mut report);
    let volumes = volumes::volumes(settings, &claims, &mut report);
    let pod_security = security::pod(settings, &claims, &mut report);
    let mut taken: Vec<String> = volumes.names().into_iter().chain(volumes::reserved(settings)).collect();
    let host = host::host(settings, &mut taken, &mut report);
    let mut place = Place { volumes: &volumes, taken, security: pod_security, host: &host, inherited: None };
    let own_ports = ports::ports(settings, &mut report);
    let (all_ports, scrape) = metrics::metrics(settings, &own_ports, &mut report);
    let probes = probes::probes(settings, &all_ports, &mut report);
    let termination = rollout::termination(settings, ports::serves(settings, &all_ports), &mut report);
    let mut derivation = None;
    let mut derive =
        |resources, configuration: &mut Configuration, secrets: &[SecretReference], report: &mut Report<'_>| {
            derivation = runtime::derivation(settings, resources, termination, report);
            if let Some(derivation) = &derivation {
                derivation.apply(configuration, secrets);
            }
        };
    let as_main = (Role::Main, name.as_str());
    let main =
        container::container(as_main, settings, (all_ports, probes), &mut place, sources, &mut derive, &mut report);
    let Further { containers: init_containers, front } =
        further::further(settings, demands, &main, &mut place, sources, &mut report);
    ports::check_pod(&main.ports, &init_containers, &mut report);
    let mut main = main;
    let ports = ports::served(&mut main.ports, &init_containers, front.as_deref());
    metrics::check_reach(scrape.as_ref(), &main.ports, &mut report);
    // Nothing connects to a Job, whatever its containers say to each other.
    let ports = if kind.ends() { Vec::new() } else { ports };
    let workload = workload::workload(settings, replicas, &claims, main.probes.startup_budget, &mut report);
    let capacity =
        load::capacity(environment, settings, demands, &workload, main.resources, derivation.as_ref(), &mut report);
    let all: Vec<&Container> = init_containers.iter().chain([&main]).collect();
    let standard = standard::standard(pod_security, &all, &host);
    standard::announce(settings, &standard, &mut report);
    let needed = PodResources::of(&all);
    let options = options::options(settings, !ports.is_empty(), (main.resources, needed), &mut report);
    let namespace_rules = guard::rules(settings, &workload, options.charged(needed), &mut report);
    let labels = labels::labels(name, settings.image.as_ref(), settings, &mut report);
    let network = network::network(name, settings, &ports, scrape.as_ref(), &mut report);
    let exposure = exposure::exposure(name, settings, &metrics::without(&ports, &own_ports, &main), &mut report);
    let external_secrets = external_secrets::external_secrets(settings, &mut report);
    let sealed_secrets = sealed_secrets::sealed_secrets(settings, sources, &mut report);
    secret_keys::check(settings, &all, &external_secrets, &sealed_secrets, &mut report);
    let listener = exposure.as_ref().map(|exposure| &exposure.listener);
    let own = Own { name, serves: !ports.is_empty(), containers: &all, listener };
    let autoscaler = autoscaler::autoscaler(settings, replicas, &own, &mut report);
    let disruption =
        settings.disruption.as_ref().and_then(|disruption| disruption.max_unavailable).unwrap_or(Share::Count(1));
    if disruption.is_zero() {
        report.problem(
            "disruption.maxUnavailable",
            "`disruption.maxUnavailable` is 0: no node could ever be drained",
            "allow one pod",
        );
    }
    let patches = patches::patches(settings, resolved, &mut report);
    demands::check(settings, !ports.is_empty(), demands, &mut report);
    let placement = placement::placement(settings, &mut report);
    let spreading = spread::spreading(settings, replicas, demands, &mut report);
    let (problems, warnings) = (sorted(report.problems), sorted(report.warnings));
    if !problems.is_empty() {
        return Err(problems);
    }
    let exempt = demands.contains(&Demand::Exemptions);
    let exemptions = if exempt { exemptions::exemptions(&workload, &all, network.as_ref()) } else { Vec::new() };
    let app = App {
        name: name.clone(),
        environment: environment.to_owned(),
        kubernetes: settings.kubernetes.unwrap_or(KubernetesVersion::OLDEST),
        namespace: settings.namespace.clone(),
        create_namespace: settings.create_namespace.unwrap_or(false),
        labels,
        pod_annotations: text_map(settings.pod_annotations.as_ref()),
        exceptions: settings
            .exceptions
            .iter()
            .flat_map(|map| map.iter())
            .map(|(exception, reason)| (format!("kubewright.dev/ignore.{}", exception.id()), reason.clone()))
            .collect(),
        pull_secrets: settings.pull_secrets.iter().flatten().map(ToString::to_string).collect(),
        main,
        immutable_config: settings.immutable_config.unwrap_or(false),
        init_containers,
        front,
        ports,
        volumes,
        host,
        standard,
        termination,
        external_secrets,
        sealed_secrets,
        security: pod_security,
        placement,
        spreading,
        options,
        capacity,
        disruption: (scaled && replicas.most() > 1).then_some(disruption),
        workload,
        autoscaler,
        exemptions,
        namespace_rules,
        permissions: settings.permissions.clone().unwrap_or_default(),
        network,
        exposure,
        patches,
    };
    Ok(Built { app, warnings })
}

/// Labels as plain texts.
fn text_map<V: ToString>(map: Option<&Entries<LabelKey, V>>) -> BTreeMap<String, String> {
    map.into_iter().flat_map(|map| map.iter()).map(|(key, value)| (key.to_string(), value.to_string())).collect()
}
