//! What is made of an app's third-party components: how their charts are installed, and their objects.

mod install;
mod objects;
mod published;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;
use tera::Context;

use crate::app::{App, Component, Listener};
use crate::layout::Tree;
use crate::render::{Engine, RenderError};
use crate::spec::Install;

use install::{installation, shared_labels};
use objects::{alerts, object};
use published::published;

/// The folder of an app's components; below it each environment has its own.
const FOLDER: &str = "deploy/components";

/// What the templates of a component are told.
#[derive(Serialize)]
struct Told<'a> {
    /// The name of what is made of it for the app.
    name: &'a str,
    /// The app's name.
    app: &'a str,
    /// The app's namespace.
    namespace: &'a str,
    environment: &'a str,
    /// The namespace of the component's operator.
    operator_namespace: &'a str,
    /// Its options; null where nothing holds.
    options: &'a BTreeMap<String, Value>,
    labels: IndexMap<String, String>,
    /// The labels of what the whole cluster shares.
    shared_labels: IndexMap<String, String>,
    /// Whether somebody reads the app's metrics, and so the component's.
    monitored: bool,
    monitor_labels: IndexMap<String, String>,
    /// The labels with those of the monitor, which win.
    monitored_labels: IndexMap<String, String>,
    /// Whether the app's Ingress needs a certificate for its host.
    certificate: bool,
    host: Option<&'a str>,
    tls_secret: Option<&'a str>,
    ingress_class: Option<&'a str>,
    gateway: Option<ToldGateway<'a>>,
}

/// The Gateway that carries the app's host.
#[derive(Serialize)]
struct ToldGateway<'a> {
    name: &'a str,
    namespace: &'a str,
    section: &'a str,
    redirect_section: Option<&'a str>,
}

/// The files of an app's components, by their paths relative to the spec's folder.
///
/// # Errors
/// What a template does wrong, with its file and line.
pub fn components(engine: &mut Engine, app: &App) -> Result<Tree, RenderError> {
    let mut files = Tree::new();
    for component in &app.components {
        let told = told(app, component);
        files.extend(installation(engine, app, component, &told)?);
        files.extend(published(engine, app, component)?);
        for manifest in component.data.manifests.iter().filter(|manifest| told.has(component, &manifest.needs)) {
            files.extend([object(engine, app, component, manifest, &told)?]);
        }
        files.extend(alerts(engine, app, component, &told)?);
    }
    Ok(files)
}

/// The path of an environment's file once the environment has another name.
pub(super) fn renamed(path: &str, from: &str, to: &str) -> Option<String> {
    let below = path.strip_prefix(FOLDER)?.strip_prefix('/')?.strip_prefix(from)?.strip_prefix('/')?;
    Some(format!("{FOLDER}/{to}/{below}"))
}

fn told<'a>(app: &'a App, component: &'a Component) -> Told<'a> {
    let exposure = app.exposure.as_ref();
    let (tls_secret, ingress_class, gateway) = match exposure.map(|exposure| &exposure.listener) {
        Some(Listener::Ingress { class, tls_secret, .. }) => (Some(tls_secret.as_str()), Some(class.as_str()), None),
        Some(Listener::Gateway { name, namespace, section, redirect_section }) => {
            let namespace = namespace.as_ref().unwrap_or(&component.beside);
            (None, None, Some(ToldGateway { name, namespace, section, redirect_section: redirect_section.as_deref() }))
        }
        None => (None, None, None),
    };
    let monitor_labels = app.monitor.as_ref().map(|monitor| monitor.labels.clone()).unwrap_or_default();
    let mut monitored_labels = labels(app, component);
    monitored_labels.extend(monitor_labels.clone());
    Told {
        name: &component.object,
        app: app.name.as_str(),
        namespace: &component.beside,
        environment: &app.environment,
        operator_namespace: &component.namespace,
        options: &component.options,
        labels: labels(app, component),
        shared_labels: shared_labels(app, component),
        monitored: app.monitor.is_some() || app.alerts.is_some(),
        monitor_labels,
        monitored_labels,
        certificate: tls_secret.is_some(),
        host: exposure.map(|exposure| exposure.host.as_str()),
        tls_secret,
        ingress_class,
        gateway,
    }
}

/// The labels of what is made for the app: the app's, with the component's own name.
fn labels(app: &App, component: &Component) -> IndexMap<String, String> {
    let mut labels = app.labels.common.clone();
    labels.insert("app.kubernetes.io/name".to_owned(), component.name.clone());
    labels.insert("app.kubernetes.io/instance".to_owned(), component.object.clone());
    labels.entry("app.kubernetes.io/part-of".to_owned()).or_insert_with(|| app.name.to_string());
    labels
}

impl Told<'_> {
    /// Whether what something of the component needs is there.
    fn has(&self, component: &Component, needs: &[String]) -> bool {
        component.has(needs, &|condition| match condition {
            "monitored" => self.monitored,
            "certificate" => self.certificate,
            "gateway" => self.gateway.is_some(),
            "installed" => component.install != Install::None,
            _ => component.is_several(),
        })
    }
}

fn context(context: &impl Serialize) -> Context {
    Context::from_serialize(context).expect("contexts are structs of texts, numbers, lists and maps")
}
