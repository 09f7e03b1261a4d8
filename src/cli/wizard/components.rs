//! The question about what the app rests on.

use super::question::{Kind, Offer, Question};

/// Third-party components.
pub(super) const COMPONENT: Question = Question {
    offer: |_| Offer::none("some apps rest on nothing, or on what is there already"),
    when: |answers| answers.is_given("namespace"),
    ..Question::new(
        "component",
        "Third-party component, NAME=HOW",
        Kind::Many,
        "Such as postgresql=helm, valkey=argo-cd or keda=flux, from its own project's chart, with production values. docs/components.md lists them all.",
    )
};
