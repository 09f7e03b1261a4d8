//! Each document against the types of the Kubernetes API: unknown fields, missing required ones,
//! values of another type, and values that the API does not take.

use std::borrow::Cow;

use serde_json::Value;

use crate::manifest::{Document, millis_of_value};
use crate::problem::{Problem, did_you_mean};
use crate::spec::types::shown;

use super::clash::{Clash, clashes};
use super::fields::fields;
use super::kinds::{group, may_be_held, unserved};
use super::names::wrong_name;
use super::problem;
use super::reading::Types;
use super::taken_out::{MOST, TakenOut};
use super::takes::Refused;
use super::types::reader;

/// What of an object is none of the API's.
#[derive(Debug)]
pub(crate) struct Misfit {
    /// The keys and indices that lead to it.
    pub(crate) path: Vec<String>,
    /// What is wrong.
    pub(crate) message: String,
    /// What kind of thing is.
    pub(crate) wrong: Wrong,
    /// The name that was most likely meant.
    pub(crate) hint: Option<String>,
}

/// What is none of the API's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// A field that it does not know.
    Field,
    /// A field that it demands and that is not there.
    Missing,
    /// A name that it does not take.
    Name,
    /// A value that it does not take.
    Value,
}

pub(super) fn check(document: &Document, problems: &mut Vec<Problem>) {
    let api_version = document.value.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
    if let Some(unserved) = unserved(api_version, &document.identity.kind) {
        problems.push(Problem { hint: unserved.hint, ..problem(document, &[unserved.key], unserved.message) });
    }
    for Misfit { path, message, hint, .. } in misfits(api_version, &document.identity.kind, &document.value) {
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        problems.push(Problem { hint, ..problem(document, &keys, message) });
    }
}

/// Reads the value into the API's type and back; what comes out otherwise was not right, nor is what the API does not
/// take of it. Of custom resources only what every object has is known: its name, namespace, labels and annotations.
pub(crate) fn misfits(api_version: &str, kind: &str, value: &Value) -> Vec<Misfit> {
    let group = group(api_version);
    if !may_be_held(group, kind) {
        return Vec::new();
    }
    let mut misfits = Misfits::default();
    let name = value.pointer("/metadata/name").and_then(Value::as_str);
    if let Some(why) = name.and_then(|name| wrong_name(group, kind, name)) {
        misfits.say(&["metadata".to_owned(), "name".to_owned()], Wrong::Name, &format!(": {why}"), None);
    }
    let Some(round_trip) = reader(api_version, kind) else {
        if let Some(metadata) = value.get("metadata") {
            misfits.judge_fields("ObjectMeta", metadata, &mut vec!["metadata".to_owned()]);
        }
        if let Some(spec) = value.get("spec").filter(|_| (group, kind) == ("gateway.networking.k8s.io", "HTTPRoute")) {
            misfits.judge_fields("HTTPRouteSpec", spec, &mut vec!["spec".to_owned()]);
        }
        return misfits.found;
    };
    // A type's reader stops at the first value that is of another type; without that one it comes to the next.
    let mut value = Cow::Borrowed(value);
    loop {
        misfits.types = Types::default();
        let (path, message) = match round_trip(&value, &misfits.types) {
            Ok(back) => {
                misfits.compare(&value, &back, &mut Vec::new());
                break;
            }
            Err(wrong) => wrong,
        };
        let Cow::Owned(own) = &mut value else {
            // Types are known by where values stand, and the copy that is changed stands elsewhere.
            value.to_mut();
            continue;
        };
        let is_new = !misfits.taken_out.has(&path);
        let is_last = is_new && misfits.taken_out.count() + 1 == MOST;
        if is_new {
            let hint = is_last.then(|| format!("mend these {MOST} first: others may follow"));
            misfits.found.push(Misfit { path: path.clone(), message, wrong: Wrong::Value, hint });
        }
        if is_last || !misfits.taken_out.take(own, path) {
            break;
        }
    }
    misfits.judge(&value, &mut Vec::new());
    misfits.found
}

/// What was found of an object so far, and the types that its parts were read as.
#[derive(Default)]
struct Misfits {
    types: Types,
    found: Vec<Misfit>,
    /// Values of another type, which are told.
    taken_out: TakenOut,
}

impl Misfits {
    /// A key that was lost is unknown, one that was gained is required, another value was coerced.
    fn compare(&mut self, given: &Value, back: &Value, path: &mut Vec<String>) {
        match (given, back) {
            (Value::Object(map), Value::Object(back)) => {
                for (key, value) in map {
                    path.push(key.clone());
                    match back.get(key) {
                        // What is null is not there, as the API has it.
                        _ if value.is_null() => {}
                        Some(back) => self.compare(value, back, path),
                        None => {
                            let hint = did_you_mean(key, self.types.known(given).iter().copied());
                            self.say(path, Wrong::Field, " is not a field of the API", hint);
                        }
                    }
                    path.pop();
                }
                for key in back.keys().filter(|key| map.get(*key).is_none_or(Value::is_null)) {
                    path.push(key.clone());
                    let is_told = self.taken_out.has(path);
                    path.pop();
                    if !is_told {
                        self.say(path, Wrong::Missing, &format!(" misses the required field `{key}`"), None);
                    }
                }
            }
            (Value::Array(given), Value::Array(back)) if given.len() == back.len() => {
                for (index, (value, back)) in given.iter().zip(back).enumerate() {
                    path.push(index.to_string());
                    self.compare(value, back, path);
                    path.pop();
                }
            }
            _ if given == back => {}
            // A quantity may be a number, as in `cpu: 1.0`.
            (Value::Number(_), Value::String(_))
                if millis_of_value(given).is_some() && millis_of_value(given) == millis_of_value(back) => {}
            _ => self.say(path, Wrong::Value, &format!(" is read by the API as `{back}`, not as `{given}`"), None),
        }
    }

    /// Whatever is of a type, and is not taken by it.
    fn judge(&mut self, value: &Value, path: &mut Vec<String>) {
        let of = self.types.of(value).map_or("", |found| found.name);
        if of == "Quantity" {
            self.judge_quantity(value, path);
        }
        self.judge_fields(of, value, path);
        for Clash { below, why, hint } in clashes(of, value) {
            let path: Vec<String> = path.iter().cloned().chain(below).collect();
            self.say(&path, Wrong::Value, &why, hint);
        }
        let mut each = |key: String, value: &Value| {
            path.push(key);
            self.judge(value, path);
            path.pop();
        };
        match value {
            Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| each(index.to_string(), item)),
            Value::Object(map) => map.iter().for_each(|(key, value)| each(key.clone(), value)),
            _ => {}
        }
    }

    /// What the fields of a value of that type do not take.
    fn judge_fields(&mut self, of: &str, value: &Value, path: &mut Vec<String>) {
        for (field, takes) in fields(of) {
            let Some(value) = value.get(field) else { continue };
            path.push((*field).to_owned());
            for Refused { below, why, hint } in takes.refused(value) {
                let wrong = if takes.is_name() { Wrong::Name } else { Wrong::Value };
                let message = format!("`{}`{why}", path.join("."));
                self.put(Misfit { path: path.iter().cloned().chain(below).collect(), message, wrong, hint });
            }
            path.pop();
        }
    }

    /// What is neither a number nor a text is told by the types.
    fn judge_quantity(&mut self, value: &Value, path: &[String]) {
        let written = match value {
            Value::Number(number) => number.to_string(),
            Value::String(text) => shown(text),
            _ => return,
        };
        match millis_of_value(value) {
            None => self.say(path, Wrong::Value, &format!(" is {written}, which is no quantity"), None),
            Some(amount) if amount < 0 => {
                self.say(path, Wrong::Value, &format!(" is {written}, and the API takes 0 or more"), None);
            }
            Some(_) => {}
        }
    }

    fn say(&mut self, path: &[String], wrong: Wrong, what: &str, hint: Option<String>) {
        let place = if path.is_empty() { "the object".to_owned() } else { format!("`{}`", path.join(".")) };
        self.put(Misfit { path: path.to_vec(), message: format!("{place}{what}"), wrong, hint });
    }

    /// What stands in for a value that is told already says nothing of itself.
    fn put(&mut self, misfit: Misfit) {
        if !self.taken_out.has(&misfit.path) {
            self.found.push(misfit);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn messages(found: Vec<Misfit>) -> Vec<String> {
        found.into_iter().map(|misfit| misfit.message).collect()
    }

    #[test]
    fn the_place_of_a_key_with_a_dot_is_told() {
        let metadata = json!({"name": "web", "annotations": {"prometheus.io/port": 8080}});
        let found = misfits("v1", "Service", &json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata}));
        let paths: Vec<Vec<String>> = found.into_iter().map(|misfit| misfit.path).collect();
        assert_eq!(paths, [["metadata", "annotations", "prometheus.io/port"]]);
    }

    #[test]
    fn what_every_object_has_is_judged_of_custom_resources_too() {
        let metadata =
            json!({"name": "Web_X", "namespace": "a.b", "labels": {"app": "a b"}, "annotations": {"a b": ""}});
        let judged = |api_version, kind| misfits(api_version, kind, &json!({"metadata": metadata, "spec": {"a": 1}}));
        let places: Vec<String> =
            judged("keda.sh/v1alpha1", "ScaledObject").iter().map(|misfit| misfit.path.join(".")).collect();
        assert_eq!(places, ["metadata.name", "metadata.annotations.a b", "metadata.labels.app", "metadata.namespace"]);
        assert_eq!(messages(judged("v1", "Project")), [""; 0]);
    }

    #[test]
    fn an_amount_may_be_any_number_from_0_on() {
        let asked = |cpu: Value| {
            let resources = json!({"requests": {"cpu": cpu}});
            let spec = json!({"containers": [{"name": "web", "resources": resources}]});
            let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec});
            messages(misfits("v1", "Pod", &pod))
        };
        for amount in [json!(1), json!(1.0), json!(0.50), json!(1e3), json!("0.5"), json!(0)] {
            assert_eq!(asked(amount.clone()), [""; 0], "{amount}");
        }
        let place = "`spec.containers.0.resources.requests.cpu`";
        assert_eq!(asked(json!("-1Gi")), [format!("{place} is `-1Gi`, and the API takes 0 or more")]);
        assert_eq!(asked(json!(-1)), [format!("{place} is -1, and the API takes 0 or more")]);
        assert_eq!(asked(json!("64MB")), [format!("{place} is `64MB`, which is no quantity")]);
    }
}
