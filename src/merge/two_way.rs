//! A stand-in for a last generation that nobody knows: what the user's text and the new one agree on.

use serde_json::{Map, Value};

use crate::yaml::{parse, rewrite};

/// A text that both sides changed wherever they differ, so that each difference is a conflict: what they agree
/// on, and null where they do not. None where either is not one plain YAML document.
pub fn agreed(yours: &str, new: &str) -> Option<String> {
    let [mine, theirs] = [yours, new].map(|text| parse("", text).ok().map(|node| node.to_value()));
    let value = common(&mine?, &theirs?);
    value.is_object().then(|| rewrite(new, &value, &same_item, ""))
}

fn common(mine: &Value, theirs: &Value) -> Value {
    match (mine, theirs) {
        (mine, theirs) if mine == theirs => theirs.clone(),
        (Value::Object(mine), Value::Object(theirs)) => {
            let own = mine.keys().filter(|key| !theirs.contains_key(*key));
            let value = |key: &String| match (mine.get(key), theirs.get(key)) {
                (Some(mine), Some(theirs)) => common(mine, theirs),
                _ => Value::Null,
            };
            let keys = theirs.keys().chain(own);
            keys.map(|key| (key.clone(), value(key))).collect::<Map<_, _>>().into()
        }
        (Value::Array(mine), Value::Array(theirs))
            if mine.len() == theirs.len()
                && mine.iter().zip(theirs).all(|(mine, theirs)| mine == theirs || is_same_item(mine, theirs)) =>
        {
            mine.iter().zip(theirs).map(|(mine, theirs)| common(mine, theirs)).collect()
        }
        // A list of other items is one value: which of them came and which went, nobody knows.
        _ => Value::Null,
    }
}

fn same_item(_: &[&str], one: &Value, other: &Value) -> Option<bool> {
    Some(is_same_item(one, other))
}

fn is_same_item(one: &Value, other: &Value) -> bool {
    one.get("name").is_some_and(|name| other.get("name") == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::{Prefer, merge};

    #[test]
    fn every_difference_is_a_conflict_and_nothing_else_is() {
        let yours = "a: 1 # mine\nb: {x: 1, mine: 2}\nlist: [{name: web, image: w:1}]\nargs: [a]\nkept: 0\nsame: 1\n";
        let new = "a: 2\nb: {x: 1, theirs: 3}\nlist:\n  - name: web\n    image: w:2\nargs: [a, b]\nsame: 1\nadded: 1\n";
        let base = agreed(yours, new).expect("plain YAML");
        let merged = merge(&base, yours, new, Prefer::Yours);
        assert_eq!(merged.text, yours);
        let mut paths: Vec<&str> = merged.conflicts.iter().map(|conflict| conflict.path.as_str()).collect();
        paths.sort_unstable();
        assert_eq!(paths, ["a", "added", "args", "b.mine", "b.theirs", "kept", "list[web].image"]);
    }

    #[test]
    fn a_comment_of_either_side_is_no_difference() {
        let (yours, new) = ("# mine\na: 1\n", "# theirs\na: 1\n");
        let base = agreed(yours, new).expect("plain YAML");
        let merged = merge(&base, yours, new, Prefer::Yours);
        assert_eq!((merged.text.as_str(), merged.conflicts.len()), (yours, 0));
    }

    #[test]
    fn what_is_no_plain_yaml_has_no_stand_in() {
        assert_eq!(agreed("a: {{ b }}\n", "a: 1\n"), None);
        assert_eq!(agreed("a: 1\n---\nb: 1\n", "a: 1\n"), None);
    }
}
