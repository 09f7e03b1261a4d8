//! The items of lists, told apart by what the API or kubewright's own templates tell them apart by.

use serde_json::Value;

use crate::manifest::list_keys;

use super::derive::{ANALYSIS, RULES};
use super::name::Step;
use super::part::{Body, Part};

/// What tells the items of a list apart; by their places where nothing else does.
pub(super) fn ids(kind: &str, path: &[Step], list: &Part) -> Vec<String> {
    list.items()
        .iter()
        .enumerate()
        .map(|(index, item)| id(kind, path, item).unwrap_or_else(|| index.to_string()))
        .collect()
}

/// The item of this id.
pub(super) fn find<'a>(kind: &str, path: &[Step], list: &'a Part, id: &str) -> Option<&'a Part> {
    let index = ids(kind, path, list).iter().position(|known| known == id)?;
    list.items().get(index)
}

/// Whether lists can be told apart item by item: by ids, in one order, or, where they hold `names` of the
/// release and so are no values, by their places.
pub(super) fn fit(kind: &str, path: &[Step], lists: &[&Part], names: bool) -> bool {
    let has_ids = |list: &&Part| list.items().iter().all(|item| id(kind, path, item).is_some());
    let maps = lists.iter().all(|list| list.items().iter().all(|item| matches!(item.body, Body::Map(_))));
    if !maps || !(names || lists.iter().all(has_ids)) {
        return false;
    }
    let all: Vec<Vec<String>> = lists.iter().map(|list| ids(kind, path, list)).collect();
    let [one, other] = all.as_slice() else { return true };
    let shared =
        |of: &[String], with: &[String]| -> Vec<String> { of.iter().filter(|id| with.contains(id)).cloned().collect() };
    shared(one, other) == shared(other, one) && (names || !shared(one, other).is_empty())
}

/// Whether each list has its items in this order.
pub(super) fn keeps_order(order: &[String], lists: &[Vec<String>]) -> bool {
    lists.iter().all(|list| order.iter().filter(|id| list.contains(id)).eq(list.iter()))
}

fn id(kind: &str, path: &[Step], item: &Part) -> Option<String> {
    let keys: Vec<&str> = path.iter().filter_map(Step::key).collect();
    // Of what a helper makes, what stands behind the release's name and before the hash of its content.
    let own = |text: &str| {
        let call = text.strip_prefix('\0')?;
        let behind = call.split_once("}}").map_or("", |(_, behind)| behind);
        Some(behind.split("{{").next().unwrap_or(behind).trim_matches('-').to_owned())
    };
    let shown = |value: &Value| {
        value.as_str().map_or_else(|| value.to_string(), |text| own(text).unwrap_or_else(|| text.to_owned()))
    };
    // Ports have names here, and keep them when their numbers change.
    if keys.last() == Some(&"ports")
        && let Some(name) = item.get("name").and_then(Part::text)
    {
        return Some(name.to_owned());
    }
    if let Some(keys) = list_keys(kind, keys.iter().copied()) {
        // What tells two apart only where the first key does not.
        let values: Vec<String> =
            keys.iter().filter_map(|key| item.get(key)).map(|part| shown(&part.value())).collect();
        return (!values.is_empty()).then(|| values.join("/"));
    }
    let name: &[&str] = match keys.last() {
        Some(&"envFrom") => {
            let (_, reference) = item.entries().first()?;
            return Some(shown(&reference.get("name")?.value()));
        }
        Some(&"volumeClaimTemplates") => &["metadata", "name"],
        Some(&"groups") if kind == RULES => &["name"],
        Some(&"metrics") if kind == ANALYSIS => &["name"],
        Some(&"rules") if kind == RULES => {
            let name = item.get("alert").or_else(|| item.get("record"))?;
            return Some(shown(&name.value()));
        }
        _ => return None,
    };
    item.at(name).map(|part| shown(&part.value()))
}
