//! Secrets that operators make: of what a store holds, or of what was sealed.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::app::{App, ExternalSecret, Scope, SealedSecret};

use super::{Meta, Object};

#[derive(Serialize)]
struct External<'a> {
    meta: Meta,
    secret: &'a ExternalSecret,
}

#[derive(Serialize)]
struct Sealed<'a> {
    meta: Meta,
    source: &'a str,
    scope: Scope,
    data: Vec<Entry<'a>>,
    template: Map<String, Value>,
}

#[derive(Serialize)]
struct Entry<'a> {
    key: &'a str,
    value: &'a str,
}

/// Named for the Secret that comes of them, which pods refer to.
pub(super) fn objects(app: &App) -> Vec<Object<'_>> {
    let meta = |name: &str| Meta { name: name.to_owned(), ..Meta::new(app, "") };
    let external = app.external_secrets.iter().map(|secret| {
        let context = External { meta: meta(&secret.name), secret };
        let file = format!("externalsecret-{}.yaml", secret.name);
        Object::new("externalsecrets/externalsecret.yaml.tera", file, &context)
    });
    let sealed = app.sealed_secrets.iter().map(|secret| {
        let mut meta = meta(&secret.name);
        meta.annotations.extend(secret.scope.annotation().map(|key| (key.to_owned(), "true".to_owned())));
        let data = secret.data.iter().map(|(key, value)| Entry { key, value }).collect();
        let template = template(app, secret);
        let context = Sealed { meta, source: &secret.source, scope: secret.scope, data, template };
        let file = format!("sealedsecret-{}.yaml", secret.name);
        Object::new("sealedsecrets/sealedsecret.yaml.tera", file, &context)
    });
    external.chain(sealed).collect()
}

/// The template of the sealed file, with the labels that every object of the app carries.
fn template(app: &App, secret: &SealedSecret) -> Map<String, Value> {
    let given = secret.template.get("metadata").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut labels = Map::new();
    labels.extend(app.labels.common.iter().map(|(key, value)| (key.clone(), value.clone().into())));
    for (key, value) in given.get("labels").and_then(Value::as_object).into_iter().flatten() {
        labels.entry(key.clone()).or_insert_with(|| value.clone());
    }
    let mut metadata = Map::new();
    metadata.insert("labels".to_owned(), labels.into());
    metadata.extend(given.into_iter().filter(|(key, _)| key != "labels"));
    let mut template = Map::new();
    template.insert("metadata".to_owned(), metadata.into());
    template.extend(
        secret.template.iter().filter(|(key, _)| *key != "metadata").map(|(key, value)| (key.clone(), value.clone())),
    );
    template
}
