//! The pod: its containers, what they share, and which of their ports it shows.

use crate::preset::{Demand, Sources};
use crate::spec::Settings;
use crate::spec::types::Name;

use super::claims::Claim;
use super::config::Configuration;
use super::container::{Container, Place, Role};
use super::further::Further;
use super::host::Host;
use super::metrics::Scrape;
use super::ports::AppPort;
use super::report::Report;
use super::rollout::Termination;
use super::runtime::Derivation;
use super::secrets::SecretReference;
use super::security::PodSecurity;
use super::volumes::Volumes;
use super::{container, further, host, logging, metrics, ports, probes, rollout, runtime, security, volumes};

/// A pod of the app.
pub(super) struct Pod {
    pub(super) main: Container,
    /// Those that start before the main one, in their order.
    pub(super) init_containers: Vec<Container>,
    /// Name of the sidecar that requests come in through.
    pub(super) front: Option<String>,
    pub(super) volumes: Volumes,
    pub(super) host: Host,
    pub(super) security: PodSecurity,
    pub(super) termination: Termination,
    /// Ports that others may call.
    pub(super) ports: Vec<AppPort>,
    /// Those of them that a public host may lead to.
    pub(super) public: Vec<AppPort>,
    pub(super) scrape: Option<Scrape>,
    pub(super) derivation: Option<Derivation>,
}

impl Pod {
    /// All containers in the order in which they start.
    pub(super) fn containers(&self) -> Vec<&Container> {
        self.init_containers.iter().chain([&self.main]).collect()
    }
}

pub(super) fn pod(
    name: &Name,
    settings: &Settings,
    claims: &[Claim],
    demands: &[Demand],
    sources: &dyn Sources,
    report: &mut Report<'_>,
) -> Pod {
    let volumes = volumes::volumes(settings, claims, report);
    let security = security::pod(settings, claims, report);
    let mut taken: Vec<String> = volumes.names().into_iter().chain(volumes::reserved(settings)).collect();
    let host = host::host(settings, &mut taken, report);
    let own_ports = ports::ports(settings, report);
    let (all_ports, scrape) = metrics::metrics(settings, &own_ports, report);
    let probes = probes::probes(settings, &all_ports, report);
    let termination = rollout::termination(settings, ports::serves(settings, &all_ports), report);
    let mut derivation = None;
    let mut derive =
        |resources, configuration: &mut Configuration, secrets: &[SecretReference], report: &mut Report<'_>| {
            derivation = runtime::derivation(settings, resources, termination, report);
            if let Some(derivation) = &derivation {
                derivation.apply(configuration, secrets);
            }
            logging::apply(settings, configuration, secrets);
        };
    let mut place = Place { volumes: &volumes, taken, security, host: &host, inherited: None };
    let as_main = (Role::Main, name.as_str());
    let mut main =
        container::container(as_main, settings, (all_ports, probes), &mut place, sources, &mut derive, report);
    let Further { containers: init_containers, front } =
        further::further(settings, demands, &main, &mut place, sources, report);
    ports::check_pod(&main.ports, &init_containers, report);
    let served = ports::served(&mut main.ports, &init_containers, front.as_deref());
    metrics::check_reach(scrape.as_ref(), &main.ports, report);
    // Nothing connects to a Job, whatever its containers say to each other.
    let ports = if settings.kind.unwrap_or_default().ends() { Vec::new() } else { served };
    let public = metrics::without(&ports, &own_ports, &main);
    Pod { main, init_containers, front, volumes, host, security, termination, ports, public, scrape, derivation }
}
