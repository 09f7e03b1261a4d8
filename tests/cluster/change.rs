//! Changes of specs: every key, in every kind that takes it, from what is there to what else is valid.

use std::collections::BTreeMap;

use kubewright::manifest::Document;
use serde_json::{Map, Value, json};

use crate::made::made;
use crate::parallel::parallel;
use crate::random::{RandomSpec, keys};
use crate::sample::companions;
use crate::tape::{Tape, tape_of};
use crate::value::value;

/// Random specs that are changed key by key, always the same ones.
const RANDOM_SPECS: u64 = 12;
/// Values that are drawn for a key of a spec, and how many of those that are valid are tried.
const DRAWS: u64 = 8;
const TRIED: usize = 3;

/// A spec, and what it can become.
#[derive(Debug)]
pub(crate) struct Subject {
    /// The namespace of all its objects.
    pub(crate) namespace: String,
    /// What is written for it.
    pub(crate) old: Vec<Document>,
    pub(crate) changes: Vec<Change>,
}

/// A change of one key.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) key: &'static str,
    /// The specs before and after, for failures.
    pub(crate) told: String,
    /// What is written for the changed spec.
    pub(crate) new: Vec<Document>,
}

type Spec = Map<String, Value>;
/// A spec, and the key by which it differs.
type Changed = (&'static str, Spec);

/// Every subject: the least spec of each kind, the same with what must stand beside a key, and random ones.
pub(crate) fn subjects() -> Vec<Subject> {
    let mut wanted: BTreeMap<String, (Spec, Vec<Changed>)> = BTreeMap::new();
    let mut add = |old: &Spec, key: &'static str, new: Vec<Spec>| {
        let entry = wanted.entry(Value::Object(old.clone()).to_string());
        entry.or_insert_with(|| (old.clone(), Vec::new())).1.extend(new.into_iter().map(|new| (key, new)));
    };
    for least in least() {
        for (key, schema) in keys() {
            if let Some(beside) = beside(&least, key) {
                add(&least, key, with(&beside, key, schema));
                add(&beside, key, with(&beside, key, schema));
            }
        }
        let targets = ["1.33", "1.35", "1.36"].map(|target| put(&least, "kubernetes", json!(target)));
        add(&least, "kubernetes", targets.into());
    }
    for number in 0..RANDOM_SPECS {
        let random = random(number);
        for (key, schema) in keys().filter(|(key, _)| random.contains_key(*key)) {
            let mut without = random.clone();
            without.remove(key);
            add(&random, key, with(&random, key, schema).into_iter().chain([without]).collect());
        }
    }
    let numbered = wanted.into_values().enumerate();
    let mut subjects = parallel(numbered, |(number, (old, changes))| subject(number, &old, changes));
    subjects.sort_by(|one, other| {
        one.as_ref().map(|one| &one.namespace).cmp(&other.as_ref().map(|other| &other.namespace))
    });
    subjects.into_iter().flatten().filter(|subject| !subject.changes.is_empty()).collect()
}

/// What is written for a spec and its changes, where those are valid and change anything.
fn subject(number: usize, old: &Spec, changes: Vec<Changed>) -> Option<Subject> {
    let namespace = format!("subject-{number}");
    let written = |spec: &Spec| {
        let mut spec = spec.clone();
        spec.entry("namespace").or_insert_with(|| json!(namespace));
        let made = made(&Value::Object(spec).to_string()).ok()?;
        Some(made.into_iter().next()?.documents)
    };
    let texts = |documents: &[Document]| documents.iter().map(|document| document.text.clone()).collect::<Vec<_>>();
    let old_documents = written(old)?;
    let (mut found, mut seen): (Vec<Change>, Vec<(&str, Vec<String>)>) = (Vec::new(), Vec::new());
    for (key, new) in changes {
        let enough = found.iter().filter(|change| change.key == key).count() >= TRIED;
        let Some(documents) = Some(&new).filter(|_| !enough).and_then(written) else { continue };
        let made = (key, texts(&documents));
        if made.1 == texts(&old_documents) || seen.contains(&made) {
            continue;
        }
        seen.push(made);
        let told = format!("{key}: {} -> {}", Value::Object(old.clone()), Value::Object(new));
        found.push(Change { key, told, new: documents });
    }
    Some(Subject { namespace, old: old_documents, changes: found })
}

/// The least spec of each kind.
fn least() -> [Spec; 5] {
    ["Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job"].map(|kind| {
        let mut spec = json!({
            "version": 1, "kubernetes": "1.37", "name": "web", "image": "ghcr.io/acme/web:1.4.2", "kind": kind,
            "environments": {"production": {}},
        });
        match kind {
            "CronJob" => spec["schedule"] = json!("17 3 * * *"),
            "Job" => {}
            _ => {
                spec["port"] = json!(8080);
                spec["health"] = json!({"readiness": "/readyz", "liveness": "/livez"});
            }
        }
        spec.as_object().cloned().unwrap_or_default()
    })
}

/// A spec with what must stand beside a key for that to be valid and to show; none where that is for another
/// kind.
fn beside(least: &Spec, key: &str) -> Option<Spec> {
    let mut spec = least.clone();
    let volumes = json!({"alpha": "64Mi", "beta": "64Mi", "gamma-2": "64Mi"});
    let pool = json!({"nodeLabels": {"disk": "ssd"}});
    let data = json!({"size": "10Gi", "mount": "/var/lib/data", "class": "fast", "access": "ReadWriteMany"});
    let storage = json!({"data": data});
    let more = match key {
        "hostNetwork" => json!({"exceptions": {"host-network": "a test"}}),
        "hostPID" => json!({"exceptions": {"host-pid": "a test"}}),
        "immutableConfig" => json!({"config": {"LOG_LEVEL": "info"}}),
        "mounts" => json!({"volumes": volumes}),
        "pool" => json!({"pools": {"alpha": pool, "beta": pool, "gamma-2": pool}}),
        "pools" => json!({"pool": "alpha", "pools": {"alpha": pool, "beta": pool, "gamma-2": pool}}),
        "statefulSet" => json!({"storage": storage}),
        // Of every kind: a StatefulSet has claims of its pods, the others one of their own.
        "storage" => return Some(put(least, key, storage)),
        _ => json!({}),
    };
    for (key, value) in [companions(key), more].iter().filter_map(Value::as_object).flatten() {
        match key.as_str() {
            "kind" if spec["kind"] != *value => return None,
            // The namespace is that of the subject.
            "namespace" => {}
            _ if value.is_null() => drop(spec.remove(key)),
            _ => drop(spec.insert(key.clone(), value.clone())),
        }
    }
    Some(spec)
}

/// A spec with some values of a key, always the same ones.
fn with(spec: &Spec, key: &str, schema: &'static Value) -> Vec<Spec> {
    let drawn = (0..DRAWS).map(|draw| value(schema, &mut Tape::new(&tape_of(draw * 977 + key.len() as u64))));
    let patch = json!({"metadata": {"labels": {"more": "yes"}}});
    // What is drawn seldom or never.
    let stated = match key {
        "patches" => vec![json!({"more": {"target": {"kind": spec["kind"]}, "patch": patch}})],
        "hostUsers" | "immutableConfig" => vec![json!(true)],
        "rollout" => ["maxSurge", "maxUnavailable", "partition"].map(|key| json!({key: 2})).into(),
        "statefulSet" => vec![json!({"podManagementPolicy": "Parallel"})],
        "storage" => ["20Gi", "5Gi"].map(|size| json!({"data": {"size": size}})).into(),
        _ => Vec::new(),
    };
    stated.into_iter().chain(drawn).map(|value| put(spec, key, value)).collect()
}

/// A spec with a value of a key, laid over what it says of that.
fn put(spec: &Spec, key: &str, value: Value) -> Spec {
    let mut spec = spec.clone();
    lay(spec.entry(key).or_insert(Value::Null), value);
    spec
}

fn lay(below: &mut Value, above: Value) {
    match (below, above) {
        (Value::Object(below), Value::Object(above)) => {
            above.into_iter().for_each(|(key, value)| lay(below.entry(key).or_insert(Value::Null), value));
        }
        (below, above) => *below = above,
    }
}

/// A random spec: what it says for all environments, and for production.
fn random(number: u64) -> Spec {
    let text = RandomSpec::valid(&tape_of(number)).text();
    let parsed = kubewright::yaml::parse_documents("kubewright.yaml", &text).expect("it is YAML").remove(0);
    let mut spec = parsed.as_object().cloned().unwrap_or_default();
    let production = spec["environments"]["production"].take();
    spec["environments"] = json!({"production": production});
    spec.remove("namespace");
    spec
}
