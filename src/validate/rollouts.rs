//! What a Rollout of Argo moves and asks must be there.

use serde_json::Value;

use crate::manifest::Document;
use crate::problem::Problem;

use super::problem;
use super::references::{list, named, text};

/// Where a strategy names a Service.
const SERVICES: [&str; 4] = [
    "/spec/strategy/canary/stableService",
    "/spec/strategy/canary/canaryService",
    "/spec/strategy/blueGreen/activeService",
    "/spec/strategy/blueGreen/previewService",
];
/// Where it names what a new version is measured by.
const ANALYSES: [&str; 3] = [
    "/spec/strategy/canary/analysis",
    "/spec/strategy/blueGreen/prePromotionAnalysis",
    "/spec/strategy/blueGreen/postPromotionAnalysis",
];
/// The route that the plugin for the Gateway API moves.
const ROUTE: &str = "/spec/strategy/canary/trafficRouting/plugins/argoproj-labs~1gatewayAPI/httpRoute";

pub(super) fn check(documents: &[Document], document: &Document, problems: &mut Vec<Problem>) {
    let at = |pointer: &str| text(&document.value, pointer);
    let services = SERVICES.iter().filter_map(|pointer| at(pointer)).map(|name| ("Service", name));
    let templates = ANALYSES.iter().filter_map(|pointer| document.value.pointer(pointer));
    let templates = templates.flat_map(|analysis| list(analysis, "templates"));
    let templates = templates.filter(|template| template.get("clusterScope") != Some(&Value::Bool(true)));
    let templates = templates.filter_map(|template| text(template, "/templateName"));
    let templates = templates.map(|name| ("AnalysisTemplate", name));
    let route = at(ROUTE).map(|name| ("HTTPRoute", name));
    for (kind, name) in services.chain(templates).chain(route) {
        if named(documents, kind, name).is_none() {
            let message = format!("{kind} `{name}` of `spec.strategy` is not written");
            problems.push(problem(document, &["spec", "strategy"], message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_strategy_names_must_be_written() {
        let parse = |text: &str| Document::parse("t", "t.yaml", text.to_owned()).expect("a Kubernetes object");
        let rollout = parse(
            "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: web}\nspec:\n  strategy:\n    canary:\n      stableService: web\n      canaryService: web-canary\n      trafficRouting: {plugins: {argoproj-labs/gatewayAPI: {httpRoute: web}}}\n      analysis: {templates: [{templateName: web}, {templateName: shared, clusterScope: true}]}\n",
        );
        let object =
            |kind: &str, name: &str| parse(&format!("apiVersion: v1\nkind: {kind}\nmetadata: {{name: {name}}}\n"));
        let told = |documents: &[Document]| {
            let mut problems = Vec::new();
            check(documents, &rollout, &mut problems);
            problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
        };
        let missing = |what: &str| format!("Rollout web: {what} of `spec.strategy` is not written");
        let lacking = ["Service `web-canary`", "AnalysisTemplate `web`", "HTTPRoute `web`"].map(missing);
        assert_eq!(told(&[object("Service", "web")]), lacking);
        let all = [("Service", "web"), ("Service", "web-canary"), ("AnalysisTemplate", "web"), ("HTTPRoute", "web")];
        assert_eq!(told(&all.map(|(kind, name)| object(kind, name))), Vec::<String>::new());
    }
}
