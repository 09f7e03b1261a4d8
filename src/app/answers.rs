//! Answers that are wrong whatever else is said.

use crate::spec::{Settings, join_key};

use super::report::Report;

pub(super) fn check(settings: &Settings, report: &mut Report<'_>) {
    if settings.image.is_none() {
        report.problem(
            "image",
            "`image` is missing",
            "say it, such as `image: ghcr.io/acme/web:1.4.2`, or give --image",
        );
    }
    if settings.create_namespace == Some(true) && settings.namespace.is_none() {
        report.problem(
            "createNamespace",
            "`createNamespace` is set, and no `namespace` is named",
            "name it: `namespace: shop`",
        );
    }
    for (exception, reason) in settings.exceptions.iter().flat_map(|exceptions| exceptions.iter()) {
        if reason.trim().is_empty() {
            report.problem(
                &join_key(&["exceptions", exception.id()]),
                format!("exception `{}` has no reason", exception.id()),
                "say in a few words why it is so",
            );
        }
    }
    for key in settings.pod_annotations.iter().flat_map(|map| map.keys()) {
        if key.as_str().starts_with("kubewright.dev/") {
            let place = join_key(&["podAnnotations", key.as_str()]);
            report.problem(&place, format!("annotation `{key}` is set by kubewright"), "leave it out");
        }
    }
}
