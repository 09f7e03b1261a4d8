//! The plan of a write, file by file.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use crate::layout::{Holds, Tree, holds, patched, reaches, standing};
use crate::manifest::Effect;
use crate::spec::Layout;

use super::action::Action;
use super::config_hash::{has_hash, rehashed};
use super::file::FilePlan;
use super::input::{Choice, Disk, Past, Pending};
use super::moves::moved;
use super::objects::{documents, effect, effect_between, removal};
use super::placement::{Homes, Placed, placed};

/// The SHA-256 of a text in hexadecimal digits.
pub fn sha256(text: impl AsRef<[u8]>) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a write would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Every file that is or was generated, in the order of paths.
    pub files: Vec<FilePlan>,
    /// The new generation as it was made, whatever files its objects are kept in.
    pub pristine: Tree,
    /// The same in the files that its objects are kept in, each pod with the hash that was generated.
    placed: Tree,
    /// The files that its objects are kept in, by those that they are generated into.
    homes: Homes,
}

impl Plan {
    /// Compares the last generation, the disk and the new generation.
    pub fn new(base: &Tree, disk: &Disk, new: &Tree, pending: &Pending, choice: &Choice) -> Self {
        let pristine = new.clone();
        let Placed { base, new, homes } = placed(base, disk, new);
        let mut moves = choice.moves.clone();
        moves.extend(moved(&base, disk, &new));
        moves.retain(|path, from| {
            let is_free = !disk.has(path) || base.contains_key(path) && base.get(path) == disk.files.get(path);
            is_free && (new.contains_key(path) || disk.beside.contains_key(from))
        });
        let gone: BTreeSet<&String> = moves.values().collect();
        let paths: BTreeSet<&String> = base.keys().chain(new.keys()).filter(|path| !gone.contains(path)).collect();
        let file = |path: &&String| {
            let from = moves.get(*path);
            let at = from.unwrap_or(path);
            let past = Past {
                left: pending.left.get(at).cloned(),
                open: pending.open.get(at).cloned().unwrap_or_default(),
                prefer: choice.prefer,
                name: choice.name.clone(),
                cause: choice.cause.clone(),
                unread: disk.unread.get(at).copied(),
            };
            let yours = disk.files.get(at).or_else(|| disk.beside.get(at));
            let texts = [base.get(at), yours, new.get(*path)].map(Option::<&String>::cloned);
            FilePlan::of(path, texts, past).moved_from(from.map(String::as_str), disk.files.get(*path))
        };
        let mut files: Vec<FilePlan> = paths.iter().map(file).collect();
        let mut carried = Vec::new();
        for (path, from) in moves.iter().filter(|(path, _)| !paths.contains(path)) {
            carried.extend(disk.beside.get(from).map(|text| FilePlan::carried(path, from, text)));
        }
        files.extend(carried);
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let mut plan = Self { files, pristine, placed: new, homes };
        plan.rehash();
        plan
    }

    /// Gives the pods the hash of their ConfigMaps as those will stand, where the new generation has one.
    pub fn rehash(&mut self) {
        for (path, text) in self.placed.iter().filter(|(_, text)| has_hash(text)) {
            let beside = self.files.iter().filter(|file| reaches(&file.path, path));
            let texts: Vec<_> = beside.filter_map(|file| Some((file.path.as_str(), file.standing()?))).collect();
            let rehashed = rehashed(text, &standing(texts.iter().map(|(path, text)| (*path, &**text))));
            let Some(file) = self.files.iter_mut().find(|file| file.path == *path) else { continue };
            file.is_rehashed = rehashed.is_some();
            let text = rehashed.unwrap_or_else(|| text.clone());
            if file.new.as_ref() == Some(&text) {
                continue;
            }
            if self.pristine.get(path) == file.new.as_ref() {
                self.pristine.insert(path.clone(), text.clone());
            }
            file.renew(text);
        }
    }

    /// Puts the conflicts of every file between markers in it.
    pub fn mark(&mut self) {
        self.files.iter_mut().for_each(FilePlan::mark);
    }

    /// Gives it effects that were found by looking at objects, since its files are not what is
    /// applied: each effect stands at the first of its files that is written.
    pub fn set_effects(&mut self, effects: &[(Vec<String>, Effect)]) {
        for file in &mut self.files {
            file.effect = (file.is_rehashed && file.action.writes()).then_some(Effect::RollsPods);
        }
        for (paths, effect) in effects {
            let written = |path: &String| self.files.iter().position(|file| file.path == *path && file.action.writes());
            if let Some(index) = paths.iter().find_map(written) {
                let file = &mut self.files[index];
                file.effect = file.effect.max(Some(*effect));
            }
        }
    }

    /// Whether the tree is what it should be: nothing to write, nothing left to decide.
    pub fn is_empty(&self) -> bool {
        !self.files.iter().any(|file| file.action.writes()) && self.is_settled()
    }

    /// Whether nothing is left to decide: no conflict, and no file that needed a change that is not made.
    pub fn is_settled(&self) -> bool {
        self.left().next().is_none() && self.conflicts() == 0
    }

    /// What the user's own edits of a file do to what runs since the last generation; none where its layout does not
    /// let that be known.
    pub fn effect_of_edits(&self, file: &FilePlan, layout: Layout) -> Option<Effect> {
        let [base, yours] = [&file.base, &file.yours].map(|text| text.as_deref().filter(|_| file.is_edited()));
        match holds(layout, &file.path) {
            Holds::Objects => effect(base, yours),
            Holds::Patches(path) => {
                let of = self.files.iter().find(|file| file.path == path)?;
                // What an edit of the objects themselves does is told of their own file.
                let objects = documents(of.yours.as_deref()?)?;
                effect_between(patched(objects.clone(), base?)?, &patched(objects, yours?)?)
            }
            Holds::Other => None,
        }
    }

    /// The files in which the user keeps objects that are generated for another file.
    pub fn keepers(&self, path: &str) -> Vec<&str> {
        self.homes.get(path).into_iter().flatten().map(String::as_str).collect()
    }

    /// How many conflicts there are.
    pub fn conflicts(&self) -> usize {
        self.files.iter().map(|file| file.conflicts.len()).sum()
    }

    /// The files that needed a change that is not made.
    pub fn left(&self) -> impl Iterator<Item = &FilePlan> {
        self.files.iter().filter(|file| file.action.is_left())
    }

    /// The files to write, or with no text to delete.
    pub fn writes(&self) -> impl Iterator<Item = &FilePlan> {
        self.files.iter().filter(|file| file.action.writes())
    }

    /// What the next run must say again.
    pub fn next_pending(&self) -> Pending {
        let left = self.files.iter().filter_map(|file| Some((file.place().to_owned(), file.left()?)));
        let open = self.files.iter().filter(|file| !file.open.is_empty());
        Pending { left: left.collect(), open: open.map(|file| (file.place().to_owned(), file.open.clone())).collect() }
    }

    /// The pristine texts to keep once the plan is carried out. A file that was left alone keeps its
    /// old one, so that the next run sees the same difference.
    pub fn next_baseline(&self) -> Tree {
        let mut next = self.pristine.clone();
        for file in self.files.iter().filter(|file| file.action.is_left()) {
            next.remove(&file.path);
            if let Some(base) = file.base.as_ref().filter(|_| file.action != Action::LeftForeign) {
                next.insert(file.place().to_owned(), base.clone());
            }
        }
        next
    }
}

/// What comes of one set of objects in the place of another, by the paths of their files.
pub fn effects(old: &Tree, new: &Tree) -> BTreeMap<String, Effect> {
    let effect = |(path, old): (&String, &String)| {
        let effect = match new.get(path) {
            Some(new) if new == old => None,
            Some(new) => effect(Some(old.as_str()), Some(new.as_str())),
            None => removal(Some(old)),
        };
        Some((path.clone(), effect?))
    };
    old.iter().filter_map(effect).collect()
}

#[cfg(test)]
mod tests;
