//! Every value of a chart, set to another one at random: it changes the fields that have its name, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use kubewright::manifest::{Difference, differences};
use kubewright::yaml::parse;
use serde_json::{Value, json};

use super::charts::{Chart, Written};
use super::fields_of_values::fields;
use super::parallel::parallel;
use crate::tape::{Tape, tape_of};

/// A chart whose values are set, the kind of its workload, and the way from there to its pods.
pub(crate) struct Sample {
    pub(crate) case: &'static str,
    pub(super) kind: &'static str,
    pub(super) pods: &'static str,
}

pub(crate) const SAMPLES: &[Sample] = &[
    Sample { case: "web", kind: "Deployment", pods: "spec.template" },
    Sample { case: "ingress", kind: "Deployment", pods: "spec.template" },
    Sample { case: "database-proxy", kind: "Deployment", pods: "spec.template" },
    Sample { case: "stateful-database", kind: "StatefulSet", pods: "spec.template" },
    Sample { case: "nightly-backup", kind: "CronJob", pods: "spec.jobTemplate.spec.template" },
];

/// What values say that do not change a field of one name: who the release is, and what only `helm test` reads.
const ELSEWHERE: [&str; 3] = ["nameOverride", "fullnameOverride", "tests"];

/// Words of which one is another value, where not any text is.
const WORDS: [&str; 3] = ["none", "preferred", "required"];

/// What setting each value of a chart does that it should not, or does not do that it should; and how many
/// values there are.
pub(crate) fn judge(sample: &Sample) -> Result<(usize, Vec<String>), String> {
    let chart = Chart::case(sample.case)?;
    let written = chart.write()?;
    let text = &chart.0.tree["deploy/chart/values.yaml"];
    let values = parse("values.yaml", text).map_err(|problems| format!("{problems:?}"))?.to_value();
    let mut leaves = Vec::new();
    collect(&values, &mut Vec::new(), &mut leaves);
    leaves.retain(|path| !ELSEWHERE.contains(&path[0].as_str()));
    let count = leaves.len();
    let started: BTreeSet<Option<&str>> = leaves.iter().map(|path| switched_on(&values, path)).collect();
    let render = |on: Option<_>| {
        let switch = |top: &str| json!({ top: {"enabled": true} });
        Ok((on, written.with_values(&on.map_or(json!({}), switch))?))
    };
    let before: BTreeMap<_, _> = parallel(started, render).into_iter().collect::<Result<_, String>>()?;
    let judged = parallel(leaves.iter().enumerate(), |(number, path)| {
        let told = |failure: String| format!("{} {}: {failure}", sample.case, path.join("."));
        let before = &before[&switched_on(&values, path)];
        judge_one(sample, &chart, &written, &values, before, path, number as u64).err().map(told)
    });
    Ok((count, judged.into_iter().flatten().collect()))
}

/// What is switched off and has to be switched on first, so that a value is of use.
fn switched_on<'a>(values: &Value, path: &'a [String]) -> Option<&'a str> {
    let is_off = values[&path[0]].get("enabled").is_some_and(|enabled| enabled == false);
    (is_off && path[1] != "enabled").then_some(&path[0])
}

fn judge_one(
    sample: &Sample,
    chart: &Chart,
    written: &Written,
    values: &Value,
    before: &[Value],
    path: &[String],
    number: u64,
) -> Result<(), String> {
    let app = &chart.0.app;
    let mut after = json!({ path[0].clone(): values[&path[0]] });
    if let Some(top) = switched_on(values, path) {
        after[top]["enabled"] = true.into();
    }
    let leaf = path.iter().try_fold(&mut after, |value, key| match value {
        Value::Array(items) => key.parse::<usize>().ok().and_then(|index| items.get_mut(index)),
        value => value.get_mut(key),
    });
    let leaf = leaf.ok_or("the value is not there")?;
    let (other, marker) = another(leaf, path, &mut Tape::new(&tape_of(number)));
    *leaf = other;
    let after = written.with_values(&after)?;
    let changes = changes(before, &after);
    let told = |why: &str| Err(format!("{why}: {changes:?}"));
    if changes.is_empty() {
        return told("nothing follows");
    }
    let fields = fields(sample, app, path).ok_or("no field is known for it")?;
    let is_one = |change: &String| {
        fields.iter().any(|field| {
            let kind = change.split(' ').next().unwrap_or_default();
            let field = field.replace("ALL", kind);
            // Which of the init containers it is says its name.
            let rest = match field.split_once("[*]") {
                Some((head, tail)) => {
                    let below = change.strip_prefix(head).and_then(|rest| rest.split_once(']'));
                    below.and_then(|(_, rest)| rest.strip_prefix(tail))
                }
                None => change.strip_prefix(field.as_str()),
            };
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    };
    if let Some(stranger) = changes.iter().find(|change| !is_one(change)) {
        return told(&format!("`{stranger}` is none of {fields:?}"));
    }
    match marker {
        Some(marker) if !Value::from(after).to_string().contains(&marker) => told(&format!("`{marker}` is nowhere")),
        _ => Ok(()),
    }
}

/// Numbers of a chart of which `null` makes something else than nothing: the field is left out, or the schema asks for
/// the value. How many of both there are stands beside them.
pub(crate) fn taken_back(sample: &Sample) -> Result<([usize; 2], Vec<String>), String> {
    let chart = Chart::case(sample.case)?;
    let written = chart.write()?;
    let values = parse("values.yaml", &chart.0.tree["deploy/chart/values.yaml"]);
    let values = values.map_err(|problems| format!("{problems:?}"))?.to_value();
    let mut leaves = Vec::new();
    collect(&values, &mut Vec::new(), &mut leaves);
    let at = |path: &[String]| path.iter().try_fold(&values, |value, key| value.get(key)).is_some_and(Value::is_number);
    leaves.retain(|path| at(path));
    let judged = parallel(leaves, |path| {
        let on = switched_on(&values, &path).map_or(json!({}), |top| json!({ top: {"enabled": true} }));
        let mut set = on.clone();
        let leaf = path.iter().fold(&mut set, |value, key| &mut value[key]);
        *leaf = Value::Null;
        let told = |failure: &str| Err(format!("{} {}: {failure}", sample.case, path.join(".")));
        match written.with_values(&set) {
            Err(why) if path.last().is_some_and(|name| why.contains(&format!("missing property '{name}'"))) => Ok(1),
            Err(why) => told(&why),
            Ok(after) => {
                let found: Vec<_> = written.with_values(&on)?.iter().zip(&after).flat_map(fields_between).collect();
                let is_gone = !found.is_empty() && found.iter().all(|field| field.to.is_none());
                if is_gone { Ok(0) } else { told(&format!("{found:?}")) }
            }
        }
    });
    let (mut counts, mut failures) = ([0; 2], Vec::new());
    for one in judged {
        match one {
            Ok(which) => counts[which] += 1,
            Err(failure) => failures.push(failure),
        }
    }
    Ok((counts, failures))
}

/// Texts and lists that an object cannot do without, each with a chart that has it.
const NEEDED: [(&str, &str); 5] = [
    ("web", "image.repository"),
    ("ingress", "ingress.host"),
    ("nightly-backup", "schedule"),
    ("alerts", "externalCheck.prober"),
    ("alerts", "externalCheck.targets"),
];

/// Values that an object cannot do without, and that nobody asks for when `null` takes them back.
pub(crate) fn not_asked_for() -> Result<Vec<String>, String> {
    let judge = |(case, name): &(&str, &str)| {
        let (top, below) = name.split_once('.').unwrap_or((name, ""));
        let set = match below {
            "" => json!({ top: null }),
            below if top == "image" => json!({ top: { below: null } }),
            below => json!({ top: { "enabled": true, below: null } }),
        };
        let missing = format!("missing property '{}'", if below.is_empty() { top } else { below });
        Ok(match Chart::case(case)?.write()?.with_values(&set) {
            Err(why) if why.contains(&missing) => None,
            Err(why) => Some(format!("{case} {name}: {why}")),
            Ok(_) => Some(format!("{case} {name}: nobody asks for it")),
        })
    };
    Ok(parallel(NEEDED.iter(), judge).into_iter().collect::<Result<Vec<_>, String>>()?.into_iter().flatten().collect())
}

/// Where two forms of an object differ.
fn fields_between((before, after): (&Value, &Value)) -> Vec<Difference> {
    differences(before["kind"].as_str().unwrap_or_default(), before, after)
}

/// Values of a chart's environments that change nothing: the same comes of the file without them.
pub(crate) fn idle(sample: &Sample) -> Result<Vec<String>, String> {
    let chart = Chart::case(sample.case)?;
    let written = chart.write()?;
    let mut found = Vec::new();
    for (environment, _) in &chart.0.environments {
        let text = &chart.0.tree[&format!("deploy/chart/values-{environment}.yaml")];
        let values = parse("values.yaml", text).map_err(|problems| format!("{problems:?}"))?.to_value();
        let whole = written.with_values(&values)?;
        let mut leaves = Vec::new();
        collect(&values, &mut Vec::new(), &mut leaves);
        // A list is one value.
        leaves
            .iter_mut()
            .for_each(|path| path.truncate(path.iter().take_while(|key| key.parse::<u32>().is_err()).count()));
        leaves.dedup();
        let is_idle = |path: Vec<String>| -> Result<Option<String>, String> {
            let mut less = values.clone();
            let (last, above) = path.split_last().ok_or("the file holds no value")?;
            let map = above.iter().try_fold(&mut less, |value, key| value.get_mut(key)).and_then(Value::as_object_mut);
            map.and_then(|map| map.shift_remove(last)).ok_or("the value is not there")?;
            let same = changes(&whole, &written.with_values(&less)?).is_empty();
            Ok(same.then(|| format!("{} {environment}: {}", sample.case, path.join("."))))
        };
        let judged = parallel(leaves.into_iter().filter(|path| !path.is_empty()).collect::<Vec<_>>(), is_idle);
        found.extend(judged.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten());
    }
    Ok(found)
}

/// The paths of all scalars, and of maps and lists that hold nothing.
fn collect(value: &Value, path: &mut Vec<String>, leaves: &mut Vec<Vec<String>>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    if children.is_empty() {
        leaves.push(path.clone());
    }
    for (key, value) in children {
        path.push(key);
        collect(value, path, leaves);
        path.pop();
    }
}

/// Another value of the same type, and the text by which it is found again.
fn another(value: &Value, path: &[String], tape: &mut Tape<'_>) -> (Value, Option<String>) {
    let word = format!("other-{}", tape.below(250));
    let named = json!({
        "name": word, "mountPath": format!("/{word}"), "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": word},
    });
    let is_peer = path.first().is_some_and(|top| top == "networkPolicy");
    match value {
        Value::Bool(is) => ((!is).into(), None),
        Value::Number(number) => {
            let other = number.as_u64().unwrap_or_default() + 1 + tape.below(200) as u64;
            (other.into(), Some(other.to_string()))
        }
        Value::String(text) if WORDS.contains(&text.as_str()) => {
            let others: Vec<&str> = WORDS.into_iter().filter(|other| other != text).collect();
            (tape.one_of(&others).into(), None)
        }
        Value::Array(_) => (json!([named]), Some(word)),
        // A rule or a peer that says nothing is one that says something, and so is a map of texts.
        Value::Object(_) if is_peer => (json!({"ports": [{"port": 1234}]}), Some("1234".to_owned())),
        Value::Object(_) => (json!({"example.com/key": word}), Some(word)),
        Value::String(_) | Value::Null => (word.as_str().into(), Some(word)),
    }
}

/// The fields that differ, with the kinds of their objects, and the objects that come and go.
pub(crate) fn changes(before: &[Value], after: &[Value]) -> Vec<String> {
    let kind = |object: &Value| object["kind"].as_str().unwrap_or_default().to_owned();
    let same = |one: &Value, other: &Value| {
        one["kind"] == other["kind"] && one["metadata"]["name"] == other["metadata"]["name"]
    };
    let mut found = Vec::new();
    for object in before {
        match after.iter().find(|other| same(object, other)) {
            Some(other) => {
                let fields = differences(&kind(object), object, other);
                found.extend(fields.iter().map(|field| format!("{} {}", kind(object), field.path)));
            }
            None => found.push(format!("-{}", kind(object))),
        }
    }
    let new = after.iter().filter(|object| !before.iter().any(|other| same(object, other)));
    found.extend(new.map(|object| format!("+{}", kind(object))));
    found
}
