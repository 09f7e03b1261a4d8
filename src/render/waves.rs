//! Argo CD's sync waves, where the spec asks for them: each object in the wave that its kind needs.

use serde_json::json;

use crate::app::{App, Progressive};
use crate::manifest::Document;
use crate::problem::Problem;
use crate::yaml::rewrite;

/// The annotation that Argo CD orders a sync by: the lower waves first, each once the one before it is
/// healthy (<https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/>).
const ANNOTATION: &str = "argocd.argoproj.io/sync-wave";

/// The waves by kind. All others are in wave 0, which needs no annotation: the workload, its Services,
/// and its claims, which are not bound before a pod mounts them. What looks at running pods comes last,
/// since it is not healthy without them.
const WAVES: [(i8, &str, &[&str]); 4] = [
    (-3, "Argo CD applies it before all that stands in it.", &["Namespace"]),
    (
        -2,
        "Argo CD applies it before the pods that need it.",
        &[
            "AnalysisTemplate",
            "ConfigMap",
            "ExternalSecret",
            "LimitRange",
            "NetworkPolicy",
            "ResourceQuota",
            "Role",
            "RoleBinding",
            "SealedSecret",
            "ServiceAccount",
            "TriggerAuthentication",
        ],
    ),
    (-1, "Argo CD waits for its end before it applies the pods of a new version.", &["Job"]),
    (
        1,
        "Argo CD applies it once the pods are healthy.",
        &["HorizontalPodAutoscaler", "HTTPRoute", "Ingress", "ScaledObject"],
    ),
];

/// The document with its wave, where the app asks for waves and the document states none itself.
///
/// # Errors
/// What is wrong with the text of the document then.
pub(super) fn in_wave(app: &App, document: Document) -> Result<Document, Vec<Problem>> {
    let kind = document.identity.kind.as_str();
    // No Rollout is healthy before the route that it moves is there.
    let moved = kind == "HTTPRoute" && app.workload.progressive().is_some_and(Progressive::is_routed);
    let wave = WAVES.iter().find(|(.., kinds)| app.sync_waves && !moved && kinds.contains(&kind));
    let annotations = document.value["metadata"].get("annotations");
    let Some((wave, why, _)) = wave.filter(|_| annotations.and_then(|all| all.get(ANNOTATION)).is_none()) else {
        return Ok(document);
    };
    let mut wanted = document.value.clone();
    wanted["metadata"]["annotations"][ANNOTATION] = json!(wave.to_string());
    let text = rewrite(&document.text, &wanted, &|_, _, _| None, why);
    Document::parse(&document.source, &document.file, text)
}
