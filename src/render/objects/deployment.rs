//! The Deployment.

use serde::Serialize;

use crate::app::{App, Replicas, RollingUpdate};

use super::pod::{Pod, pod};
use super::{Meta, Object};

#[derive(Serialize)]
struct Deployment<'a> {
    meta: Meta,
    autoscaled: bool,
    replicas: u16,
    rolling_update: RollingUpdate,
    pod: Pod<'a>,
}

pub(super) fn object(app: &App) -> Object {
    let mut meta = Meta::new(app, "");
    meta.annotations.clone_from(&app.exceptions);
    meta.labels = app.labels.versioned();
    let context = Deployment {
        meta,
        autoscaled: matches!(app.replicas, Replicas::Automatic { .. }),
        replicas: app.replicas.fewest(),
        rolling_update: app.rolling_update,
        pod: pod(app),
    };
    Object::new("apps/deployment.yaml.tera", "deployment.yaml", &context)
}
