//! What Argo Rollouts is told: how a new version is brought out, and what it is measured by.

use serde::Serialize;

use crate::app::{App, Manner, Measurement, Progressive, Subject, measurements};
use crate::spec::types::Duration;

use super::{Meta, Object};

/// What the strategy's component is told.
#[derive(Serialize)]
pub(super) struct Rollout {
    name: String,
    /// The Service that clients call, and the route, which has its name.
    service: String,
    canary: Option<Canary>,
    /// The Service that leads to the new version of a BlueGreen rollout.
    preview: Option<String>,
    /// Seconds that the old version of one runs on.
    keep: Option<u32>,
    manual: bool,
    /// The AnalysisTemplate.
    analysis: Option<String>,
}

#[derive(Serialize)]
struct Canary {
    weights: Vec<u8>,
    pause: String,
    /// The Service of the new version, where a route splits the requests.
    service: Option<String>,
}

#[derive(Serialize)]
struct AnalysisTemplate<'a> {
    meta: Meta,
    address: &'a str,
    /// How often is measured, where that has an end.
    count: Option<u32>,
    measurements: Vec<Measurement>,
}

/// What the template of the workload is told.
pub(super) fn rollout(app: &App, progressive: &Progressive) -> Rollout {
    let name = app.name.to_string();
    let second = progressive.second_service().map(|suffix| format!("{name}{suffix}"));
    let (canary, preview, keep) = match &progressive.manner {
        Manner::Canary { weights, pause, .. } => {
            let pause = Duration::from_seconds(*pause).to_string();
            (Some(Canary { weights: weights.clone(), pause, service: second }), None, None)
        }
        Manner::BlueGreen { keep } => (None, second, Some(*keep)),
    };
    Rollout {
        service: name.clone(),
        canary,
        preview,
        keep,
        manual: progressive.manual,
        analysis: progressive.prometheus.as_ref().map(|_| name.clone()),
        name,
    }
}

/// The AnalysisTemplate, where a new version is measured.
pub(super) fn object(app: &App) -> Option<Object<'_>> {
    let progressive = app.workload.progressive()?;
    let address = progressive.prometheus.as_deref()?;
    let count = match progressive.manner {
        Manner::Canary { .. } => None,
        // The last is over before the old version goes.
        Manner::BlueGreen { keep } => Some((keep / 60).saturating_sub(1).max(1)),
    };
    let namespace = app.namespace.as_ref().map_or("", |namespace| namespace.as_str());
    let measurements = measurements(app, Subject { namespace, app: app.name.as_str() });
    let context = AnalysisTemplate { meta: Meta::new(app, ""), address, count, measurements };
    Some(Object::new("argorollouts/analysistemplate.yaml.tera", "analysistemplate.yaml", &context))
}
