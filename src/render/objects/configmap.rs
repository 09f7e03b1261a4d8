//! ConfigMaps: of each container one of variables, one of files.

use serde::Serialize;

use crate::app::{App, Container, Content, Role};

use super::{Meta, Object};

const TEMPLATE: &str = "core/configmap.yaml.tera";

#[derive(Serialize)]
struct ConfigMap {
    meta: Meta,
    data: Vec<Entry>,
    binary: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    key: String,
    value: String,
    /// Where a file comes from and goes to, for the reader.
    source: Option<String>,
}

/// The name of the ConfigMap with a container's variables.
pub(super) fn variables_name(app: &App, container: &Container) -> Option<String> {
    (!container.configuration.variables.is_empty()).then(|| format!("{}-{}", app.name, container.own("config")))
}

/// The name of the ConfigMap with a container's files.
pub(super) fn files_name(app: &App, container: &Container) -> Option<String> {
    (!container.configuration.files.is_empty()).then(|| format!("{}-{}", app.name, container.own("files")))
}

pub(super) fn objects(app: &App) -> Vec<Object<'_>> {
    app.containers().flat_map(|container| of_container(app, container)).collect()
}

fn of_container<'a>(app: &App, container: &Container) -> Vec<Object<'a>> {
    let mut objects = Vec::new();
    let file = |what: &str| match container.role {
        Role::Main if what == "config" => "configmap.yaml".to_owned(),
        _ => format!("configmap-{}.yaml", container.own(what)),
    };
    let meta = |name: String| Meta { name, ..Meta::new(app, "") };
    if let Some(name) = variables_name(app, container) {
        let entry = |(key, value): (&String, &String)| Entry { key: key.clone(), value: value.clone(), source: None };
        let data = container.configuration.variables.iter().map(entry).collect();
        let context = ConfigMap { meta: meta(name), data, binary: Vec::new() };
        objects.push(Object::new(TEMPLATE, file("config"), &context));
    }
    if let Some(name) = files_name(app, container) {
        let mut context = ConfigMap { meta: meta(name), data: Vec::new(), binary: Vec::new() };
        for file in &container.configuration.files {
            let (entries, value) = match &file.content {
                Content::Text(text) => (&mut context.data, text),
                Content::Binary(base64) => (&mut context.binary, base64),
            };
            let source = Some(format!("{}, mounted at {}", file.source, file.path));
            entries.push(Entry { key: file.key.clone(), value: value.clone(), source });
        }
        objects.push(Object::new(TEMPLATE, file("files"), &context));
    }
    objects
}
