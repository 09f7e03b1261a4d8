//! Which objects an app has, and what each template is told.

mod autoscaler;
mod configmap;
mod deployment;
mod disruption;
mod namespace;
mod network;
mod pod;
mod route;
mod service;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;
use tera::Context;

use crate::app::App;

/// An object to render.
pub(super) struct Object {
    /// The template's name.
    pub(super) template: &'static str,
    /// The file's name in a layout that has one file an object.
    pub(super) file: &'static str,
    /// What the template is told.
    pub(super) context: Context,
}

impl Object {
    fn new(template: &'static str, file: &'static str, context: &impl Serialize) -> Self {
        let context = Context::from_serialize(context).expect("contexts are structs of texts, numbers, lists and maps");
        Self { template, file, context }
    }
}

/// Every object of the app, in the order in which they are applied.
pub(super) fn objects(app: &App) -> Vec<Object> {
    let mut objects = Vec::new();
    objects.extend(namespace::object(app));
    objects.push(service_account(app));
    objects.extend(configmap::objects(app));
    objects.extend(service::object(app));
    objects.push(deployment::object(app));
    objects.extend(disruption::object(app));
    objects.extend(autoscaler::object(app));
    objects.extend(network::object(app));
    objects.extend(route::objects(app));
    objects
}

/// An object's metadata.
#[derive(Serialize)]
struct Meta {
    name: String,
    namespace: Option<String>,
    labels: IndexMap<String, String>,
    annotations: BTreeMap<String, String>,
}

impl Meta {
    /// Metadata of the app's object that is named after the app, with a suffix.
    fn new(app: &App, suffix: &str) -> Self {
        Self {
            name: format!("{}{suffix}", app.name),
            namespace: app.namespace.as_ref().map(ToString::to_string),
            labels: app.labels.common.clone(),
            annotations: BTreeMap::new(),
        }
    }
}

fn service_account(app: &App) -> Object {
    #[derive(Serialize)]
    struct ServiceAccount {
        meta: Meta,
    }
    Object::new("core/serviceaccount.yaml.tera", "serviceaccount.yaml", &ServiceAccount { meta: Meta::new(app, "") })
}
