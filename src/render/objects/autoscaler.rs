//! What owns the number of pods: a HorizontalPodAutoscaler, or KEDA's ScaledObject.

use serde::Serialize;

use crate::app::{App, Authentication, Autoscaler, Fallback, LastPod, Pace, SecretParameter, Target, Trigger};

use super::{Meta, Object};

#[derive(Serialize)]
struct HorizontalPodAutoscaler<'a> {
    meta: Meta,
    api_version: &'static str,
    kind: &'static str,
    min: u16,
    max: u16,
    targets: &'a [Target],
    up: &'a Pace,
    down: &'a Pace,
}

#[derive(Serialize)]
struct ScaledObject<'a> {
    meta: Meta,
    api_version: &'static str,
    kind: &'static str,
    min: u16,
    max: u16,
    idle: Option<u16>,
    last: Option<LastPod>,
    fallback: Option<Fallback>,
    up: &'a Pace,
    down: &'a Pace,
    triggers: &'a [Trigger],
}

#[derive(Serialize)]
struct TriggerAuthentication<'a> {
    meta: Meta,
    secrets: &'a [SecretParameter],
}

pub(super) fn objects(app: &App) -> Vec<Object<'_>> {
    let Some(autoscaler) = &app.autoscaler else { return Vec::new() };
    let Some(keda) = &autoscaler.keda else { return vec![horizontal(app, autoscaler)] };
    let authentication = |one: &Authentication| {
        let meta = Meta { name: one.object.clone(), ..Meta::new(app, "") };
        let context = TriggerAuthentication { meta, secrets: &one.secrets };
        let file = format!("triggerauthentication-{}.yaml", one.name);
        Object::new("keda/triggerauthentication.yaml.tera", file, &context)
    };
    let (api_version, kind) = app.workload.object();
    let context = ScaledObject {
        meta: Meta::new(app, ""),
        api_version,
        kind,
        min: autoscaler.min,
        max: autoscaler.max,
        idle: keda.idle,
        last: keda.last,
        fallback: keda.fallback,
        up: &autoscaler.up,
        down: &autoscaler.down,
        triggers: &keda.triggers,
    };
    let scaled = Object::new("keda/scaledobject.yaml.tera", "scaledobject.yaml", &context);
    keda.authentications.iter().map(authentication).chain([scaled]).collect()
}

fn horizontal<'a>(app: &App, autoscaler: &Autoscaler) -> Object<'a> {
    let (api_version, kind) = app.workload.object();
    let context = HorizontalPodAutoscaler {
        meta: Meta::new(app, ""),
        api_version,
        kind,
        min: autoscaler.min,
        max: autoscaler.max,
        targets: &autoscaler.targets,
        up: &autoscaler.up,
        down: &autoscaler.down,
    };
    Object::new("autoscaling/horizontalpodautoscaler.yaml.tera", "horizontalpodautoscaler.yaml", &context)
}
