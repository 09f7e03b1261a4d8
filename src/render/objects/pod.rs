//! The pod template, the same for every kind of workload.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;

use crate::app::{
    App, AppPort, Claim, ContainerResources, SECRETS_FOLDER, Scratch, SecretReference, Security, Termination,
    TimedProbe,
};
use crate::spec::{self, AccessMode, Apart, Kind, PullPolicy, TaintEffect};

use crate::spec::types::{LabelKey, LabelValue};

use super::configmap;

/// What the pod's component is told.
#[derive(Serialize)]
pub(super) struct Pod<'a> {
    labels: IndexMap<String, String>,
    annotations: &'a BTreeMap<String, String>,
    config_hash: Option<String>,
    restart_policy: Option<&'static str>,
    /// Whether the pods carry `pod-template-hash`, as those of a Deployment alone do.
    versioned: bool,
    /// Whether each pod is bound to a node of its own.
    bound: bool,
    node_selector: &'a BTreeMap<String, String>,
    tolerations: Vec<Toleration<'a>>,
    selector: &'a IndexMap<String, String>,
    service_account: String,
    token: bool,
    priority_class: Option<String>,
    pull_secrets: &'a [String],
    termination: Termination,
    security: Security,
    apart_by_host: Apart,
    apart_by_zone: Apart,
    container: Container<'a>,
    volumes: Volumes<'a>,
}

/// What the container's component is told.
#[derive(Serialize)]
struct Container<'a> {
    name: String,
    image: String,
    pull_policy: PullPolicy,
    command: &'a [String],
    args: &'a [String],
    ports: &'a [AppPort],
    config_map: Option<String>,
    secrets: &'a [SecretReference],
    resources: ContainerResources,
    startup: &'a Option<TimedProbe>,
    readiness: &'a Option<TimedProbe>,
    liveness: &'a Option<TimedProbe>,
    startup_budget: u32,
    termination: Termination,
    security: Security,
    mounts: Vec<Mount>,
    /// Whether any mount can be written to.
    writes: bool,
}

#[derive(Serialize)]
struct Mount {
    volume: String,
    path: String,
    key: Option<String>,
    read_only: bool,
}

#[derive(Serialize)]
struct Volumes<'a> {
    any: bool,
    scratch: &'a [Scratch],
    claims: Vec<&'a Claim>,
    files: Option<String>,
    secrets: Vec<SecretFiles<'a>>,
}

/// The keys of one Secret that become files.
#[derive(Serialize)]
struct SecretFiles<'a> {
    secret: &'a str,
    items: Vec<&'a SecretReference>,
}

/// A toleration with the operator that its parts ask for.
#[derive(Serialize)]
struct Toleration<'a> {
    key: Option<&'a str>,
    operator: &'static str,
    value: Option<&'a str>,
    effect: Option<TaintEffect>,
}

impl<'a> Toleration<'a> {
    fn new(toleration: &'a spec::Toleration) -> Self {
        let value = toleration.value.as_ref().map(LabelValue::as_str);
        Self {
            key: toleration.key.as_ref().map(LabelKey::as_str),
            operator: if value.is_some() { "Equal" } else { "Exists" },
            value,
            effect: toleration.effect,
        }
    }
}

pub(super) fn pod(app: &App) -> Pod<'_> {
    let secrets = secret_files(app);
    let files = configmap::files_name(app);
    let kind = app.workload.kind();
    // A StatefulSet's volumes come from its templates.
    let claims: Vec<&Claim> = app.claims.iter().filter(|claim| claim.shared.is_some()).collect();
    let any = !app.scratch.is_empty() || !claims.is_empty() || files.is_some() || !secrets.is_empty();
    Pod {
        labels: app.labels.versioned(),
        annotations: &app.pod_annotations,
        config_hash: app.configuration.hash(),
        restart_policy: kind.ends().then_some("Never"),
        versioned: kind == Kind::Deployment,
        bound: kind == Kind::DaemonSet,
        node_selector: &app.node_selector,
        tolerations: app.tolerations.iter().map(Toleration::new).collect(),
        selector: &app.labels.selector,
        service_account: app.name.to_string(),
        token: !app.permissions.is_empty(),
        priority_class: app.priority_class.as_ref().map(ToString::to_string),
        pull_secrets: &app.pull_secrets,
        termination: app.termination,
        security: app.security,
        apart_by_host: app.apart_by_host,
        apart_by_zone: app.apart_by_zone,
        container: container(app, !secrets.is_empty()),
        volumes: Volumes { any, scratch: &app.scratch, claims, files, secrets },
    }
}

fn secret_files(app: &App) -> Vec<SecretFiles<'_>> {
    let mut files: Vec<SecretFiles<'_>> = Vec::new();
    for reference in app.secrets.iter().filter(|secret| secret.path.is_some()) {
        match files.iter_mut().find(|known| known.secret == reference.secret) {
            Some(known) => known.items.push(reference),
            None => files.push(SecretFiles { secret: &reference.secret, items: vec![reference] }),
        }
    }
    files
}

fn container(app: &App, secret_files: bool) -> Container<'_> {
    let scratch = app.scratch.iter().map(|scratch| Mount {
        volume: scratch.volume.clone(),
        path: scratch.path.clone(),
        key: None,
        read_only: false,
    });
    let claims = app.claims.iter().map(|claim| Mount {
        volume: claim.volume.clone(),
        path: claim.path.clone(),
        key: None,
        read_only: claim.access == AccessMode::ReadOnlyMany,
    });
    let files = app.configuration.files.iter().map(|file| Mount {
        volume: "config-files".to_owned(),
        path: file.path.clone(),
        key: Some(file.key.clone()),
        read_only: true,
    });
    let secrets = secret_files.then(|| Mount {
        volume: "secrets".to_owned(),
        path: SECRETS_FOLDER.to_owned(),
        key: None,
        read_only: true,
    });
    let mounts: Vec<Mount> = scratch.chain(claims).chain(files).chain(secrets).collect();
    Container {
        writes: mounts.iter().any(|mount| !mount.read_only),
        name: app.name.to_string(),
        image: app.image.to_string(),
        pull_policy: app.pull_policy,
        command: &app.command,
        args: &app.args,
        ports: &app.ports,
        config_map: configmap::variables_name(app),
        secrets: &app.secrets,
        resources: app.resources,
        startup: &app.probes.startup,
        readiness: &app.probes.readiness,
        liveness: &app.probes.liveness,
        startup_budget: app.probes.startup_budget,
        termination: app.termination,
        security: app.security,
        mounts,
    }
}
