//! Laws of edits, over random documents.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::documents::{KEYS, Tagged, text, value};
use super::{EditError, read, remove_value, same, set_value};

/// The path of the deepest entry that an edit at `path` may rewrite: the entry itself, or a
/// parent that is not a block map with entries.
fn edited<'a>(lines: &'a [(Vec<String>, String)], path: &[&str]) -> Option<&'a [String]> {
    let owner = lines
        .iter()
        .map(|(owner, _)| owner)
        .filter(|owner| !owner.is_empty() && owner.len() <= path.len() && owner.iter().zip(path).all(|(a, b)| a == b))
        .max_by_key(|owner| owner.len())?;
    let has_block = lines.iter().any(|(other, _)| other.len() > owner.len() && other.starts_with(owner));
    (owner.len() == path.len() || !has_block).then_some(owner)
}

fn keeps_other_lines(lines: &[(Vec<String>, String)], path: &[&str], new: &str) -> Result<(), String> {
    // Blank lines below a `|+` block scalar are part of it.
    let blanks_count = !lines.iter().any(|(_, line)| line.contains("|+"));
    let edited = edited(lines, path);
    let mut present = new.lines();
    for (owner, line) in lines {
        if edited.is_none_or(|edited| !owner.starts_with(edited))
            && (blanks_count || !line.is_empty())
            && !present.any(|other| other == line)
        {
            return Err(format!("lost the line {line:?}"));
        }
    }
    let key_line = lines.iter().find(|(owner, _)| edited.is_some_and(|edited| owner == edited));
    match key_line.and_then(|(_, line)| line.split_once(" # t")) {
        Some((_, number)) if !new.contains(&format!("# t{number}")) => Err(format!("lost the comment # t{number}")),
        _ => Ok(()),
    }
}

fn put(root: &mut Value, path: &[&str], value: &Value) -> bool {
    let mut here = root;
    for key in path {
        if here.is_null() {
            *here = json!({});
        }
        let Some(map) = here.as_object_mut() else { return false };
        here = map.entry(*key).or_insert(Value::Null);
    }
    *here = value.clone();
    true
}

fn paths(value: &Value) -> Vec<Vec<String>> {
    let entries = value.as_object().into_iter().flatten();
    entries
        .flat_map(|(key, value)| {
            paths(value).into_iter().chain([Vec::new()]).map(move |rest| [vec![key.clone()], rest].concat())
        })
        .collect()
}

fn present_path((text, _): &Tagged, pick: prop::sample::Index) -> Option<Vec<String>> {
    let paths = paths(&read(text).ok()?.to_value());
    (!paths.is_empty()).then(|| pick.get(&paths).clone())
}

fn check_set((text, lines): &Tagged, path: &[&str], value: &Value) -> Result<(), String> {
    let old = read(text).map_err(|error| error.to_string())?.to_value();
    let mut wanted = old.clone();
    let fits = put(&mut wanted, path, value);
    let new = match set_value(text, path, value) {
        Err(EditError::NotAMap { .. }) if !fits => return Ok(()),
        Ok(new) if fits => new,
        other => return Err(format!("{other:?}")),
    };
    let read = read(&new).map_err(|error| error.to_string())?.to_value();
    if !same(&read, &wanted) {
        return Err(format!("reads as {read}:\n{new}"));
    }
    if same(&old, &wanted) {
        return if new == *text { Ok(()) } else { Err(format!("changed without a need:\n{new}")) };
    }
    if text.contains("\r\n") && new.replace("\r\n", "").contains('\n') {
        return Err(format!("mixes line ends: {new:?}"));
    }
    keeps_other_lines(lines, path, &new).map_err(|error| format!("{error}:\n{new}"))
}

fn check_remove((text, lines): &Tagged, path: &[&str]) -> Result<(), String> {
    let (last, parents) = path.split_last().ok_or("no path")?;
    let mut wanted = read(text).map_err(|error| error.to_string())?.to_value();
    let parent = parents.iter().fold(&mut wanted, |map, key| &mut map[*key]);
    parent.as_object_mut().ok_or("not a map")?.shift_remove(*last);
    let emptied = *parent == json!({});
    let new = remove_value(text, path).map_err(|error| error.to_string())?;
    let read = read(&new).map_err(|error| error.to_string())?.to_value();
    if !same(&read, &wanted) {
        return Err(format!("reads as {read}:\n{new}"));
    }
    // The line of an emptied map's key takes the `{}`, and the removed line loses its comment.
    let parent_line = lines.iter().position(|(owner, _)| emptied && !parents.is_empty() && owner.iter().eq(parents));
    let marker = if lines.iter().any(|(owner, _)| owner.iter().eq(path)) { " # x" } else { " # t" };
    // Blank lines right above the entry may go with it.
    let first = lines.iter().position(|(owner, _)| owner.iter().eq(path)).unwrap_or_default();
    let blank = lines[..first].iter().rev().take_while(|(_, line)| line.is_empty()).count();
    let lines: Vec<_> = lines
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != parent_line && !(first - blank..first).contains(at))
        .map(|(_, (owner, line))| (owner.clone(), line.replace(" # t", marker)))
        .collect();
    keeps_other_lines(&lines, path, &new.replace(" # t", marker)).map_err(|error| format!("{error}:\n{new}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sets_exactly_the_value_and_keeps_every_other_line(tagged in text(), new in prop::collection::vec(select(KEYS), 1..4), value in value(), pick in any::<prop::sample::Index>(), old in any::<bool>()) {
        let present = present_path(&tagged, pick).filter(|_| old).unwrap_or_default();
        let path = if present.is_empty() { new } else { present.iter().map(String::as_str).collect() };
        prop_assert_eq!(check_set(&tagged, &path, &value), Ok(()), "\nsetting {:?} to {} in\n{}", path, value, tagged.0);
    }

    #[test]
    fn removes_exactly_the_entry_and_keeps_every_other_line(tagged in text(), pick in any::<prop::sample::Index>()) {
        let Some(path) = present_path(&tagged, pick) else { return Ok(()) };
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        prop_assert_eq!(check_remove(&tagged, &path), Ok(()), "\nremoving {:?} from\n{}", path, tagged.0);
    }
}
