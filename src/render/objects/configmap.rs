//! ConfigMaps: of each container one of variables, one of files.

use serde::Serialize;

use crate::app::{App, ConfigFile, Container, Content, Role};
use crate::manifest::config_maps;

use super::{Hashes, Meta, Object};

const TEMPLATE: &str = "core/configmap.yaml.tera";

#[derive(Serialize)]
struct ConfigMap {
    meta: Meta,
    immutable: bool,
    /// Whether pods run to an end, so that the next ones have what is changed.
    runs_to_an_end: bool,
    data: Vec<Entry>,
    binary: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    key: String,
    value: String,
    /// Where a file comes from and goes to, or how a value follows from the limits, line by line.
    notes: Vec<String>,
}

/// What a ConfigMap of a container holds: the end of its name, and of its file's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Variables,
    Files,
}

impl Held {
    fn what(self) -> &'static str {
        match self {
            Self::Variables => "config",
            Self::Files => "files",
        }
    }

    fn file(self, container: &Container) -> String {
        match container.role {
            Role::Main if self == Self::Variables => "configmap.yaml".to_owned(),
            _ => format!("configmap-{}.yaml", container.own(self.what())),
        }
    }

    fn name(self, app: &App, container: &Container, hashes: &Hashes) -> String {
        let [variables, files] = config_maps(app.root().as_str(), container.name.as_str());
        let name = if self == Self::Variables { variables } else { files };
        format!("{name}{}", hashes.suffix(&self.file(container)))
    }

    /// Texts and bytes; none where there is nothing to hold.
    fn entries(self, container: &Container) -> Option<(Vec<Entry>, Vec<Entry>)> {
        let configuration = &container.configuration;
        match self {
            Self::Variables => {
                let entry = |(key, value): (&String, &String)| Entry {
                    key: key.clone(),
                    value: value.clone(),
                    notes: configuration.reason(key),
                };
                let data: Vec<Entry> = configuration.variables.iter().map(entry).collect();
                (!data.is_empty()).then(|| (data, Vec::new()))
            }
            Self::Files => {
                let is_text = |file: &&ConfigFile| matches!(file.content, Content::Text(_));
                let (texts, bytes): (Vec<_>, Vec<_>) = configuration.files.iter().partition(is_text);
                let entries = |files: Vec<&ConfigFile>| files.into_iter().map(Entry::of_file).collect();
                (!configuration.files.is_empty()).then(|| (entries(texts), entries(bytes)))
            }
        }
    }

    fn object<'a>(self, app: &'a App, container: &'a Container) -> Option<Object<'a>> {
        self.entries(container)?;
        let told = move |hashes: &Hashes| {
            let (data, binary) = self.entries(container).unwrap_or_default();
            let meta = Meta { name: self.name(app, container, hashes), ..Meta::new(app, "") };
            let runs_to_an_end = app.workload.kind().ends();
            super::context(&ConfigMap { meta, immutable: app.immutable_config, runs_to_an_end, data, binary })
        };
        Some(Object::named(TEMPLATE, self.file(container), told).by_content(app.immutable_config))
    }
}

impl Entry {
    fn of_file(file: &ConfigFile) -> Self {
        let (Content::Text(value) | Content::Binary(value)) = &file.content;
        let notes = vec![format!("{}, mounted at {}", file.source, file.path)];
        Self { key: file.key.clone(), value: value.clone(), notes }
    }
}

/// The name of the ConfigMap with a container's variables.
pub(super) fn variables_name(app: &App, container: &Container, hashes: &Hashes) -> Option<String> {
    (!container.configuration.variables.is_empty()).then(|| Held::Variables.name(app, container, hashes))
}

/// The name of the ConfigMap with a container's files.
pub(super) fn files_name(app: &App, container: &Container, hashes: &Hashes) -> Option<String> {
    (!container.configuration.files.is_empty()).then(|| Held::Files.name(app, container, hashes))
}

pub(super) fn objects(app: &App) -> Vec<Object<'_>> {
    let both =
        |container| [Held::Variables, Held::Files].into_iter().filter_map(move |held| held.object(app, container));
    app.main_first().flat_map(both).collect()
}
