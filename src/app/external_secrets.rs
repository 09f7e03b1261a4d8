//! Secrets that the External Secrets Operator makes from what a store holds.

use serde::Serialize;

use crate::spec::{self, Settings, StoreKind, join_key};

use super::report::Report;

/// A Secret, and where its values come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExternalSecret {
    /// Name of the Secret, and of the object that makes it.
    pub name: String,
    /// Name of the store.
    pub store: String,
    /// Its kind.
    pub store_kind: StoreKind,
    /// How often the store is asked again, such as `1h`.
    pub refresh: String,
    /// Its keys, each from an entry of the store.
    pub values: Vec<StoredValue>,
    /// Entries of the store that are taken whole.
    pub whole: Vec<StoredValue>,
}

/// A value in a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredValue {
    /// The key that it gets in the Secret; none where an entry brings its own keys.
    pub secret_key: Option<String>,
    /// Name or path of the entry.
    pub key: String,
    /// Part of the entry.
    pub property: Option<String>,
    /// Version of the entry.
    pub version: Option<String>,
}

/// How often a store is asked, in seconds, where nobody says it: what the operator itself does.
const REFRESH: u32 = 3600;

const EXAMPLE: &str = "such as `{store: vault, data: {password: {key: shop/web-db, property: password}}}`";

pub(super) fn external_secrets(settings: &Settings, report: &mut Report<'_>) -> Vec<ExternalSecret> {
    let entries = settings.external_secrets.iter().flat_map(|secrets| secrets.iter());
    entries.map(|(name, secret)| external_secret(name.as_str(), secret, report)).collect()
}

fn external_secret(name: &str, secret: &spec::ExternalSecret, report: &mut Report<'_>) -> ExternalSecret {
    let place = join_key(&["externalSecrets", name]);
    if secret.store.is_none() {
        report.problem(&place, format!("`{place}` names no store"), EXAMPLE);
    }
    let data = secret.data.iter().flat_map(|data| data.iter());
    let values: Vec<StoredValue> = data
        .map(|(secret_key, entry)| {
            let place = join_key(&["externalSecrets", name, "data", secret_key.as_str()]);
            let key = entry.key.clone().unwrap_or_default();
            check_key(&place, &key, report);
            let (property, version) = (entry.property.clone(), entry.version.clone());
            StoredValue { secret_key: Some(secret_key.to_string()), key, property, version }
        })
        .collect();
    let whole: Vec<StoredValue> = secret
        .data_from
        .iter()
        .flatten()
        .map(|entry| {
            check_key(&join_key(&["externalSecrets", name, "dataFrom"]), &entry.extract, report);
            StoredValue { secret_key: None, key: entry.extract.clone(), property: None, version: entry.version.clone() }
        })
        .collect();
    if values.is_empty() && whole.is_empty() {
        report.problem(&place, format!("`{place}` takes nothing from its store"), EXAMPLE);
    }
    ExternalSecret {
        name: name.to_owned(),
        store: secret.store.as_ref().map(ToString::to_string).unwrap_or_default(),
        store_kind: secret.store_kind.unwrap_or_default(),
        refresh: written(secret.refresh.map_or(REFRESH, spec::types::Duration::seconds)),
        values,
        whole,
    }
}

fn check_key(place: &str, key: &str, report: &mut Report<'_>) {
    if key.trim().is_empty() {
        report.problem(place, format!("`{place}` does not say which entry of the store it takes"), EXAMPLE);
    }
}

/// A time span as Go reads it, whole hours as hours.
fn written(seconds: u32) -> String {
    match seconds {
        0 => "0s".to_owned(),
        seconds if seconds % 3600 == 0 => format!("{}h", seconds / 3600),
        seconds => spec::types::Duration::from_seconds(seconds).to_string(),
    }
}
