//! The lookups by labels among the objects of a run: what a selector selects, and what selects a workload's pods.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use super::object::Object;
use super::pod::Pod;
use super::selector::{Labels, Selector};
use super::set::{Label, Set, pod_labels, selector};

/// How many workloads are too many to look at each of them for each selector of as many others.
const MANY_SELECTED: usize = 100;
/// How many are too many of what selects the pods of one workload.
const MANY_SELECTING: usize = 1000;

/// Where custom resources have labels that operators hand on to the pods that they make.
pub(super) const HANDED_ON: [&str; 2] = ["metadata.labels", "spec.podMetadata.labels"];

impl<'a> Set<'a> {
    /// Whether a custom resource beside an object, or the pods that it describes, carries what a selector asks for:
    /// operators hand labels on to the pods that they make.
    pub(super) fn may_be_made(&self, from: &Object, selector: &Selector<'_>) -> bool {
        let carries = |object: &Object| HANDED_ON.iter().any(|path| selector.matches(Labels(object.at(path))));
        let custom = fewest(&self.custom_by_label, selector).unwrap_or(&self.custom);
        custom.iter().any(|object| self.beside(from, object) && carries(object))
    }

    /// The workloads beside an object whose pods a selector selects.
    pub(super) fn selected<'s>(
        &'s self,
        from: &'s Object,
        selector: &'s Selector<'_>,
    ) -> impl Iterator<Item = &'a Object> + use<'s, 'a> {
        let fewest = fewest(&self.by_label, selector).unwrap_or(&self.workloads);
        let selects = |object: &&Object| {
            self.beside(from, object) && pod_labels(object).is_some_and(|labels| selector.matches(labels))
        };
        fewest.iter().copied().filter(selects)
    }

    /// The same, where they are so few that each may be looked at: what selects more of them means no app, and is told
    /// as passed over.
    pub(super) fn few_selected(&self, from: &Object, selector: &Selector<'_>) -> Option<Vec<&'a Object>> {
        let found: Vec<&Object> = self.selected(from, selector).take(MANY_SELECTED).collect();
        if found.len() < MANY_SELECTED {
            return Some(found);
        }
        self.passed_over.tell(from, &format!("a selector of it has {MANY_SELECTED} workloads or more"));
        None
    }

    /// The objects of a kind that select the pods of a workload; the first of them where they are very many, which is
    /// told.
    pub(super) fn selecting(&self, pod: &Pod<'_>, kind: &str) -> Vec<&'a Object> {
        let labels = pod.labels();
        let keys = labels.all().map(|(key, value)| Some((key, value.into_owned()))).chain([None]);
        let found = keys.flat_map(|key| {
            // The index lives as long as the objects, and the kinds that select are few.
            let kind = ["Service", "PodDisruptionBudget", "NetworkPolicy"].into_iter().find(|known| *known == kind);
            kind.and_then(|kind| self.by_selector.get(&(kind, key))).map(Vec::as_slice).unwrap_or_default()
        });
        let selects = |object: &&Object| {
            self.beside(pod.object, object) && selector(object).is_some_and(|selector| selector.matches(labels))
        };
        let found: Vec<&Object> = found.copied().filter(selects).take(MANY_SELECTING).collect();
        if found.len() == MANY_SELECTING {
            self.passed_over
                .tell(pod.object, &format!("{MANY_SELECTING} objects or more of kind {kind} select its pods"));
        }
        found
    }

    /// What was too much to look at whole, in the order of files: where, and what.
    pub fn passed_over(&self) -> Vec<String> {
        self.passed_over.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// What was too much to look at whole. Parts of a set are judged at the same time, and each may tell of it.
#[derive(Debug, Default)]
pub(super) struct PassedOver(Mutex<BTreeSet<String>>);

impl PassedOver {
    pub(super) fn tell(&self, object: &Object, what: &str) {
        let told = format!("{}: {}: {what}", object.file, object.identity);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(told);
    }
}

/// The shortest list of those that carry one label of a selector; none where it asks for no label.
fn fewest<'s, 'a>(index: &'s HashMap<Label<'a>, Vec<&'a Object>>, selector: &Selector<'s>) -> Option<&'s [&'a Object]>
where
    'a: 's,
{
    let found = selector
        .labels
        .iter()
        .map(|(key, value)| index.get(&(*key, value.clone().into_owned())).map(Vec::as_slice).unwrap_or_default());
    found.min_by_key(|found| found.len())
}
