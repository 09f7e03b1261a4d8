//! No secret's value in what the user's templates write.

use serde_json::Value;

use crate::app::{App, or_excused, secrets_within};
use crate::manifest::Document;
use crate::problem::Problem;
use crate::spec::Exception;

/// What to do instead of writing a value down.
const HINT: &str = "take it from a Secret that is made elsewhere (`secrets`), from a store (`externalSecrets`), or sealed \
                    (`sealedSecrets`)";

/// Tells of a Secret with values in it, and of values of other objects that look like secrets, each at its line.
pub(super) fn refuse(document: &Document, app: &App, problems: &mut Vec<Problem>) {
    let is_secret = document.identity.kind == "Secret";
    for key in ["data", "stringData"].into_iter().filter(|_| is_secret) {
        if document.get(key).and_then(Value::as_object).is_some_and(|values| !values.is_empty()) {
            let message = format!("{}: a Secret's values have no place in a template: `{key}`", document.identity);
            problems.push(Problem::new(message).at(Some(document.place(&[key]))).hint(HINT));
        }
    }
    let excused = app.exceptions.contains_key(&Exception::LiteralSecret.annotation());
    if !excused && (document.identity.kind == "ConfigMap" || document.pod_template().is_some()) {
        for secret in secrets_within(&document.node, &[]) {
            let path: Vec<&str> = secret.path.iter().map(String::as_str).collect();
            let message = format!("{}: `{}` looks like a secret: {}", document.identity, secret.name, secret.why);
            problems.push(Problem::new(message).at(Some(document.place(&path))).hint(or_excused(HINT)));
        }
    }
}
