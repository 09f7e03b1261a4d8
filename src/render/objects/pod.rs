//! The pod template, the same for every kind of workload.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;

use crate::app::{
    self, App, AppPort, Claim, ContainerResources, ContainerSecurity, FolderItem, Mount, PodSecurity, Role, Scratch,
    SecretReference, Termination, TimedProbe,
};
use crate::spec::{PodResources, PullPolicy, Resize, SupplementalGroupsPolicy};

use super::placement::Placement;
use super::{Hashes, configmap};

/// What the pod's component is told.
#[derive(Serialize)]
pub(super) struct Pod<'a> {
    labels: IndexMap<String, String>,
    annotations: &'a BTreeMap<String, String>,
    config_hash: Option<String>,
    restart_policy: Option<&'static str>,
    placement: Placement<'a>,
    selector: &'a IndexMap<String, String>,
    service_account: String,
    token: bool,
    priority_class: Option<String>,
    pull_secrets: &'a [String],
    termination: Termination,
    security: PodSecurity,
    supplemental_groups: Option<SupplementalGroupsPolicy>,
    user_namespace: bool,
    resources: Option<PodResources>,
    init_containers: Vec<Container<'a>>,
    container: Container<'a>,
    volumes: Volumes<'a>,
}

/// What the container's component is told.
#[derive(Serialize)]
struct Container<'a> {
    /// Whether it starts before the main container and goes on running.
    sidecar: bool,
    name: &'a str,
    image: String,
    pull_policy: PullPolicy,
    command: &'a [String],
    args: &'a [String],
    ports: &'a [AppPort],
    config_map: Option<String>,
    secrets: &'a [SecretReference],
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
    volume: String,
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
        // The name of a ConfigMap that never changes rolls the pods itself.
        config_hash: app.config_hash().filter(|_| !app.immutable_config),
        restart_policy: kind.ends().then_some("Never"),
        placement: Placement::new(app),
        selector: &app.labels.selector,
        service_account: app.name.to_string(),
        token: !app.permissions.is_empty(),
        priority_class: app.placement.priority_class.as_ref().map(ToString::to_string),
        pull_secrets: &app.pull_secrets,
        termination: app.termination,
        security: app.security,
        supplemental_groups: app.options.supplemental_groups,
        user_namespace: app.options.user_namespace,
        resources: app.options.pod_resources,
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
    (!sources.is_empty()).then(|| SecretsVolume { volume: container.secrets_volume(), sources })
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
    let scratch: Vec<&Scratch> = app.containers().flat_map(|container| &container.scratch).collect();
    // A StatefulSet's volumes come from its templates.
    let claims: Vec<&Claim> = app.claims.iter().filter(|claim| claim.shared.is_some()).collect();
    let files: Vec<FilesVolume<'_>> = app.containers().flat_map(|one| files(app, one, hashes)).collect();
    let secrets: Vec<SecretsVolume<'_>> = app.containers().filter_map(secret_files).collect();
    let any = !(scratch.is_empty() && claims.is_empty() && files.is_empty() && secrets.is_empty());
    Volumes { any, scratch, claims, files, secrets }
}

fn container<'a>(app: &App, container: &'a app::Container, hashes: &Hashes) -> Container<'a> {
    let delay = if container.role == Role::Main { app.termination.delay } else { 0 };
    Container {
        sidecar: container.role == Role::Sidecar,
        name: &container.name,
        image: container.image.to_string(),
        pull_policy: container.pull_policy,
        command: &container.command,
        args: &container.args,
        ports: &container.ports,
        config_map: configmap::variables_name(app, container, hashes),
        secrets: &container.secrets,
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
