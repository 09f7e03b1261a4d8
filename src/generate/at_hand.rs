//! What a chart holds ready beside what its base has.

use super::{BASE, Generated, Loaded, Request, base_layers, generate_from};
use crate::manifest::Document;
use crate::preset::{Layer, LayerKind, Sources};
use crate::spec::{Kind, Spec};
use crate::yaml;

/// Objects that a base may have beside its own, as answers that environments usually give would make them:
/// an autoscaler, what carries a public host's traffic, and a monitor of the metrics. A chart holds them switched off, with the
/// values that turn them on; only those that the base's answers allow. No environment has a say in them.
pub(super) fn at_hand(
    spec: &Spec,
    base: &Generated,
    sources: &dyn Sources,
    engines: &mut Vec<Loaded>,
) -> Vec<Document> {
    // Pods that are alike; those of a StatefulSet are each something of their own.
    let alike = base.app.workload.replicas().filter(|_| base.app.workload.kind() == Kind::Deployment);
    let most = alike.map(|replicas| format!("autoscaling: {{max: {}}}", 2 * replicas.fewest()));
    let host = "host: chart-example.local".to_owned();
    let monitor = spec.values.get("metrics").map(|_| "metrics: {monitor: {}}".to_owned());
    let mut with = |answer: String| {
        let (mut layers, demands) = base_layers(spec, sources).ok()?;
        layers.push(Layer::given(LayerKind::Default, BASE, yaml::parse(BASE, &answer).ok()?));
        let request = Request { name: &spec.name, spec: Some(spec), preset: None, given: &[] };
        generate_from(&request, BASE, (&layers, &demands), sources, engines).ok()
    };
    let made = most.into_iter().chain([host]).chain(monitor).filter_map(&mut with).flat_map(|made| made.documents);
    made.filter(|document| base.documents.iter().all(|own| own.identity != document.identity)).collect()
}
