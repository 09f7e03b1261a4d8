//! What stands for an object in values.

use super::config;
use super::derive::is_workload;
use super::table::known;

/// A name without the app's.
pub(super) fn rest<'a>(app: &str, name: &'a str) -> Option<&'a str> {
    let rest = name.strip_prefix(app)?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix('-') }
}

/// What stands for an object in values.
pub(super) fn of(kind: &str, rest: &str, is_own: bool) -> Vec<String> {
    let one = |name: String| vec![name];
    let several = |name: &str| vec![name.to_owned(), rest.to_owned()];
    match (kind, rest) {
        (kind, _) if is_workload(kind) => one(camel(kind)),
        ("ConfigMap", rest) if is_own && config::key(rest).is_some() => config::key(rest).unwrap_or_default(),
        ("PersistentVolumeClaim", _) => several("persistence"),
        ("ExternalSecret", _) => several("externalSecrets"),
        ("SealedSecret", _) => several("sealedSecrets"),
        ("TriggerAuthentication", _) => several("triggerAuthentications"),
        ("Service", "headless") => one("headlessService".to_owned()),
        ("Namespace" | "ResourceQuota" | "LimitRange", _) => {
            one(known(kind).map_or(kind, |known| known.key).to_owned())
        }
        (kind, rest) => {
            let kind = known(kind).map_or_else(|| camel(kind), |known| known.key.to_owned());
            let words = rest.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
            let capital = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
            one(kind + &words.map(capital).collect::<String>())
        }
    }
}

/// A kind as a name of values.
fn camel(kind: &str) -> String {
    kind.chars().take(1).map(|c| c.to_ascii_lowercase()).chain(kind.chars().skip(1)).collect()
}
