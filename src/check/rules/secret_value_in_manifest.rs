//! Secrets in the repository.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::placeholder::is_placeholder;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "secret-value-in-manifest",
    name: "no Secret stands among the manifests with its values",
    item: 8,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "No Secret has values in `data` or `stringData`.",
    why: "Base64 is no lock: whoever reads the repository, its copies and its history, has the values.",
    fix: "take an ExternalSecret or a SealedSecret in its place, or make the Secret outside of the repository",
    bad: "apiVersion: v1
kind: Secret
metadata: {name: web}
stringData: {token: example}
",
    good: "apiVersion: v1
kind: Secret
metadata: {name: web}
",
    sources: &["https://kubernetes.io/docs/concepts/security/secrets-good-practices/"],
    check: Check::Object(&["Secret"], check),
};

fn check(object: &Object, _: &Set<'_>, hits: &mut Hits) {
    // What says nothing, as a template to be filled in does, gives nothing away.
    let says = |value: &str| !value.trim().is_empty() && !is_placeholder(value);
    let decoded = |value: &str| STANDARD.decode(value.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    for (key, encoded) in [("data", true), ("stringData", false)] {
        let values = object.at(key).map(Node::entries).unwrap_or_default();
        if values
            .iter()
            .filter_map(|(.., value)| value.as_str())
            .any(|value| says(value) && !(encoded && decoded(value).is_some_and(|value| !says(&value))))
        {
            hits.say(keys(key), "holds its values, readable by whoever reads this file");
        }
    }
}
