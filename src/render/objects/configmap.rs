//! ConfigMaps: one of variables, one of files.

use serde::Serialize;

use crate::app::{App, Content};

use super::{Meta, Object};

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

/// The name of the ConfigMap with the variables.
pub(super) fn variables_name(app: &App) -> Option<String> {
    (!app.configuration.variables.is_empty()).then(|| format!("{}-config", app.name))
}

/// The name of the ConfigMap with the files.
pub(super) fn files_name(app: &App) -> Option<String> {
    (!app.configuration.files.is_empty()).then(|| format!("{}-files", app.name))
}

pub(super) fn objects(app: &App) -> Vec<Object<'_>> {
    let mut objects = Vec::new();
    if variables_name(app).is_some() {
        let entry = |(key, value): (&String, &String)| Entry { key: key.clone(), value: value.clone(), source: None };
        let data = app.configuration.variables.iter().map(entry).collect();
        let context = ConfigMap { meta: Meta::new(app, "-config"), data, binary: Vec::new() };
        objects.push(Object::new("core/configmap.yaml.tera", "configmap.yaml", &context));
    }
    if files_name(app).is_some() {
        let mut context = ConfigMap { meta: Meta::new(app, "-files"), data: Vec::new(), binary: Vec::new() };
        for file in &app.configuration.files {
            let (entries, value) = match &file.content {
                Content::Text(text) => (&mut context.data, text),
                Content::Binary(base64) => (&mut context.binary, base64),
            };
            let source = Some(format!("{}, mounted at {}", file.source, file.path));
            entries.push(Entry { key: file.key.clone(), value: value.clone(), source });
        }
        objects.push(Object::new("core/configmap.yaml.tera", "configmap-files.yaml", &context));
    }
    objects
}
