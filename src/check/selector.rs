//! Labels, and what selects by them.

use std::borrow::Cow;

use crate::yaml::{Node, NodeValue};

/// The labels of an object; none where nothing is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Labels<'a>(pub(super) Option<&'a Node>);

/// What selects objects by their labels.
#[derive(Debug, Clone, Default)]
pub(super) struct Selector<'a> {
    /// Labels that must stand there.
    pub(super) labels: Vec<(&'a str, Cow<'a, str>)>,
    expressions: Vec<&'a Node>,
}

impl<'a> Labels<'a> {
    /// Every label.
    pub(super) fn all(self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
        pairs(self.0)
    }

    /// The value of a label.
    pub(super) fn get(self, key: &str) -> Option<Cow<'a, str>> {
        self.0?.get(key).map(scalar)
    }
}

impl<'a> Selector<'a> {
    /// Reads a `LabelSelector`, without the labels that controllers add, with `matchLabels` and `matchExpressions`; one that says nothing selects all.
    pub(super) fn of(node: &'a Node) -> Self {
        let expressions = node.at("matchExpressions").map(Node::items).unwrap_or_default();
        Self { labels: written(node.at("matchLabels")), expressions: expressions.iter().collect() }
    }

    /// Reads a plain map of labels, as a Service has.
    pub(super) fn of_map(node: &'a Node) -> Self {
        Self { labels: written(Some(node)), expressions: Vec::new() }
    }

    /// Whether it asks for nothing, and so selects all.
    pub(super) fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.expressions.is_empty()
    }

    /// Whether it selects whatever carries the labels.
    pub(super) fn matches(&self, labels: Labels<'_>) -> bool {
        let all = self.labels.iter().all(|(key, value)| labels.get(key).as_ref() == Some(value));
        all && self.expressions.iter().all(|expression| fits(expression, labels))
    }
}

/// Whether labels fit an expression
/// (<https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#set-based-requirement>).
fn fits(expression: &Node, labels: Labels<'_>) -> bool {
    let Some(key) = expression.at("key").and_then(Node::as_str) else { return true };
    let values = || expression.at("values").map(Node::items).unwrap_or_default().iter().map(scalar);
    let value = labels.get(key);
    match expression.at("operator").and_then(Node::as_str) {
        Some("In") => value.is_some_and(|value| values().any(|one| one == value)),
        Some("NotIn") => value.is_none_or(|value| values().all(|one| one != value)),
        Some("Exists") => value.is_some(),
        Some("DoesNotExist") => value.is_none(),
        _ => true,
    }
}

/// Labels that controllers add to the pods that they make, and that stand in no template
/// (<https://kubernetes.io/docs/reference/labels-annotations-taints/>).
const OF_CONTROLLERS: [&str; 7] = [
    "statefulset.kubernetes.io/pod-name",
    "apps.kubernetes.io/pod-index",
    "batch.kubernetes.io/job-name",
    "batch.kubernetes.io/controller-uid",
    "job-name",
    "controller-revision-hash",
    "pod-template-hash",
];

/// The labels that a selector asks of what a template writes.
fn written(node: Option<&Node>) -> Vec<(&str, Cow<'_, str>)> {
    pairs(node).filter(|(key, _)| !OF_CONTROLLERS.contains(key)).collect()
}

fn pairs(node: Option<&Node>) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    node.map(Node::entries).unwrap_or_default().iter().map(|(key, _, value)| (key.as_str(), scalar(value)))
}

/// A label's value as the text that was meant.
fn scalar(node: &Node) -> Cow<'_, str> {
    match &node.value {
        NodeValue::String(text) => text.into(),
        NodeValue::Number(number) => number.to_string().into(),
        NodeValue::Bool(bool) => bool.to_string().into(),
        _ => "".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse;

    #[test]
    fn a_selector_asks_for_labels_and_expressions() {
        let node = parse("s", "matchLabels: {app: web}\nmatchExpressions:\n  - {key: tier, operator: In, values: [front, edge]}\n  - {key: old, operator: DoesNotExist}\n").expect("valid");
        let selector = Selector::of(&node);
        for (labels, selected) in [
            ("{app: web, tier: edge}", true),
            ("{app: web, tier: back}", false),
            ("{app: web}", false),
            ("{app: web, tier: edge, old: x}", false),
            ("{tier: edge}", false),
        ] {
            let labels = parse("l", labels).expect("valid");
            assert_eq!(selector.matches(Labels(Some(&labels))), selected, "{labels:?}");
        }
        assert!(Selector::default().is_empty() && Selector::default().matches(Labels(None)));
    }
}
