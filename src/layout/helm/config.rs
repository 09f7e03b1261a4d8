//! The ConfigMaps that configure the pods: their data are values.

use crate::manifest::Document;

use super::derive::{Release, is_workload};

/// A ConfigMap that a container takes its variables or files from.
#[derive(Debug, Clone)]
pub(super) struct Configuration {
    /// Its name without the app's: `config`, `files-proxy`.
    pub(super) rest: String,
    /// What stands for it in values.
    pub(super) key: Vec<String>,
    /// Its name in the chart.
    pub(super) call: String,
    /// Under which condition it is there.
    pub(super) condition: String,
    /// In which sets of documents it is.
    pub(super) has: Vec<bool>,
    /// Whether it holds bytes anywhere.
    pub(super) binary: bool,
}

impl Configuration {
    /// The name of the value that its field is made from.
    pub(super) fn value(&self, field: &str) -> Vec<String> {
        value(&self.key, field)
    }
}

/// The name of the value that a field of a ConfigMap is made from, by what stands for that.
pub(super) fn value(key: &[String], field: &str) -> Vec<String> {
    let mut name = key.to_vec();
    if field == "binaryData"
        && let Some(last) = name.last_mut()
    {
        last.push_str("Binary");
    }
    name
}

/// The name of a ConfigMap that a value makes one that never changes.
pub(super) fn mixed_name(app: &str, rest: &str) -> String {
    format!("{{{{ include \"{app}.fullname\" . }}}}-{rest}{{{{ include \"{app}.{rest}.suffix\" . }}}}")
}

/// The helper that such a name ends with.
pub(super) fn suffix(app: &str, rest: &str) -> String {
    let hash = super::derive::content_hash(app, rest);
    format!(
        "\n{{{{/*\nThe end of the name of the ConfigMap `{rest}`, where ConfigMaps never change.\n*/}}}}\n{{{{- define \"{app}.{rest}.suffix\" -}}}}\n{{{{- if .Values.immutableConfig }}}}-{hash}{{{{ end }}}}\n{{{{- end }}}}\n"
    )
}

/// Whether a set of documents has ConfigMaps of the pods that never change, or others; none without any.
pub(super) fn is_immutable(app: &str, documents: &[Document]) -> Option<bool> {
    let is_one = |document: &&Document| {
        let rest = Release::stem(app, document).strip_prefix(app).map(|rest| rest.trim_start_matches('-'));
        document.identity.kind == "ConfigMap" && rest.and_then(key).is_some()
    };
    let one = documents.iter().find(is_one)?;
    Some(Release::stem(app, one) != one.identity.name)
}

/// What stands for a ConfigMap in values, by its name without the app's; none for those of the user's own.
pub(super) fn key(rest: &str) -> Option<Vec<String>> {
    let (what, container) = rest.split_once('-').map_or((rest, None), |(what, container)| (what, Some(container)));
    let name = match what {
        "config" => "config",
        "files" => "configFiles",
        _ => return None,
    };
    let beside = container.iter().flat_map(|container| ["containers", container]);
    Some(beside.chain([name]).map(str::to_owned).collect())
}

/// Whether a workload of the documents takes variables or files from a ConfigMap.
pub(super) fn is_used(documents: &[Document], names: &[&str]) -> bool {
    let spec = |document: &Document| document.pod_template().and_then(|template| template.get("spec")).cloned();
    let workloads = documents.iter().filter(|document| is_workload(&document.identity.kind)).filter_map(spec);
    workloads.into_iter().any(|spec| {
        let text = |value: Option<&serde_json::Value>| {
            value.and_then(serde_json::Value::as_str).is_some_and(|text| names.contains(&text))
        };
        let list = |value: &serde_json::Value, key: &str| {
            value.get(key).and_then(serde_json::Value::as_array).cloned().unwrap_or_default()
        };
        let containers = ["containers", "initContainers"].iter().flat_map(|key| list(&spec, key));
        let variables = containers.flat_map(|container| list(&container, "envFrom"));
        let volumes = list(&spec, "volumes");
        variables.into_iter().any(|from| text(from.pointer("/configMapRef/name")))
            || volumes.iter().any(|volume| text(volume.pointer("/configMap/name")))
    })
}
