//! What a chart holds ready beside what its base has.

use super::engines::Engines;
use super::{BASE, GenerateError, Generated, Request, base_layers, generate_from};
use crate::manifest::Document;
use crate::preset::{Layer, LayerKind, Sources};
use crate::spec::{Kind, Spec};
use crate::yaml;

/// Objects that a base may have beside its own, as answers that environments usually give would make them:
/// an autoscaler, what carries a public host's traffic, and a monitor of the metrics. A chart holds them
/// switched off, with the values that turn them on; only those that the base's answers allow. No environment
/// has a say in them.
///
/// # Errors
/// What is wrong with the program.
pub(super) fn at_hand(
    spec: &Spec,
    base: &Generated,
    sources: &dyn Sources,
    engines: &mut Engines,
) -> Result<Vec<Document>, GenerateError> {
    // Pods that are alike; those of a StatefulSet are each something of their own.
    let alike = base.app.workload.replicas().filter(|_| base.app.workload.kind() == Kind::Deployment);
    let most = alike.map(|replicas| format!("autoscaling: {{max: {}}}", 2 * replicas.fewest()));
    let host = "host: chart-example.local".to_owned();
    let monitor = spec.values.get("metrics").map(|_| "metrics: {monitor: {}}".to_owned());
    let answers: Vec<String> = most.into_iter().chain([host]).chain(monitor).collect();
    let (of_base, demands) = base_layers(spec, sources).map_err(GenerateError::Invalid)?;
    let mut made = |answers: &[String]| {
        let mut layers = of_base.clone();
        for answer in answers {
            let answer = yaml::parse(BASE, answer).map_err(GenerateError::Bug)?;
            layers.push(Layer::given(LayerKind::Default, BASE, answer));
        }
        let request = Request { name: &spec.name, spec: Some(spec), preset: None, given: &[] };
        match generate_from(&request, BASE, (&layers, &demands), sources, engines) {
            Ok(made) => Ok(Some(made.documents)),
            // The base's answers do not allow it.
            Err(GenerateError::Invalid(_)) => Ok(None),
            Err(bug) => Err(bug),
        }
    };
    // What all of them make is what each makes; where one is not allowed, the others may be.
    let mut found = match made(&answers)? {
        Some(documents) => documents,
        None => answers.chunks(1).map(made).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().flatten().collect(),
    };
    found.retain(|document| base.documents.iter().all(|own| own.identity != document.identity));
    Ok(found)
}
