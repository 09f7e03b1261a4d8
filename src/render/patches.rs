//! The spec's patches, laid over the rendered objects.

use serde_json::Value;

use crate::app::Patch;
use crate::manifest::{Document, Identity, list_keys, overlay, same_item};
use crate::problem::{Place, Problem, nearest};
use crate::yaml::rewrite;

/// Why another object would come in the place of this one.
const IDENTITY: &str = "an object keeps what tells it from others; take it out of the patch";
/// What a patch cannot change, and what to do instead.
const FIXED: [(&str, &str, &str); 5] = [
    ("apiVersion", "/apiVersion", IDENTITY),
    ("kind", "/kind", IDENTITY),
    ("metadata.name", "/metadata/name", IDENTITY),
    ("metadata.namespace", "/metadata/namespace", IDENTITY),
    (
        "spec.replicas",
        "/spec/replicas",
        "say it in the key `replicas` or `autoscaling`: capacity, disruption budget and spread count on it",
    ),
];

/// Lays patches over documents, one after the other, and knows which were of use.
pub(super) struct Patching<'a> {
    patches: &'a [Patch],
    /// For each patch, whether it found an object, and whether it changed one.
    used: Vec<(bool, bool)>,
    /// The objects that there are.
    seen: Vec<Identity>,
    problems: Vec<Problem>,
}

impl<'a> Patching<'a> {
    pub(super) fn new(patches: &'a [Patch]) -> Self {
        Self { patches, used: vec![(false, false); patches.len()], seen: Vec::new(), problems: Vec::new() }
    }

    /// The document with every patch in it that is for it; `identity` is the one that patches know it by, and `like` the
    /// name of another object whose patches hold for it, too.
    pub(super) fn lay_over(&mut self, mut document: Document, identity: &Identity, like: Option<&str>) -> Document {
        let other = like.map(|name| Identity { name: name.to_owned(), ..identity.clone() });
        if !self.seen.contains(identity) {
            self.seen.push(identity.clone());
        }
        for (index, patch) in
            self.patches.iter().enumerate().filter(|(_, patch)| {
                is_for(patch, identity) || other.as_ref().is_some_and(|other| is_for(patch, other))
            })
        {
            self.used[index].0 = true;
            match lay_over(&document, patch) {
                Ok(Some(patched)) => {
                    self.used[index].1 = true;
                    document = patched;
                }
                Ok(None) => {}
                Err(problems) => self.problems.extend(problems),
            }
        }
        document
    }

    /// What is worth a warning, once every document was seen.
    ///
    /// # Errors
    /// The patches that found nothing, and what of them cannot be laid over anything.
    pub(super) fn finish(mut self) -> Result<Vec<Problem>, Vec<Problem>> {
        let mut warnings = Vec::new();
        for (patch, (found, changed)) in self.patches.iter().zip(&self.used) {
            // What speaks to all apps is passed over where an app has nothing of the kind.
            if patch.is_shared {
                continue;
            }
            if !found {
                let problem =
                    Problem::new(format!("patch `{}` is for {}, and there is none", patch.name, patch.target));
                self.problems.push(problem.at(Some(patch.target_place.clone())).hint(self.there_is(patch)));
            } else if !changed {
                let problem = Problem::new(format!("patch `{}` changes nothing", patch.name));
                warnings.push(problem.at(Some(patch.place.clone())).hint("take it out"));
            }
        }
        self.problems.dedup();
        if self.problems.is_empty() { Ok(warnings) } else { Err(self.problems) }
    }

    /// What the target of a patch may have meant.
    fn there_is(&self, patch: &Patch) -> String {
        let kind = patch.target.kind.as_str();
        let of_kind: Vec<&str> =
            self.seen.iter().filter(|seen| seen.kind == kind).map(|seen| seen.name.as_str()).collect();
        if !of_kind.is_empty() {
            return format!(
                "there is: {}",
                of_kind.iter().map(|name| format!("{kind} {name}")).collect::<Vec<_>>().join(", ")
            );
        }
        if let Some(near) = nearest(kind, self.seen.iter().map(|seen| seen.kind.as_str())) {
            return format!("did you mean `{near}`?");
        }
        let mut kinds: Vec<&str> = self.seen.iter().map(|seen| seen.kind.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        format!("there is: {}; what some environments alone have is patched below those", kinds.join(", "))
    }
}

fn is_for(patch: &Patch, identity: &Identity) -> bool {
    let target = &patch.target;
    target.kind.as_str() == identity.kind
        && target.name.as_ref().is_none_or(|name| name.as_str() == identity.name)
        && target.group.as_ref().is_none_or(|group| group.as_str() == identity.group)
}

/// The document with one patch in it; none where that changes nothing.
fn lay_over(document: &Document, patch: &Patch) -> Result<Option<Document>, Vec<Problem>> {
    let kind = &document.identity.kind;
    let laid = overlay(kind, &document.value, &patch.content);
    let place = |position| Place::new(&patch.place.source, position);
    let wrong = laid.wrong.into_iter().map(|(at, message, hint)| {
        Problem::new(format!("patch `{}`: {message}", patch.name)).at(Some(place(at))).hint(hint)
    });
    let mut problems: Vec<Problem> = wrong.collect();
    for (name, pointer, hint) in FIXED {
        if laid.value.pointer(pointer) != document.value.pointer(pointer) {
            let position = laid.touched.iter().find(|(path, _)| name.starts_with(&path.join("."))).map(|(_, at)| *at);
            let message = format!("patch `{}` changes `{name}` of {}", patch.name, document.identity);
            let problem = Problem::new(message).at(Some(place(position.unwrap_or_default())));
            problems.push(problem.hint(hint));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    if laid.value == document.value {
        return Ok(None);
    }
    let same = |path: &[&str], one: &Value, other: &Value| {
        list_keys(kind, path.iter().copied()).map(|keys| same_item(keys, one, other))
    };
    let mark = format!("Patched by the spec: {}.", patch.name);
    let mut patched =
        Document::parse(&document.source, &document.file, rewrite(&document.text, &laid.value, &same, &mark))?;
    patched.patched.clone_from(&document.patched);
    patched.patched.extend(laid.touched.into_iter().map(|(path, at)| (path, place(at))));
    Ok(Some(patched))
}
