//! Claims on persistent volumes that all pods share.

use serde::Serialize;

use crate::app::{App, Claim};

use super::{Meta, Object};

#[derive(Serialize)]
struct PersistentVolumeClaim<'a> {
    meta: Meta,
    claim: &'a Claim,
}

/// A StatefulSet makes its own, one for each pod.
pub(super) fn objects(app: &App) -> Vec<Object<'_>> {
    let object = |claim: &Claim| {
        let meta = Meta { name: claim.shared.clone()?, ..Meta::new(app, "") };
        let context = PersistentVolumeClaim { meta, claim };
        let file = format!("persistentvolumeclaim-{}.yaml", claim.volume);
        Some(Object::new("core/persistentvolumeclaim.yaml.tera", file, &context))
    };
    app.volumes.claims.iter().filter_map(object).collect()
}
