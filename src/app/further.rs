//! The containers beside the main one: sidecars, and those that prepare the pod.

use crate::preset::{Demand, Sources};
use crate::spec::types::Name;
use crate::spec::{ContainerUser, InitContainer, RunAs, Settings, Sidecar, Size};

use super::container::{self, Container, Place, Role};
use super::report::Report;
use super::{demands, ports, probes};

/// The containers that start before the main one, and which of them faces the clients.
#[derive(Debug, Default)]
pub(super) struct Further {
    /// In the order in which they start.
    pub(super) containers: Vec<Container>,
    /// Name of the sidecar that requests come in through.
    pub(super) front: Option<String>,
}

/// Leaves room in a volume's name for what the volume holds.
const LONGEST_NAME: usize = 50;

/// Sidecars start first, so that init containers can use them; those that need what an init container
/// prepares say so, and start after it.
pub(super) fn further<'a>(
    settings: &Settings,
    demands: &[Demand],
    main: &'a Container,
    pod: &mut Place<'a>,
    sources: &dyn Sources,
    report: &mut Report<'_>,
) -> Further {
    let mut further = Further::default();
    let mut last = Vec::new();
    for (name, sidecar) in settings.sidecars.iter().flat_map(|sidecars| sidecars.iter()) {
        let made = report.within("sidecar", &["sidecars", name.as_str()], |report| {
            check_name(name, &main.name, report);
            if settings.init.as_ref().is_some_and(|init| init.contains_key(name)) {
                report.problem("", "an init container has the same name", "give one of the two another name");
            }
            if sidecar.image.is_none() {
                report.problem("image", "`image` is missing", "say it, such as `image: ghcr.io/acme/proxy:1.4.2`");
            }
            let answers = of_sidecar(sidecar, settings);
            demands::check_container(
                &Settings { pull_policy: sidecar.pull_policy, ..answers.clone() },
                demands,
                report,
            );
            if sidecar.front == Some(true) {
                check_front(sidecar, settings, further.front.as_deref(), report);
                further.front = Some(name.to_string());
            }
            let ports = ports::ports(&answers, report);
            let probes = probes::of_sidecar(&answers, &ports, report);
            container::container(
                (Role::Sidecar, name.as_str()),
                &answers,
                (ports, probes),
                pod,
                sources,
                &mut |_, _, _, _| {},
                report,
            )
        });
        if sidecar.after_init == Some(true) { last.push(made) } else { further.containers.push(made) }
    }
    for (name, init) in settings.init.iter().flat_map(|init| init.iter()) {
        further.containers.push(report.within("init container", &["init", name.as_str()], |report| {
            check_name(name, &main.name, report);
            let inherits = init.inherit.unwrap_or(init.image.is_none());
            let answers = of_init(init, inherits, settings);
            let stated = Settings { image: init.image.clone(), pull_policy: init.pull_policy, ..answers.clone() };
            demands::check_container(&stated, demands, report);
            pod.inherited = inherits.then_some(main);
            let nothing = (Vec::new(), probes::Probes::default());
            let made = container::container(
                (Role::Init, name.as_str()),
                &answers,
                nothing,
                pod,
                sources,
                &mut |_, _, _, _| {},
                report,
            );
            pod.inherited = None;
            made
        }));
    }
    further.containers.extend(last);
    further
}

fn check_name(name: &Name, app: &str, report: &mut Report<'_>) {
    if name.as_str() == app {
        report.problem("", "the app's own container has the same name", "give it another name");
    }
    if name.as_str().len() > LONGEST_NAME {
        report.problem("", format!("its name is longer than {LONGEST_NAME} characters"), "give it a shorter one");
    }
}

fn check_front(sidecar: &Sidecar, settings: &Settings, other: Option<&str>, report: &mut Report<'_>) {
    if let Some(other) = other {
        let message = format!("requests come in through sidecar `{other}` already");
        report.problem("front", message, "let one sidecar alone be the `front`");
    }
    if settings.kind.unwrap_or_default().ends() {
        report.problem("front", "nothing connects to a Job", "take `front` out");
    } else if sidecar.port.is_none() && sidecar.ports.as_ref().is_none_or(Vec::is_empty) {
        report.problem("front", "requests cannot come in through a sidecar without a port", "say its `port`");
    }
}

/// What a sidecar says, in the shape in which an app says it, with what holds for the whole pod.
fn of_sidecar(sidecar: &Sidecar, app: &Settings) -> Settings {
    let one = sidecar.clone();
    Settings {
        image: one.image,
        pull_policy: one.pull_policy.or(app.pull_policy),
        command: one.command,
        args: one.args,
        port: one.port,
        ports: one.ports,
        size: one.size.or(Some(Size::Xs)),
        resources: one.resources,
        run_as: one.run_as.as_ref().map(run_as),
        capabilities: one.capabilities,
        writable: one.writable,
        mounts: one.mounts,
        health: one.health,
        config: one.config,
        config_files: one.config_files,
        secrets: one.secrets,
        downward_api: one.downward_api,
        ..of_pod(app)
    }
}

/// What an init container says. One with the app's configuration runs the app's own code, and asks for what the
/// app asks for; that costs nothing, since a pod counts for the larger of the two.
fn of_init(init: &InitContainer, inherits: bool, app: &Settings) -> Settings {
    let one = init.clone();
    let as_app = inherits && one.size.is_none() && one.resources.is_none();
    Settings {
        image: one.image.or_else(|| app.image.clone()),
        pull_policy: one.pull_policy.or(app.pull_policy),
        command: one.command,
        args: one.args,
        size: if as_app { app.size } else { one.size.or(Some(Size::Xs)) },
        resources: if as_app { app.resources.clone() } else { one.resources },
        run_as: one.run_as.as_ref().map(run_as),
        capabilities: one.capabilities,
        writable: one.writable,
        mounts: one.mounts,
        config: one.config,
        config_files: one.config_files,
        secrets: one.secrets,
        downward_api: one.downward_api,
        ..of_pod(app)
    }
}

fn run_as(stated: &ContainerUser) -> RunAs {
    RunAs { user: stated.user, group: stated.group, ..RunAs::default() }
}

/// What holds for every container of the pod; a writable root is the main container's exception alone.
fn of_pod(app: &Settings) -> Settings {
    Settings { kind: app.kind, kubernetes: app.kubernetes, exceptions: app.exceptions.clone(), ..Settings::default() }
}
