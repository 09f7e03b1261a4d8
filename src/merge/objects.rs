//! The objects of a text, and what a change of it does to those that run.

use crate::manifest::{Document, Effect, Identity};
use crate::yaml::Outline;

/// Objects with their own texts.
pub(super) type Objects = Vec<(Identity, String)>;

/// The objects of a text, each without its `---`; none where it cannot be told apart, or holds something else.
pub(super) fn objects(text: &str) -> Option<Objects> {
    let documents = Outline::of(text)?.documents;
    let said = documents.iter().filter_map(|document| Some((document, document.root.as_ref()?)));
    let object = said.map(|(document, root)| {
        let own = text[document.range.clone()].trim_start_matches('\n');
        let own = own.strip_prefix("---\n").unwrap_or(own);
        let end = if own.ends_with('\n') { "" } else { "\n" };
        Some((Identity::of(&root.part.data().value()).ok()?, format!("{own}{end}")))
    });
    object.collect()
}

/// The objects of a new text that the user's does not have; none where either cannot be told apart.
pub(super) fn lacking(yours: &str, new: &str) -> Vec<String> {
    let (Some(yours), Some(new)) = (objects(yours), objects(new)) else { return Vec::new() };
    let is_there = |object: &Identity| yours.iter().any(|(own, _)| own == object);
    new.into_iter().map(|(object, _)| object).filter(|object| !is_there(object)).map(|one| one.to_string()).collect()
}

/// What replacing a text does to what runs, the worst of its objects counts; unknown where either cannot be told
/// apart into objects.
pub(super) fn effect(old: Option<&str>, new: Option<&str>) -> Option<Effect> {
    effect_between(documents(old?)?, &documents(new?)?)
}

/// What replacing objects by others does to what runs.
pub(super) fn effect_between(mut old: Vec<Document>, new: &[Document]) -> Option<Effect> {
    let mut worst = Some(Effect::NoRestart);
    let mut come: Vec<&Document> = Vec::new();
    for document in new {
        match old.iter().position(|other| other.identity == document.identity) {
            Some(index) => worst = worst.max(Some(Effect::between(&old.remove(index), document))),
            None => come.push(document),
        }
    }
    for document in &old {
        // One that has another name now.
        let successor = come.iter().find(|other| other.identity.kind == document.identity.kind);
        worst = worst.max(match successor {
            Some(successor) => Some(Effect::between(document, successor)),
            None => Effect::of_removal(document),
        });
    }
    worst
}

/// What deleting a text does to what runs.
pub(super) fn removal(old: Option<&str>) -> Option<Effect> {
    documents(old?)?.iter().filter_map(Effect::of_removal).max()
}

/// The objects of a text, parsed; none where it cannot be told apart into objects.
pub(super) fn documents(text: &str) -> Option<Vec<Document>> {
    let parse = |text: String| Document::parse("", "", text).ok();
    match parse(text.to_owned()) {
        Some(document) => Some(vec![document]),
        None => objects(text)?.into_iter().map(|(_, text)| parse(text)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Break;

    const PODS: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {a: 1}}\n";
    const CLAIM: &str = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\n";

    #[test]
    fn the_worst_of_several_objects_counts() {
        let told = |old: &[&str], new: &[&str]| effect(Some(&old.join("---\n")), Some(&new.join("---\n")));
        let rolled = PODS.replace("a: 1", "a: 2");
        assert_eq!(told(&[CLAIM, PODS], &[PODS, CLAIM]), Some(Effect::NoRestart));
        assert_eq!(told(&[CLAIM, PODS], &[CLAIM, &rolled]), Some(Effect::RollsPods));
        assert_eq!(told(&[CLAIM, PODS], &[&rolled]), Some(Effect::Breaking(Break::ClaimRemoved)));
        let other = CLAIM.replace("name: data", "name: other");
        assert_eq!(told(&[CLAIM, PODS], &[&other, PODS]), Some(Effect::Breaking(Break::ClaimRemoved)));
        assert_eq!(told(&["a: {{ b }}\n"], &[PODS]), None);
    }
}
