//! The plan of a write, file by file.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use crate::layout::{Holds, Tree, holds, patched, reaches};
use crate::manifest::{Effect, Identity};
use crate::spec::Layout;

use super::action::Action;
use super::config_hash::{ConfigFile, has_hash, rehashed};
use super::file::FilePlan;
use super::input::{Choice, Disk, Past, Pending};
use super::moves::moved;
use super::objects::{documents, effect, effect_between, objects, removal};
use super::placement::{Placed, placed};

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
}

impl Plan {
    /// Compares the last generation, the disk and the new generation.
    pub fn new(base: &Tree, disk: &Disk, new: &Tree, pending: &Pending, choice: &Choice) -> Self {
        let pristine = new.clone();
        let Placed { base, new } = placed(base, disk, new);
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
        let mut plan = Self { files, pristine, placed: new };
        plan.rehash();
        plan
    }

    /// Gives the pods the hash of their ConfigMaps as those will stand, where the new generation has one.
    pub fn rehash(&mut self) {
        for (path, text) in self.placed.iter().filter(|(_, text)| has_hash(text)) {
            let beside = self.files.iter().filter(|file| reaches(&file.path, path));
            let standing: Vec<_> = beside.filter_map(|file| Some((file.new.as_deref()?, file.standing()?))).collect();
            let config: Vec<ConfigFile<'_>> =
                standing.iter().map(|(pristine, merged)| ConfigFile { pristine, merged }).collect();
            let rehashed = rehashed(text, &config);
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
                let [old, new] = [(&of.base, base), (&of.yours, yours)]
                    .map(|(objects, patches)| patched(documents(objects.as_deref()?)?, patches?));
                effect_between(old?, new?)
            }
            Holds::Other => None,
        }
    }

    /// The files in which the user keeps objects that are generated for another file.
    pub fn keepers(&self, path: &str) -> Vec<&str> {
        let told = |text: &String| objects(text).unwrap_or_default().into_iter().map(|(object, _)| object);
        let made: Vec<Identity> = self.pristine.get(path).into_iter().flat_map(told).collect();
        let others =
            self.placed.iter().filter(|(other, text)| *other != path && self.pristine.get(*other) != Some(text));
        let keeps = others.filter(|(_, text)| told(text).any(|object| made.contains(&object)));
        keeps.map(|(other, _)| other.as_str()).collect()
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
mod tests {
    use super::super::action::Unread;
    use super::super::text::Prefer;
    use super::*;

    fn tree(text: Option<&str>) -> Tree {
        text.map(|text| ("f.yaml".to_owned(), text.to_owned())).into_iter().collect()
    }

    fn disk(text: Option<&str>) -> Disk {
        Disk { files: tree(text), ..Disk::default() }
    }

    fn plan(base: Option<&str>, yours: Option<&str>, new: Option<&str>, prefer: Option<Prefer>) -> Plan {
        let choice = Choice { prefer, ..Choice::default() };
        Plan::new(&tree(base), &disk(yours), &tree(new), &Pending::default(), &choice)
    }

    fn only(base: Option<&str>, yours: Option<&str>, new: Option<&str>) -> (Action, Option<String>) {
        let plan = plan(base, yours, new, None);
        (plan.files[0].action, plan.next_baseline().get("f.yaml").cloned())
    }

    #[test]
    fn untouched_files_follow_the_new_generation() {
        assert_eq!(only(None, None, Some("n")), (Action::Create, Some("n".into())));
        assert_eq!(only(Some("b"), Some("b"), Some("n")), (Action::Update, Some("n".into())));
        assert_eq!(only(Some("b"), Some("b"), None), (Action::Delete, None));
        assert_eq!(only(Some("b"), Some("b"), Some("b")), (Action::Unchanged, Some("b".into())));
    }

    #[test]
    fn nothing_a_user_did_is_undone() {
        assert_eq!(only(Some("b"), Some("y"), Some("b")), (Action::KeepEdited, Some("b".into())));
        assert_eq!(only(Some("b"), None, Some("n")), (Action::StayDeleted, Some("n".into())));
        assert_eq!(only(Some("b"), Some("y"), None), (Action::LeftRemoved, Some("b".into())));
        assert_eq!(only(None, Some("y"), Some("n")), (Action::LeftForeign, None));
    }

    #[test]
    fn what_both_changed_is_merged_and_what_they_changed_apart_is_told_until_it_is_settled() {
        let (base, yours, new) = ("a: 1\nb: 1\n", "a: 2\nb: 1\n", "a: 3\nb: 3\n");
        let first = plan(Some(base), Some(yours), Some(new), None);
        let file = &first.files[0];
        assert_eq!((file.action, file.text.as_deref(), first.conflicts()), (Action::Merge, Some("a: 2\nb: 3\n"), 1));
        assert_eq!(first.next_baseline(), tree(Some(new)));
        let again = |text: &str, prefer| {
            let choice = Choice { prefer, ..Choice::default() };
            Plan::new(&tree(Some(new)), &disk(Some(text)), &tree(Some(new)), &first.next_pending(), &choice)
        };
        let second = again("a: 2\nb: 3\n", None);
        assert_eq!((second.files[0].action, second.conflicts()), (Action::KeepEdited, 1));
        assert_eq!(second.next_pending(), first.next_pending());
        assert!(again("a: 4\nb: 3\n", None).is_empty());
        assert_eq!(again("a: 2\nb: 3\n", Some(Prefer::Yours)).next_pending(), Pending::default());
        let taken = again("a: 2\nb: 3\n", Some(Prefer::New));
        assert_eq!(taken.files[0].text.as_deref(), Some(new));
        assert!(taken.is_settled());
    }

    #[test]
    fn a_side_that_is_preferred_settles_files_as_well() {
        let action = |base, new, prefer| plan(base, Some("y"), new, Some(prefer)).files[0].action;
        assert_eq!(action(Some("b"), None, Prefer::Yours), Action::Unchanged);
        assert_eq!(action(Some("b"), None, Prefer::New), Action::Delete);
        assert_eq!(action(None, Some("n"), Prefer::Yours), Action::KeepEdited);
        assert_eq!(action(None, Some("n"), Prefer::New), Action::Update);
    }

    #[test]
    fn line_ends_of_windows_are_no_edit_and_stay() {
        let plan = |yours: &str, new| plan(Some("a: 1\nb: 1\n"), Some(yours), new, None);
        let told = |yours: &str, new| {
            let file = plan(yours, new).files.remove(0);
            (file.action, file.text.clone(), file.is_edited())
        };
        let windows = "a: 1\r\nb: 1\r\n";
        assert_eq!(told(windows, Some("a: 2\nb: 1\n")), (Action::Update, Some("a: 2\r\nb: 1\r\n".into()), false));
        assert_eq!(told(windows, Some("a: 1\nb: 1\n")), (Action::Unchanged, Some(windows.into()), false));
        assert_eq!(told(windows, None), (Action::Delete, None, false));
        let (edited, merged) = ("a: 1\r\nb: 3\r\n", "a: 2\r\nb: 3\r\n");
        assert_eq!(told(edited, Some("a: 2\nb: 1\n")), (Action::Merge, Some(merged.into()), true));
        assert_eq!(told("a: 1\r\nb: 3", Some("a: 2\nb: 1\n")).1, Some("a: 2\r\nb: 3".into()), "no final line end");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_left_alone_where_something_is_new_for_it() {
        let unread = Disk { unread: [("f.yaml".to_owned(), Unread::NotText)].into(), ..Disk::default() };
        let choice = Choice { prefer: Some(Prefer::New), ..Choice::default() };
        let plan = |base, new| Plan::new(&tree(base), &unread, &tree(new), &Pending::default(), &choice);
        let new = plan(Some("b"), Some("n"));
        assert_eq!((new.files[0].action, new.is_settled()), (Action::LeftUnread(Unread::NotText), false));
        assert_eq!(new.next_baseline(), tree(Some("b")), "the next run says it again");
        for (base, new) in [(None, Some("n")), (Some("b"), None)] {
            assert_eq!(plan(base, new).files[0].action, Action::LeftUnread(Unread::NotText));
        }
        assert!(plan(Some("b"), Some("b")).is_empty());
    }

    #[test]
    fn a_file_with_markers_stays_under_its_old_name_until_they_are_gone() {
        let base = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\na: 1\nb: 1\n";
        let marked = base.replace("a: 1\n", "<<<<<<< yours\na: 2\n=======\na: 1\n>>>>>>> new\n");
        let of = |path: &str, text: &str| Tree::from([(path.to_owned(), text.to_owned())]);
        let (old, new) = (of("d/old.yaml", base), of("d/new.yaml", &base.replace("b: 1", "b: 2")));
        let planned = |baseline: &Tree, text: &str| {
            let disk = Disk { files: of("d/old.yaml", text), ..Disk::default() };
            Plan::new(baseline, &disk, &new, &Pending::default(), &Choice::default())
        };
        let first = planned(&old, &marked);
        assert_eq!((first.files.len(), first.files[0].action), (1, Action::LeftMarked(4)));
        assert_eq!(first.next_baseline(), old, "the next run sees the same");
        let settled = planned(&first.next_baseline(), &base.replace("a: 1", "a: 2")).files.remove(0);
        assert_eq!((settled.path.as_str(), settled.from.as_deref()), ("d/new.yaml", Some("d/old.yaml")));
        assert_eq!(settled.text, Some(base.replace("a: 1", "a: 2").replace("b: 1", "b: 2")));
    }

    #[test]
    fn an_identical_file_is_adopted() {
        assert_eq!(only(None, Some("n"), Some("n")), (Action::Unchanged, Some("n".into())));
        assert_eq!(only(Some("b"), Some("n"), Some("n")), (Action::Unchanged, Some("n".into())));
    }
}
