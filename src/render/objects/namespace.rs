//! The Namespace, where the spec asks for it.

use serde::Serialize;

use crate::app::{App, SecurityLevel};

use super::Object;

#[derive(Serialize)]
struct Namespace {
    name: String,
    /// The Pod Security Standard that is enforced.
    level: SecurityLevel,
    /// What keeps it from a stricter one, in words.
    why: String,
    /// The Kubernetes version whose standard is meant, so that an upgrade changes nothing unasked.
    version: String,
    /// Whether something deletes what is no longer in the files.
    pruned: bool,
}

pub(super) fn object(app: &App) -> Option<Object<'_>> {
    let name = app.namespace.as_ref().filter(|_| app.create_namespace)?.to_string();
    let (level, why) = (app.standard.level, app.standard.why.join(", "));
    let pruned = app.delivery.as_ref().is_some_and(|delivery| delivery.deploy.by_commit());
    let context = Namespace { name, level, why, version: format!("v{}", app.kubernetes), pruned };
    // `kubectl apply -f FOLDER` goes by file name, and the namespace must come first.
    Some(Object::new("core/namespace.yaml.tera", "00-namespace.yaml", &context))
}
