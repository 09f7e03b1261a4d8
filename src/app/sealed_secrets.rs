//! Secrets that were sealed with kubeseal, so that only the cluster's controller can read them.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::preset::Sources;
use crate::spec::{Settings, join_key};
use crate::yaml;

use super::literal::secret_value;
use super::report::Report;

/// A sealed Secret.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SealedSecret {
    /// Name of the Secret, and of the object that makes it.
    pub name: String,
    /// The file beside the spec that it comes from.
    pub source: String,
    /// Under which names it can be unsealed.
    pub scope: Scope,
    /// Its sealed values.
    pub data: BTreeMap<String, String>,
    /// What the Secret is made like: its type, annotations and templates.
    pub template: Map<String, Value>,
    /// The keys that the Secret has in the end.
    pub keys: BTreeSet<String>,
}

/// Under which names a sealed Secret can be unsealed
/// (<https://github.com/bitnami/sealed-secrets#scopes>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Its own name in its own namespace.
    Strict,
    /// Any name in its own namespace.
    NamespaceWide,
    /// Any name in any namespace.
    ClusterWide,
}

const CLUSTER_WIDE: &str = "sealedsecrets.bitnami.com/cluster-wide";
const NAMESPACE_WIDE: &str = "sealedsecrets.bitnami.com/namespace-wide";

impl Scope {
    fn of(metadata: &Value) -> Self {
        let set = |key: &str| metadata["annotations"][key] == "true";
        match () {
            () if set(CLUSTER_WIDE) => Self::ClusterWide,
            () if set(NAMESPACE_WIDE) => Self::NamespaceWide,
            () => Self::Strict,
        }
    }

    /// The annotation that says so.
    pub fn annotation(self) -> Option<&'static str> {
        match self {
            Self::Strict => None,
            Self::NamespaceWide => Some(NAMESPACE_WIDE),
            Self::ClusterWide => Some(CLUSTER_WIDE),
        }
    }
}

/// A message and its hint.
type Complaint = (String, String);

pub(super) fn sealed_secrets(settings: &Settings, sources: &dyn Sources, report: &mut Report<'_>) -> Vec<SealedSecret> {
    let mut secrets = Vec::new();
    for (name, source) in settings.sealed_secrets.iter().flat_map(|secrets| secrets.iter()) {
        let place = join_key(&["sealedSecrets", name.as_str()]);
        match read(name.as_str(), source.as_str(), settings, sources) {
            Ok(secret) => secrets.push(secret),
            Err(complaints) => {
                for (message, hint) in complaints {
                    report.problem(&place, message, hint);
                }
            }
        }
    }
    secrets
}

fn read(name: &str, source: &str, settings: &Settings, sources: &dyn Sources) -> Result<SealedSecret, Vec<Complaint>> {
    let unreadable = |why: &str, hint: &str| vec![(format!("`{source}` cannot be read: {why}"), hint.to_owned())];
    let beside = "the path is relative to the spec's folder";
    let bytes = sources.read(source).map_err(|why| unreadable(&why, beside))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8 text", seal(source).as_str()))?;
    let value = yaml::parse(source, &text).map_err(|problems| {
        let why = problems.first().map(ToString::to_string).unwrap_or_default();
        vec![(format!("`{source}` is no SealedSecret: {why}"), seal(source))]
    })?;
    let value = value.to_value();
    check_kind(source, &value)?;
    let (metadata, spec) = (&value["metadata"], &value["spec"]);
    let scope = Scope::of(metadata);
    let mut complaints = fit(name, source, settings, &value, scope);
    let mut data = BTreeMap::new();
    for (key, sealed) in spec["encryptedData"].as_object().into_iter().flatten() {
        match sealed.as_str().filter(|sealed| is_sealed(sealed)) {
            Some(sealed) => drop(data.insert(key.clone(), sealed.to_owned())),
            None => complaints
                .push((format!("`{key}` in `{source}` is not sealed: kubeseal writes no such value"), seal(source))),
        }
    }
    if data.is_empty() && complaints.is_empty() {
        complaints.push((format!("`{source}` holds no sealed value in `spec.encryptedData`"), seal(source)));
    }
    let made = spec["template"]["data"].as_object().cloned().unwrap_or_default();
    for (key, value) in &made {
        let open = value.as_str().filter(|text| !text.contains("{{")).and_then(secret_value);
        complaints.extend(
            open.map(|why| (format!("`{key}` of the template in `{source}` looks like a secret: {why}"), seal(source))),
        );
    }
    if !complaints.is_empty() {
        return Err(complaints);
    }
    let mut keys: BTreeSet<String> = data.keys().cloned().collect();
    for (key, value) in &made {
        if value.is_null() {
            keys.remove(key)
        } else {
            keys.insert(key.clone())
        };
    }
    let template = template(&spec["template"]);
    Ok(SealedSecret { name: name.to_owned(), source: source.to_owned(), scope, data, template, keys })
}

/// The next step for what is not sealed.
fn seal(source: &str) -> String {
    format!(
        "seal the Secret: `kubeseal --format yaml < secret.yaml > {source}`, and keep its plain file out of the repository"
    )
}

fn check_kind(source: &str, value: &Value) -> Result<(), Vec<Complaint>> {
    let text = |key: &str| value[key].as_str().unwrap_or_default();
    match (text("apiVersion"), text("kind")) {
        ("bitnami.com/v1alpha1", "SealedSecret") if value["spec"]["data"].is_null() => Ok(()),
        ("bitnami.com/v1alpha1", "SealedSecret") => {
            let message = format!("`{source}` is sealed as one piece, in `spec.data`, which newer controllers refuse");
            Err(vec![(message, seal(source))])
        }
        (_, "Secret") => {
            let message = format!("`{source}` is a plain Secret: whoever reads the repository reads its values");
            let hint = format!("{}; values that were ever pushed need to be changed", seal(source));
            Err(vec![(message, hint)])
        }
        (_, kind) => {
            let what = if kind.is_empty() { "no Kubernetes object".to_owned() } else { format!("a {kind}") };
            Err(vec![(format!("`{source}` is {what} and no SealedSecret"), seal(source))])
        }
    }
}

/// The controller unseals a Secret only under the name and in the namespace that it was sealed for.
fn fit(name: &str, source: &str, settings: &Settings, value: &Value, scope: Scope) -> Vec<Complaint> {
    let metadata = &value["metadata"];
    let mut complaints = Vec::new();
    let sealed = metadata["name"].as_str().unwrap_or_default();
    if scope == Scope::Strict && sealed != name {
        complaints.push((
            format!("`{source}` is sealed for the name `{sealed}`, and can be unsealed under no other"),
            format!("write `sealedSecrets: {{{sealed}: {source}}}`, or seal it anew for `{name}`"),
        ));
    }
    let own = settings.namespace.as_ref().map(ToString::to_string);
    let bound = metadata["namespace"].as_str().filter(|_| scope != Scope::ClusterWide);
    if let Some(sealed) = bound.filter(|sealed| own.as_deref() != Some(sealed)) {
        let here = own.map_or("the spec names none".to_owned(), |own| format!("the app lives in `{own}`"));
        let hint = "seal it anew for the app's namespace: `kubeseal --namespace ...`; each environment may have a file of its own";
        complaints.push((format!("`{source}` is sealed for the namespace `{sealed}`, and {here}"), hint.to_owned()));
    }
    let template = &value["spec"]["template"]["metadata"];
    if template["annotations"].is_object() && Scope::of(template) != scope {
        complaints.push((
            format!("`{source}` and its template say different scopes"),
            format!("the annotations `{CLUSTER_WIDE}` and `{NAMESPACE_WIDE}` must be the same in both"),
        ));
    }
    complaints
}

/// Whether a value is base64 of what kubeseal writes: the length of a sealed session key in two bytes,
/// that key, and what is sealed with it.
fn is_sealed(text: &str) -> bool {
    let Ok(bytes) = base64::engine::general_purpose::STANDARD.decode(text) else { return false };
    let [high, low, rest @ ..] = bytes.as_slice() else { return false };
    let key = usize::from(u16::from_be_bytes([*high, *low]));
    // An RSA key of 1024 bits at least, and the tag of AES-GCM.
    key >= 128 && rest.len() >= key + 16
}

/// What of the template is taken over: all but the names, which are those of the object.
fn template(template: &Value) -> Map<String, Value> {
    let mut kept = Map::new();
    for key in ["type", "immutable", "data"] {
        if let Some(value) = template.get(key).filter(|value| !value.is_null()) {
            kept.insert(key.to_owned(), value.clone());
        }
    }
    let mut metadata = Map::new();
    for key in ["annotations", "labels"] {
        if let Some(value) = template["metadata"].get(key).filter(|value| value.is_object()) {
            metadata.insert(key.to_owned(), value.clone());
        }
    }
    if !metadata.is_empty() {
        kept.insert("metadata".to_owned(), metadata.into());
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    struct One(String);

    impl Sources for One {
        fn read(&self, _: &str) -> Result<Vec<u8>, String> {
            Ok(self.0.clone().into_bytes())
        }
    }

    fn file(metadata: &str, template: &str) -> String {
        let value = format!("AIA{}", "A".repeat(193));
        format!(
            "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {metadata}\nspec:\n  encryptedData: {{password: {value}, user: {value}}}\n  template: {template}\n"
        )
    }

    fn read_as(name: &str, text: String) -> Result<SealedSecret, Vec<String>> {
        let settings: Settings = serde_json::from_value(serde_json::json!({"namespace": "shop"})).expect("valid");
        let messages = |complaints: Vec<Complaint>| complaints.into_iter().map(|(message, _)| message).collect();
        read(name, "s.yaml", &settings, &One(text)).map_err(messages)
    }

    #[test]
    fn a_scope_frees_the_name_or_the_namespace_too() {
        let wide = |scope: &str, namespace: &str| {
            let annotations = format!("{{sealedsecrets.bitnami.com/{scope}: \"true\"}}");
            file(&format!("{{name: any, namespace: {namespace}, annotations: {annotations}}}"), "{}")
        };
        let scope = |text| read_as("web-db", text).map(|secret| secret.scope);
        assert_eq!(scope(wide("cluster-wide", "other")), Ok(Scope::ClusterWide));
        assert_eq!(scope(wide("namespace-wide", "shop")), Ok(Scope::NamespaceWide));
        assert_eq!(scope(wide("namespace-wide", "other")).expect_err("another namespace").len(), 1);
        assert_eq!(scope(file("{name: web-db, namespace: shop}", "{}")), Ok(Scope::Strict));
        assert_eq!(scope(file("{name: any, namespace: other}", "{}")).expect_err("strict").len(), 2);
    }

    #[test]
    fn a_template_adds_keys_and_takes_some_away() {
        let template = "{type: Opaque, data: {dsn: \"postgres://{{ .user }}:{{ .password }}@db\", user: null}, metadata: {name: x, creationTimestamp: null, annotations: {a: b}}}";
        let secret = read_as("web-db", file("{name: web-db, namespace: shop}", template)).expect("valid");
        assert_eq!(secret.keys.into_iter().collect::<Vec<_>>(), ["dsn", "password"]);
        assert_eq!(secret.data.len(), 2);
        assert_eq!(secret.template["metadata"], serde_json::json!({"annotations": {"a": "b"}}));
        assert_eq!(secret.template["type"], "Opaque");
    }

    #[test]
    fn json_is_read() {
        let text = file("{name: web-db, namespace: shop}", "{type: Opaque}");
        let json = yaml::parse("s.yaml", &text).expect("valid").to_value().to_string();
        assert!(read_as("web-db", json).is_ok());
    }

    #[test]
    fn a_template_of_another_scope_is_refused() {
        let metadata = "{name: web-db, namespace: shop}";
        let template = "{metadata: {annotations: {sealedsecrets.bitnami.com/cluster-wide: \"true\"}}}";
        let told = read_as("web-db", file(metadata, template)).expect_err("two scopes");
        assert_eq!(told, ["`s.yaml` and its template say different scopes"]);
    }
}
