//! The Deployment.

use serde::Serialize;

use crate::app::{App, Labels, Replicas, RollingUpdate};

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
    if let Some(version) = &app.labels.version {
        meta.labels.insert(Labels::VERSION.to_owned(), version.clone());
    }
    let context = Deployment {
        meta,
        autoscaled: matches!(app.replicas, Replicas::Automatic { .. }),
        replicas: app.replicas.fewest(),
        rolling_update: app.rolling_update,
        pod: pod(app),
    };
    Object::new("apps/deployment.yaml.tera", "deployment.yaml", &context)
}
