//! Which objects an app has, and what each template is told.

mod access;
mod alerts;
mod autoscaler;
mod canary;
mod configmap;
mod dashboard;
mod disruption;
mod guard;
mod maintenance;
mod monitor;
mod namespace;
mod network;
mod own;
mod placement;
mod pod;
mod probe;
mod progressive;
mod route;
mod secrets;
mod service;
mod storage;
mod workload;

use std::borrow::Cow;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;
use tera::Context;

use crate::app::{App, Exemption};
use crate::manifest::{Document, config_hash};

pub(super) use own::context as own_context;

/// An object to render.
pub(super) struct Object<'a> {
    /// The template's name.
    pub(super) template: &'static str,
    /// The file's name in a layout that has one file an object.
    pub(super) file: Cow<'static, str>,
    /// What the template is told.
    told: Told<'a>,
    /// Whether its name carries a hash of its content.
    pub(super) named_by_content: bool,
    /// The app that it is of, where that is not the one whose objects are rendered.
    pub(super) owner: Option<&'a App>,
    /// The name of the app's object that it stands beside, whose patches hold for it, too.
    pub(super) like: Option<&'a str>,
}

/// What a template is told: settled, or following from the hashes in the names of earlier objects and
/// in its own.
enum Told<'a> {
    Settled(Context),
    Named(Box<dyn Fn(&Hashes) -> Context + 'a>),
}

/// The hashes that follow from earlier objects.
#[derive(Default)]
pub(super) struct Hashes {
    /// Those that names carry, by the files of their objects.
    names: BTreeMap<String, String>,
    /// That of what the pods are configured with.
    config: Option<String>,
}

impl Hashes {
    /// Remembers the hash of an object's content.
    pub(super) fn insert(&mut self, file: &str, hash: String) {
        self.names.insert(file.to_owned(), hash);
    }

    /// Counts what the pods are configured with from the ConfigMaps among the objects. The name of one that never
    /// changes rolls the pods itself.
    pub(super) fn configure(&mut self, app: &App, documents: &[Document]) {
        let find = |name: &str| {
            let is_it = |one: &&Document| one.identity.kind == "ConfigMap" && one.identity.name == name;
            documents.iter().find(is_it).map(|one| &one.value)
        };
        let containers: Vec<&str> = app.containers().map(|container| container.name.as_str()).collect();
        self.config = config_hash(app.name.as_str(), &containers, find).filter(|_| !app.immutable_config);
    }

    /// The end of the name of a file's object: a dash and its hash, or nothing.
    fn suffix(&self, file: &str) -> String {
        self.names.get(file).map(|hash| format!("-{hash}")).unwrap_or_default()
    }
}

impl<'a> Object<'a> {
    fn new(template: &'static str, file: impl Into<Cow<'static, str>>, context: &impl Serialize) -> Self {
        let told = Told::Settled(self::context(context));
        Self { template, file: file.into(), told, named_by_content: false, owner: None, like: None }
    }

    /// An object that carries a hash in its name, or refers to one that does.
    fn named(
        template: &'static str,
        file: impl Into<Cow<'static, str>>,
        context: impl Fn(&Hashes) -> Context + 'a,
    ) -> Self {
        let told = Told::Named(Box::new(context));
        Self { template, file: file.into(), told, named_by_content: false, owner: None, like: None }
    }

    /// The same object, whose name carries a hash of its content where that is so.
    fn by_content(self, named_by_content: bool) -> Self {
        Self { named_by_content, ..self }
    }

    /// What the template is told, once these hashes are known.
    pub(super) fn context(&self, hashes: &Hashes) -> Cow<'_, Context> {
        match &self.told {
            Told::Settled(context) => Cow::Borrowed(context),
            Told::Named(context) => Cow::Owned(context(hashes)),
        }
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
    objects.extend(secrets::objects(app));
    objects.extend(storage::objects(app));
    objects.extend(service::objects(app));
    objects.extend(progressive::object(app));
    objects.push(workload::object(app));
    objects.extend(disruption::object(app));
    objects.extend(autoscaler::objects(app));
    objects.extend(network::object(app));
    objects.extend(monitor::object(app));
    objects.extend(probe::object(app));
    objects.extend(alerts::object(app));
    objects.extend(dashboard::object(app));
    objects.extend(canary::objects(app));
    objects.extend(maintenance::objects(app));
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
