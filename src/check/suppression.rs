//! Annotations by which an object says that a rule is not for it, and why.

use crate::problem::did_you_mean;
use crate::spec::{Exception, IGNORE};

use super::asked::Weights;
use super::hits::Hits;
use super::object::Object;
use super::rule::Rule;
use super::rules::{RULES, SUPPRESSION_WITHOUT_REASON, UNUSED_SUPPRESSION, rule};

/// The suppressions of one object: on itself, and on its pods.
pub(super) struct Suppressions {
    all: Vec<Suppression>,
}

struct Suppression {
    id: String,
    path: Vec<String>,
    has_reason: bool,
    used: bool,
}

impl Suppressions {
    pub(super) fn of(object: &Object) -> Self {
        let mut all = Vec::new();
        let template = object.identity.pod_template_path().filter(|path| !path.is_empty());
        for above in [Some(&[][..]), template].into_iter().flatten() {
            let Some(node) = above.iter().try_fold(&object.node, |node, key| node.get(key)) else { continue };
            let Some(annotations) = node.at("metadata.annotations") else { continue };
            for (key, _, reason) in annotations.entries() {
                let Some(id) = key.strip_prefix(IGNORE) else { continue };
                let path = above.iter().chain(&["metadata", "annotations", key]).map(|key| (*key).to_owned()).collect();
                let has_reason = reason.as_str().is_some_and(|reason| !reason.trim().is_empty());
                all.push(Suppression { id: id.to_owned(), path, has_reason, used: false });
            }
        }
        Self { all }
    }

    /// Whether the object suppresses a rule that found something.
    pub(super) fn suppress(&mut self, rule: &Rule) -> bool {
        let mut suppressed = false;
        for one in self.all.iter_mut().filter(|one| one.id == rule.id) {
            one.used = true;
            suppressed |= one.has_reason;
        }
        suppressed
    }

    /// What is wrong with the suppressions themselves, once every rule that is asked for has judged.
    pub(super) fn judge(&self, weights: &Weights) -> [(&'static Rule, Hits); 2] {
        let (mut without, mut unused) = (Hits::default(), Hits::default());
        for one in &self.all {
            let id = &one.id;
            let excepted = Exception::ALL.iter().any(|(_, known)| known == id);
            match rule(id) {
                None if excepted => {}
                None => {
                    let hint = did_you_mean(id, RULES.iter().map(|rule| rule.id));
                    let hit = unused.say(one.path.clone(), format!("there is no rule `{id}`"));
                    hint.into_iter().for_each(|hint| _ = hit.fix(hint));
                }
                Some(rule) if !one.used && weights.of_rule(rule.id).is_some() => {
                    unused.say(one.path.clone(), format!("`{id}` finds nothing here that this could suppress"));
                }
                Some(_) if !one.has_reason => {
                    without.say(one.path.clone(), format!("`{id}` is suppressed without a reason, and so is not"));
                }
                Some(_) => {}
            }
        }
        [(&SUPPRESSION_WITHOUT_REASON, without), (&UNUSED_SUPPRESSION, unused)]
    }
}
