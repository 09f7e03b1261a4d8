//! The HorizontalPodAutoscaler.

use serde::Serialize;

use crate::app::{App, Replicas};

use super::{Meta, Object};

#[derive(Serialize)]
struct Autoscaler {
    meta: Meta,
    min: u16,
    max: u16,
    cpu: Option<u8>,
    memory: Option<u8>,
}

pub(super) fn object(app: &App) -> Option<Object> {
    let Replicas::Automatic { min, max, cpu, memory } = app.replicas else { return None };
    let context = Autoscaler { meta: Meta::new(app, ""), min, max, cpu, memory };
    Some(Object::new("autoscaling/horizontalpodautoscaler.yaml.tera", "horizontalpodautoscaler.yaml", &context))
}
