//! The HorizontalPodAutoscaler.

use serde::Serialize;

use crate::app::{App, Replicas};
use crate::spec::Kind;

use super::{Meta, Object};

#[derive(Serialize)]
struct Autoscaler {
    meta: Meta,
    kind: Kind,
    min: u16,
    max: u16,
    cpu: Option<u8>,
    memory: Option<u8>,
}

pub(super) fn object(app: &App) -> Option<Object<'_>> {
    let Replicas::Automatic { min, max, cpu, memory } = app.workload.replicas()? else { return None };
    let context = Autoscaler { meta: Meta::new(app, ""), kind: app.workload.kind(), min, max, cpu, memory };
    Some(Object::new("autoscaling/horizontalpodautoscaler.yaml.tera", "horizontalpodautoscaler.yaml", &context))
}
