//! Whoever owns the number of pods owns it alone, and measures what is there.

use crate::manifest::Document;
use crate::problem::Problem;

use super::problem;
use super::references::{list, named, text};

/// The kinds that own a number of pods.
const OWNERS: [&str; 2] = ["HorizontalPodAutoscaler", "ScaledObject"];
/// The kinds that a metric may belong to and that stand among the documents where they are the app's own.
const DESCRIBED: [&str; 3] = ["Service", "Ingress", "HTTPRoute"];

pub(super) fn check(documents: &[Document], document: &Document, problems: &mut Vec<Problem>) {
    let path: &[&str] = &["spec", "scaleTargetRef"];
    let Some(target) = target(documents, document) else {
        problems.push(problem(document, path, "what it scales is not written"));
        return;
    };
    if target.get("spec.replicas").is_some() {
        let message = format!("`spec.replicas` and a {} would fight over the number of pods", document.identity.kind);
        problems.push(problem(target, &["spec", "replicas"], message));
    }
    let before = documents.iter().take_while(|other| other.identity != document.identity);
    let rival = before
        .filter(|other| OWNERS.contains(&other.identity.kind.as_str()))
        .find(|other| self::target(documents, other).is_some_and(|other| other.identity == target.identity));
    if let Some(rival) = rival {
        let message = format!("it and {} would fight over the number of pods", rival.identity);
        problems.push(problem(document, path, message));
    }
    check_described(documents, document, target, problems);
}

fn target<'a>(documents: &'a [Document], document: &Document) -> Option<&'a Document> {
    let kind = text(&document.value, "/spec/scaleTargetRef/kind")?;
    named(documents, kind, text(&document.value, "/spec/scaleTargetRef/name")?)
}

/// An object with the name of what is scaled is the app's own, and so must be among the documents.
fn check_described(documents: &[Document], document: &Document, target: &Document, problems: &mut Vec<Problem>) {
    let metrics = document.get("spec").into_iter().flat_map(|spec| list(spec, "metrics"));
    for object in metrics.filter_map(|metric| metric.pointer("/object/describedObject")) {
        let (Some(kind), Some(name)) = (text(object, "/kind"), text(object, "/name")) else { continue };
        if DESCRIBED.contains(&kind) && name == target.identity.name && named(documents, kind, name).is_none() {
            let message = format!("{kind} `{name}`, which a metric describes, is not written");
            problems.push(problem(document, &["spec", "metrics"], message));
        }
    }
}
