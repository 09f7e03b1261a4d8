//! Which objects an app has, and what each template is told.

mod access;
mod autoscaler;
mod configmap;
mod disruption;
mod guard;
mod namespace;
mod network;
mod placement;
mod pod;
mod route;
mod service;
mod storage;
mod workload;

use std::borrow::Cow;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;
use tera::Context;

use crate::app::{App, Exemption};

/// An object to render.
pub(super) struct Object<'a> {
    /// The template's name.
    pub(super) template: &'static str,
    /// The file's name in a layout that has one file an object.
    pub(super) file: Cow<'static, str>,
    /// What the template is told.
    pub(super) context: Context,
    /// What it is told instead, once a hash of its text is known that its name carries.
    pub(super) renamed: Option<Renamed<'a>>,
}

/// A hash in, what a template is told out.
type Renamed<'a> = Box<dyn Fn(&str) -> Context + 'a>;

impl<'a> Object<'a> {
    fn new(template: &'static str, file: impl Into<Cow<'static, str>>, context: &impl Serialize) -> Self {
        Self { template, file: file.into(), context: self::context(context), renamed: None }
    }

    fn named_by_content(self, renamed: impl Fn(&str) -> Context + 'a) -> Self {
        Self { renamed: Some(Box::new(renamed)), ..self }
    }
}

fn context(context: &impl Serialize) -> Context {
    Context::from_serialize(context).expect("contexts are structs of texts, numbers, lists and maps")
}

/// Every object of the app, in the order in which they are applied.
pub(super) fn objects(app: &App) -> Vec<Object<'_>> {
    let mut objects = Vec::new();
    objects.extend(namespace::object(app));
    objects.extend(guard::objects(app));
    objects.extend(access::objects(app));
    objects.extend(configmap::objects(app));
    objects.extend(storage::objects(app));
    objects.extend(service::objects(app));
    objects.push(workload::object(app));
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
    exemptions: Vec<Exemption>,
}

impl Meta {
    /// Metadata of the app's object that is named after the app, with a suffix.
    fn new(app: &App, suffix: &str) -> Self {
        Self {
            name: format!("{}{suffix}", app.name),
            namespace: app.namespace.as_ref().map(ToString::to_string),
            labels: app.labels.common.clone(),
            annotations: BTreeMap::new(),
            exemptions: Vec::new(),
        }
    }
}
