//! The pod template, the same for every kind of workload.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;

use crate::app::{
    self, App, AppPort, Claim, ContainerResources, ContainerSecurity, Downward, FolderItem, HostVolume, Mount,
    PodSecurity, Role, Scratch, SecretReference, Termination, TimedProbe,
};
use crate::spec::{PodResources, PullPolicy, Resize, SupplementalGroupsPolicy};

use super::placement::Placement;
use super::{Hashes, configmap};

/// What the pod's part is told.
#[derive(Serialize)]
pub(super) struct Pod<'a> {
    labels: IndexMap<String, String>,
    annotations: &'a BTreeMap<String, String>,
    config_hash: Option<String>,
    restart_policy: Option<&'static str>,
    placement: Placement<'a>,
    selector: &'a IndexMap<String, String>,
    /// Whether the answers of the spec are its own.
    of_spec: bool,
    service_account: String,
    token: bool,
    priority_class: Option<String>,
    pull_secrets: &'a [String],
    termination: Termination,
    security: PodSecurity,
    supplemental_groups: Option<SupplementalGroupsPolicy>,
    user_namespace: bool,
    resources: Option<PodResources>,
    host_network: bool,
    host_pid: bool,
    init_containers: Vec<Container<'a>>,
    container: Container<'a>,
    volumes: Volumes<'a>,
}

/// What the container's part is told.
#[derive(Serialize)]
struct Container<'a> {
    /// Whether it is the app's own.
    main: bool,
    /// Whether it starts before the main container and goes on running.
    sidecar: bool,
    name: &'a str,
    image: String,
    pull_policy: PullPolicy,
    command: &'a [String],
    args: &'a [String],
    ports: &'a [AppPort],
    /// Whether requests come to it, or through a sidecar in front of it.
    serves: bool,
    /// ConfigMaps whose keys become variables; of two with one key the last wins.
    config_maps: Vec<String>,
    secrets: &'a [SecretReference],
    downward: &'a [Downward],
    resources: ContainerResources,
    resize: Option<Resize>,
    startup: &'a Option<TimedProbe>,
    readiness: &'a Option<TimedProbe>,
    liveness: &'a Option<TimedProbe>,
    startup_budget: u32,
    /// Seconds to wait before SIGTERM.
    delay: u32,
    security: &'a ContainerSecurity,
    mounts: &'a [Mount],
    /// Whether any mount can be written to.
    writes: bool,
}

#[derive(Serialize)]
struct Volumes<'a> {
    any: bool,
    scratch: Vec<&'a Scratch>,
    claims: Vec<&'a Claim>,
    host: &'a [HostVolume],
    files: Vec<FilesVolume<'a>>,
    secrets: Vec<SecretsVolume<'a>>,
}

/// The volume of a container's files, or of one of its folders.
#[derive(Serialize)]
struct FilesVolume<'a> {
    volume: String,
    config_map: String,
    /// The files of a folder; all of the ConfigMap's otherwise.
    items: &'a [FolderItem],
}

/// The volume of a container's secrets.
#[derive(Serialize)]
struct SecretsVolume<'a> {
    volume: &'a str,
    sources: Vec<SecretFiles<'a>>,
}

/// The keys of one Secret that become files.
#[derive(Serialize)]
struct SecretFiles<'a> {
    secret: &'a str,
    items: Vec<&'a SecretReference>,
}

pub(super) fn pod<'a>(app: &'a App, hashes: &Hashes) -> Pod<'a> {
    let kind = app.workload.kind();
    Pod {
        labels: app.labels.versioned(),
        annotations: &app.pod_annotations,
        config_hash: hashes.config.clone(),
        restart_policy: kind.ends().then_some("Never"),
        placement: Placement::new(app),
        selector: &app.labels.selector,
        of_spec: app.labels.is_of(app.root()),
        service_account: app.root().to_string(),
        token: !app.permissions.is_empty(),
        priority_class: app.placement.priority_class.as_ref().map(ToString::to_string),
        pull_secrets: &app.pull_secrets,
        termination: app.termination,
        security: app.security,
        supplemental_groups: app.options.supplemental_groups,
        user_namespace: app.options.user_namespace,
        resources: app.options.pod_resources,
        host_network: app.host.network,
        host_pid: app.host.pid,
        init_containers: app.init_containers.iter().map(|one| container(app, one, hashes)).collect(),
        container: container(app, &app.main, hashes),
        volumes: volumes(app, hashes),
    }
}

/// The keys of Secrets that are files in a container, Secret by Secret.
fn secret_files(container: &app::Container) -> Option<SecretsVolume<'_>> {
    let mut sources: Vec<SecretFiles<'_>> = Vec::new();
    for reference in container.secrets.iter().filter(|secret| secret.path.is_some()) {
        match sources.iter_mut().find(|known| known.secret == reference.secret) {
            Some(known) => known.items.push(reference),
            None => sources.push(SecretFiles { secret: &reference.secret, items: vec![reference] }),
        }
    }
    (!sources.is_empty()).then(|| SecretsVolume { volume: &container.secrets_volume, sources })
}

/// The volume of a container's single files, and those of its folders.
fn files<'a>(app: &App, container: &'a app::Container, hashes: &Hashes) -> Vec<FilesVolume<'a>> {
    let Some(config_map) = configmap::files_name(app, container, hashes) else { return Vec::new() };
    let configuration = &container.configuration;
    let single = configuration.files.iter().any(|file| !file.in_folder);
    let single = single.then(|| (container.files_volume(), &[] as &[FolderItem]));
    let folders = configuration.folders.iter().map(|folder| (folder.volume.clone(), folder.items.as_slice()));
    let volume = |(volume, items)| FilesVolume { volume, config_map: config_map.clone(), items };
    single.into_iter().chain(folders).map(volume).collect()
}

fn volumes<'a>(app: &'a App, hashes: &Hashes) -> Volumes<'a> {
    let own = app.main_first().flat_map(|container| &container.scratch);
    let scratch: Vec<&Scratch> = own.chain(&app.volumes.scratch).collect();
    // A StatefulSet's volumes come from its templates.
    let claims: Vec<&Claim> = app.volumes.claims.iter().filter(|claim| claim.shared.is_some()).collect();
    let files: Vec<FilesVolume<'_>> = app.main_first().flat_map(|one| files(app, one, hashes)).collect();
    // One that has no files of its own mounts the main container's.
    let own_secrets = |one: &&app::Container| one.role == Role::Main || one.secrets_volume != app.main.secrets_volume;
    let secrets: Vec<SecretsVolume<'_>> = app.main_first().filter(own_secrets).filter_map(secret_files).collect();
    let host = &app.host.paths;
    let any = !(scratch.is_empty() && claims.is_empty() && files.is_empty() && secrets.is_empty() && host.is_empty());
    Volumes { any, scratch, claims, host, files, secrets }
}

fn container<'a>(app: &App, container: &'a app::Container, hashes: &Hashes) -> Container<'a> {
    let inherited = container.inherits.then_some(&app.main);
    let delay = if container.role == Role::Main { app.termination.delay } else { 0 };
    Container {
        main: container.role == Role::Main,
        sidecar: container.role == Role::Sidecar,
        name: &container.name,
        image: container.image.to_string(),
        pull_policy: container.pull_policy,
        command: &container.command,
        args: &container.args,
        ports: &container.ports,
        serves: container.ports.iter().any(|port| !port.inside) || app.front.is_some(),
        config_maps: inherited
            .into_iter()
            .chain([container])
            .filter_map(|one| configmap::variables_name(app, one, hashes))
            .collect(),
        secrets: &container.secrets,
        downward: &container.downward,
        resources: container.resources,
        resize: app.options.resize.filter(|_| container.role == Role::Main),
        startup: &container.probes.startup,
        readiness: &container.probes.readiness,
        liveness: &container.probes.liveness,
        startup_budget: container.probes.startup_budget,
        delay,
        security: &container.security,
        mounts: &container.mounts,
        writes: container.mounts.iter().any(|mount| !mount.read_only),
    }
}
