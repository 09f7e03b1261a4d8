//! Values of another type, taken out of an object so that its reader comes to the next one.

use std::collections::HashMap;

use serde_json::{Value, json};

/// The most that are told of one object, since each has the whole object read once more.
pub(super) const MOST: usize = 50;

/// The values that were taken out, by their keys and indices, and how often each was.
#[derive(Default)]
pub(super) struct TakenOut(HashMap<Vec<String>, usize>);

impl TakenOut {
    /// Whether a value was taken out: whatever stands in its place is none of the object's.
    pub(super) fn has(&self, path: &[String]) -> bool {
        self.0.contains_key(path)
    }

    /// How many values were taken out.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Takes a value out of its map, or puts in its list what the list's type may take: each time that it is asked of the
    /// same item, a value of another type. False where there is nothing more to try; the value is as it was then.
    pub(super) fn take(&mut self, value: &mut Value, path: Vec<String>) -> bool {
        let Some((last, above)) = path.split_last() else { return false };
        let tries = self.0.get(&path).copied().unwrap_or_default();
        let taken = match pointed(value, above) {
            Some(Value::Object(map)) => map.shift_remove(last).is_some(),
            Some(Value::Array(items)) => {
                let item = last.parse().ok().and_then(|index: usize| items.get_mut(index));
                let stand_in = [json!(""), json!({}), json!(0)].into_iter().nth(tries);
                item.zip(stand_in).map(|(item, stand_in)| *item = stand_in).is_some()
            }
            _ => false,
        };
        if taken {
            self.0.insert(path, tries + 1);
        }
        taken
    }
}

fn pointed<'v>(value: &'v mut Value, path: &[String]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, key| match value {
        Value::Object(map) => map.get_mut(key),
        Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::MOST;
    use crate::validate::misfits;

    /// What is told of the `spec` of a Pod, by the place that each message names.
    fn places(spec: &Value) -> Vec<String> {
        let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec});
        let messages = misfits("v1", "Pod", &pod).into_iter().map(|misfit| misfit.message);
        messages.filter_map(|message| Some(message.split('`').nth(1)?.to_owned())).collect()
    }

    #[test]
    fn an_item_of_another_type_is_told_once_and_the_rest_is_judged() {
        let args = json!({"name": "web", "args": [8080, "a", null, {"b": 1}], "imagePullPolicy": "Sometimes"});
        let groups = json!({"supplementalGroups": ["a", 7, "b"]});
        let expected = [
            "spec.containers[0]",
            "spec.containers[1]",
            "spec.containers[2].args[0]",
            "spec.containers[2].args[2]",
            "spec.containers[2].args[3]",
            "spec.securityContext.supplementalGroups[0]",
            "spec.securityContext.supplementalGroups[2]",
            "spec.containers.2.imagePullPolicy",
        ];
        assert_eq!(places(&json!({"containers": ["web", 5, args], "securityContext": groups})), expected);
    }

    #[test]
    fn what_is_no_map_at_all_is_told_once() {
        assert_eq!(places(&json!("web")), ["spec"]);
    }

    #[test]
    fn an_object_without_metadata_is_told_as_a_whole() {
        let found = misfits("v1", "Pod", &json!({"apiVersion": "v1", "kind": "Pod", "metadata": null}));
        assert_eq!(found[0].message, "the object misses the required field `metadata`");
    }

    #[test]
    fn of_many_values_of_another_type_the_first_are_told_and_the_rest_is_judged() {
        let data: Map<String, Value> = (0..50_000).map(|key| (format!("k{key}"), json!(key))).collect();
        let metadata = json!({"name": "web", "labels": {"a b": "c"}});
        let found = misfits(
            "v1",
            "ConfigMap",
            &json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data}),
        );
        let (in_data, elsewhere): (Vec<_>, Vec<_>) = found.iter().partition(|misfit| misfit.path[0] == "data");
        assert_eq!(in_data.len(), MOST);
        assert_eq!(
            in_data.last().and_then(|misfit| misfit.hint.as_deref()),
            Some("mend these 50 first: others may follow")
        );
        assert_eq!(elsewhere.len(), 1, "{elsewhere:?}");
    }
}
