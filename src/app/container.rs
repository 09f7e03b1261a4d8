//! A container of the pod: everything that each has for itself.

use crate::preset::Sources;
use crate::spec::types::Image;
use crate::spec::{PullPolicy, Settings};

use super::config::Configuration;
use super::downward::Downward;
use super::host::Host;
use super::mounts::{Mount, Mounted};
use super::ports::AppPort;
use super::probes::Probes;
use super::report::Report;
use super::resources::ContainerResources;
use super::secrets::SecretReference;
use super::security::{ContainerSecurity, PodSecurity};
use super::storage::Scratch;
use super::volumes::Volumes;
use super::{config, downward, leaks, mounts, resources, secrets, security, storage, volumes};

/// What a container is to its pod.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The app itself.
    Main,
    /// Starts before the main container, and runs as long as that does.
    Sidecar,
    /// Runs to its end before the main container starts.
    Init,
}

/// One container of the pod.
#[derive(Debug, Clone, PartialEq)]
pub struct Container {
    /// What it is to its pod.
    pub role: Role,
    /// Its name, which no other container of the pod has.
    pub name: String,
    /// The image.
    pub image: Image,
    /// When the node asks the registry for it.
    pub pull_policy: PullPolicy,
    /// Program in place of the image's entrypoint.
    pub command: Vec<String>,
    /// Its arguments.
    pub args: Vec<String>,
    /// Ports that it listens on.
    pub ports: Vec<AppPort>,
    /// Probes.
    pub probes: Probes,
    /// Requests and limits.
    pub resources: ContainerResources,
    /// What its process may be and touch, where that is its own.
    pub security: ContainerSecurity,
    /// Whether it has the main container's configuration beside its own.
    pub inherits: bool,
    /// Variables and files of its own.
    pub configuration: Configuration,
    /// References to Secrets.
    pub secrets: Vec<SecretReference>,
    /// The volume of its secrets that are files.
    pub secrets_volume: String,
    /// What Kubernetes knows of the pod, as variables.
    pub downward: Vec<Downward>,
    /// Written paths.
    pub scratch: Vec<Scratch>,
    /// Where it sees the pod's volumes.
    pub mounts: Vec<Mount>,
}

impl Container {
    /// The name of something that each container has one of: plain for the main one.
    pub fn own(&self, what: &str) -> String {
        own(self.role, &self.name, what)
    }

    /// The volume of its files.
    pub fn files_volume(&self) -> String {
        self.own(FILES)
    }
}

/// The main container's volume of files.
pub(super) const FILES: &str = "config-files";
/// The main container's volume of secrets.
pub(super) const SECRETS: &str = "secrets";

/// The name of something that each container has one of.
fn own(role: Role, name: &str, what: &str) -> String {
    match role {
        Role::Main => what.to_owned(),
        Role::Sidecar | Role::Init => format!("{what}-{name}"),
    }
}

/// What of the pod a container is put together from.
pub(super) struct Place<'a> {
    /// The volumes that containers share by name.
    pub(super) volumes: &'a Volumes,
    /// Names of volumes that are taken.
    pub(super) taken: Vec<String>,
    /// Who the pod's processes are.
    pub(super) security: PodSecurity,
    /// What of its node the main container may touch.
    pub(super) host: &'a Host,
    /// The main container, where another inherits its configuration.
    pub(super) inherited: Option<&'a Container>,
}

/// What follows from the resources of a container for its configuration.
pub(super) type Derive<'a> =
    dyn FnMut(ContainerResources, &mut Configuration, &[SecretReference], &mut Report<'_>) + 'a;

/// Puts one container together from what is said about it.
pub(super) fn container(
    (role, name): (Role, &str),
    answers: &Settings,
    (ports, probes): (Vec<AppPort>, Probes),
    pod: &mut Place<'_>,
    sources: &dyn Sources,
    derive: &mut Derive<'_>,
    report: &mut Report<'_>,
) -> Container {
    check_words(answers, report);
    if role != Role::Main {
        leaks::check(answers, report);
    }
    let prefix = if role == Role::Main { "" } else { name };
    let scratch = storage::scratch(answers, prefix, &mut pod.taken);
    let shared = if role == Role::Main { pod.volumes.scratch_size() } else { 0 };
    let taken = |name: &str| pod.taken.iter().any(|taken| taken == name);
    let resources = resources::resources(answers, &scratch, shared, report);
    let mut configuration = config::configuration(answers, sources, &taken, report);
    pod.taken.extend(configuration.folders.iter().map(|folder| folder.volume.clone()));
    let own_secrets = secrets::secrets(answers, report);
    derive(resources, &mut configuration, &own_secrets, report);
    let own_downward = downward::downward(answers, &own_secrets, report);
    // What a container says itself stands in the place of what it inherits.
    let own_variable = |name: &str| {
        configuration.variables.contains_key(name)
            || own_secrets.iter().any(|secret| secret.variable == name)
            || own_downward.iter().any(|field| field.variable == name)
    };
    let inherited = pod.inherited;
    let (more_secrets, more_downward): (Vec<SecretReference>, Vec<Downward>) =
        inherited.map_or_else(Default::default, |main| {
            (
                main.secrets.iter().filter(|secret| !own_variable(&secret.variable)).cloned().collect(),
                main.downward.iter().filter(|field| !own_variable(&field.variable)).cloned().collect(),
            )
        });
    // Without secret files of its own it sees those of the main container as they are.
    let own_files = own_secrets.iter().any(|secret| secret.path.is_some());
    let secrets_volume = if inherited.is_some() && !own_files { SECRETS.to_owned() } else { own(role, name, SECRETS) };
    let secrets: Vec<SecretReference> = more_secrets.into_iter().chain(own_secrets).collect();
    let downward: Vec<Downward> = more_downward.into_iter().chain(own_downward).collect();
    let mut mounted = Mounted::default();
    mounted.scratch(&scratch);
    if role == Role::Main {
        mounted.claims(&pod.volumes.claims);
    }
    mounted.named(volumes::mounts(answers, pod.volumes, report));
    if role == Role::Main {
        mounted.host(&pod.host.paths);
    }
    mounted.files(&own(role, name, FILES), &configuration, None);
    if let Some(main) = inherited {
        mounted.files(FILES, &main.configuration, Some(&configuration));
    }
    mounted.secrets(&secrets_volume, &secrets);
    if let Some(main) = inherited {
        // Its own image writes where the app writes: init containers end before the app starts, so they share.
        let shared = |volume: &str| {
            main.scratch.iter().any(|scratch| scratch.volume == volume)
                || pod.volumes.names().iter().any(|name| name == volume)
        };
        mounted.inherited(main.mounts.iter().filter(|mount| shared(&mount.volume)));
    }
    Container {
        role,
        name: name.to_owned(),
        image: answers.image.clone().unwrap_or_else(missing),
        pull_policy: answers.pull_policy.unwrap_or(PullPolicy::IfNotPresent),
        command: answers.command.clone().unwrap_or_default(),
        args: answers.args.clone().unwrap_or_default(),
        ports,
        probes,
        resources,
        security: security::container(role, answers, pod.security, report),
        inherits: inherited.is_some(),
        configuration,
        secrets,
        secrets_volume,
        downward,
        scratch,
        mounts: mounts::checked(mounted, report),
    }
}

/// What stands where an image is missing; nothing is generated from it.
fn missing() -> Image {
    Image { repository: String::new(), tag: None, digest: None }
}

/// No argument can hold a NUL character.
fn check_words(settings: &Settings, report: &mut Report<'_>) {
    for (key, words) in [("command", &settings.command), ("args", &settings.args)] {
        if words.iter().flatten().any(|word| word.contains('\0')) {
            report.problem(key, format!("`{key}` holds a NUL character, which no argument can"), "take it out");
        }
    }
}
