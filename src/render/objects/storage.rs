//! Claims on persistent volumes that all pods share.

use serde::Serialize;

use crate::app::{App, Claim};
use crate::spec::Kind;

use super::{Meta, Object};

#[derive(Serialize)]
struct PersistentVolumeClaim<'a> {
    meta: Meta,
    claim: &'a Claim,
}

/// A StatefulSet makes its own, one for each pod.
pub(super) fn objects(app: &App) -> Vec<Object<'_>> {
    let shared = app.claims.iter().filter(|_| app.workload.kind() != Kind::StatefulSet);
    let object = |claim: &Claim| {
        let context = PersistentVolumeClaim { meta: Meta::new(app, &format!("-{}", claim.volume)), claim };
        let file = format!("persistentvolumeclaim-{}.yaml", claim.volume);
        Object::new("core/persistentvolumeclaim.yaml.tera", file, &context)
    };
    shared.map(object).collect()
}
