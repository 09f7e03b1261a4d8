//! Secrets that the spec itself makes must have the keys that it refers to.

use crate::problem::did_you_mean;
use crate::spec::{Settings, join_key};

use super::container::{Container, Role};
use super::external_secrets::ExternalSecret;
use super::report::Report;
use super::sealed_secrets::SealedSecret;
use super::secrets::SecretReference;

/// Keys that a Secret has not got, Secrets with two makers, and Secrets that nobody uses.
pub(super) fn check(
    settings: &Settings,
    containers: &[&Container],
    external: &[ExternalSecret],
    sealed: &[SealedSecret],
    report: &mut Report<'_>,
) {
    for secret in external.iter().filter(|one| sealed.iter().any(|other| other.name == one.name)) {
        let (one, other) = (join_key(&["externalSecrets", &secret.name]), join_key(&["sealedSecrets", &secret.name]));
        report.problem(
            &one,
            format!("`{one}` and `{other}` both make the Secret `{}`", secret.name),
            "keep one of the two",
        );
    }
    let secrets: Vec<(&Container, &SecretReference)> =
        containers.iter().flat_map(|one| one.secrets.iter().map(move |secret| (*one, secret))).collect();
    // What a container inherits is told once, where the app says it.
    let inherited = |(one, secret): &(&Container, &SecretReference)| {
        one.inherits && containers.iter().any(|main| main.role == Role::Main && main.secrets.contains(secret))
    };
    let of_containers = secrets.iter().filter(|one| !inherited(one)).map(|(container, reference)| Reference {
        place: place_of(container, reference),
        secret: reference.secret.as_str(),
        key: reference.key.as_str(),
    });
    let references: Vec<Reference<'_>> = of_containers.chain(of_triggers(settings)).collect();
    let named = external.iter().map(|secret| (&secret.name, "externalSecrets", keys_of(secret)));
    let sealed = sealed.iter().map(|secret| {
        (&secret.name, "sealedSecrets", Some(secret.keys.iter().map(String::as_str).collect::<Vec<&str>>()))
    });
    for (name, map, keys) in named.chain(sealed) {
        let references = references.iter().filter(|reference| reference.secret == *name);
        for reference in references.clone() {
            let Some(keys) = keys.as_ref().filter(|keys| !keys.contains(&reference.key)) else { continue };
            let near = did_you_mean(reference.key, keys.iter().copied());
            report.problem(
                &reference.place,
                format!("`{}` has no key `{}`", join_key(&[map, name]), reference.key),
                near.unwrap_or_else(|| format!("its keys: {}", keys.join(", "))),
            );
        }
        if references.count() == 0 && !used_elsewhere(settings, name) {
            let place = join_key(&[map, name]);
            report.warning(
                &place,
                format!("the Secret of `{place}` is used by nothing in this spec"),
                format!("refer to it: `secrets: {{NAME: {{secret: {name}, key: ..., env: false}}}}`"),
            );
        }
    }
}

/// A key of a Secret, and the key of the spec that names it.
struct Reference<'a> {
    place: String,
    secret: &'a str,
    key: &'a str,
}

/// What KEDA reads to ask its triggers.
fn of_triggers(settings: &Settings) -> impl Iterator<Item = Reference<'_>> {
    let keda = settings.autoscaling.as_ref().and_then(|autoscaling| autoscaling.keda.as_ref());
    let authentications = keda.and_then(|keda| keda.authentications.as_ref());
    authentications.into_iter().flat_map(|all| all.iter()).flat_map(|(name, parameters)| {
        parameters.iter().filter_map(move |(parameter, stated)| {
            let path = ["autoscaling", "keda", "authentications", name.as_str(), parameter.as_str(), "key"];
            Some(Reference {
                place: join_key(&path),
                secret: stated.secret.as_ref()?.as_str(),
                key: stated.key.as_ref()?.as_str(),
            })
        })
    })
}

/// The key of the spec that names a key of a Secret.
fn place_of(container: &Container, reference: &SecretReference) -> String {
    let own = ["secrets", reference.name.as_str(), "key"];
    match container.role {
        Role::Main => join_key(&own),
        Role::Sidecar => join_key(&[["sidecars", container.name.as_str()].as_slice(), &own].concat()),
        Role::Init => join_key(&[["init", container.name.as_str()].as_slice(), &own].concat()),
    }
}

/// The keys of a Secret; unknown where an entry of the store brings its own.
fn keys_of(secret: &ExternalSecret) -> Option<Vec<&str>> {
    let keys = secret.values.iter().filter_map(|value| value.secret_key.as_deref()).collect();
    secret.whole.is_empty().then_some(keys)
}

/// Whether images are pulled or connections taken with a Secret.
fn used_elsewhere(settings: &Settings, name: &str) -> bool {
    let pull = settings.pull_secrets.iter().flatten().any(|secret| secret.as_str() == name);
    let tls = settings.ingress.as_ref().and_then(|ingress| ingress.tls_secret.as_ref());
    pull || tls.is_some_and(|secret| secret.as_str() == name)
}
