//! What the server makes of a changed object, and what the table of effects foretells.

use kubewright::manifest::{Break, Document, Effect};
use serde_json::{Value, json};

use crate::api::{Answer, Api};

/// What comes of applying a changed object over the one that runs.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    /// It becomes what it would be if it were new.
    Becomes {
        /// Whether the template of its pods is another than before.
        rolls: bool,
    },
    /// It is taken, and remains in some of the old one's ways.
    Keeps(String),
    /// A new one would be taken, a changed one is refused.
    Refused(String),
    /// Somebody else says otherwise of a field.
    Conflicts(String),
    /// A new one would be refused as well, for the same reasons.
    Invalid(String),
}

/// What the server makes of a changed object.
pub(crate) fn verdict(api: &Api, live: &Value, new: &Value) -> Verdict {
    let mut other = new.clone();
    other["metadata"]["name"] = json!("as-if-it-were-new");
    match (api.would_apply(new), api.would_apply(&other)) {
        (Answer::Takes(changed), Answer::Takes(fresh)) => match kept(&changed, &fresh, new) {
            Some(kept) => Verdict::Keeps(kept),
            None => Verdict::Becomes { rolls: changed["spec"]["template"] != live["spec"]["template"] },
        },
        (Answer::Takes(_), fresh) => Verdict::Invalid(format!("{fresh:?}")),
        (Answer::Conflicts(why), _) => Verdict::Conflicts(why),
        (Answer::Refuses(why), Answer::Refuses(fresh)) => {
            let more: Vec<String> = why.iter().filter(|why| !fresh.contains(why)).cloned().collect();
            if more.is_empty() { Verdict::Invalid(why.join("; ")) } else { Verdict::Refused(more.join("; ")) }
        }
        (Answer::Refuses(why), _) => Verdict::Refused(why.join("; ")),
    }
}

/// Whether the server lets a field change; none where nothing comes of it, or nothing valid.
pub(crate) fn lets_change(api: &Api, live: &Value, new: &Value) -> Option<bool> {
    match api.would_apply(new) {
        // What is a default can be taken out.
        Answer::Takes(changed) => (comparable(&changed) != comparable(live)).then_some(true),
        Answer::Refuses(why) => why.iter().any(|why| speaks_of_what_is_fixed(why)).then_some(false),
        Answer::Conflicts(_) => None,
    }
}

/// Whether the server refuses something since what is there cannot be changed.
fn speaks_of_what_is_fixed(said: &str) -> bool {
    const WORDS: [&str; 6] = [
        "field is immutable",
        "updates to statefulset spec for fields other than",
        "spec is immutable after creation",
        "cannot change roleRef",
        "may not change once set",
        "field can not be less than",
    ];
    WORDS.iter().any(|words| said.contains(words))
}

/// Whether a refusal is the one that a row of the table is about.
pub(crate) fn says_why(why: Break, said: &str) -> bool {
    let words: &[&str] = match why {
        Break::Selector => &["spec.selector: "],
        Break::StatefulSet => &["spec.podManagementPolicy: ", "spec.serviceName: "],
        Break::ClaimTemplates | Break::ClaimTemplatesShrunk => &["spec.volumeClaimTemplates: "],
        Break::Claim => &["spec is immutable after creation", "field can not be less than"],
        Break::ClusterIp => &["may not change once set"],
        Break::Job => &["spec.template: "],
        Break::RoleRef => &["roleRef: "],
        Break::ImmutableData => &["field is immutable when `immutable` is set"],
        Break::Identity
        | Break::ClaimRemoved
        | Break::NamespaceRemoved
        | Break::SecretRemoved
        | Break::WorkloadRemoved
        | Break::WayRemoved
        | Break::ReplicasDropped
        | Break::AutoscalerRemoved
        | Break::ScaledObjectRemoved => &[],
    };
    words.iter().any(|words| said.contains(words))
}

/// What of an object is not as it would be of a new one.
fn kept(changed: &Value, fresh: &Value, new: &Value) -> Option<String> {
    let (mut changed, mut fresh) = (comparable(changed), comparable(fresh));
    // Where the files say nothing of it, an autoscaler may have.
    if new["spec"]["replicas"].is_null() {
        changed["spec"]["replicas"] = Value::Null;
        fresh["spec"]["replicas"] = Value::Null;
    }
    let keys = || changed.as_object().into_iter().chain(fresh.as_object()).flat_map(|map| map.keys());
    keys().find(|key| changed[*key] != fresh[*key]).map(|key| {
        let inner: Vec<&String> =
            [&changed[key], &fresh[key]].into_iter().filter_map(Value::as_object).flat_map(|map| map.keys()).collect();
        match inner.into_iter().find(|inner| changed[key][*inner] != fresh[key][*inner]) {
            Some(inner) => format!("{key}.{inner}: {} for {}", changed[key][inner], fresh[key][inner]),
            None => format!("{key}: {} for {}", changed[key], fresh[key]),
        }
    })
}

/// An object without what the server alone says of it.
fn comparable(object: &Value) -> Value {
    let mut object = object.clone();
    let mut labels = object["metadata"]["labels"].take();
    // The server labels a Namespace with its name.
    if let Some(labels) = labels.as_object_mut() {
        labels.remove("kubernetes.io/metadata.name");
    }
    object["metadata"] = json!({"labels": labels});
    object.as_object_mut().expect("it is an object").remove("status");
    let is_job = object["kind"] == "Job";
    let spec = &mut object["spec"];
    if is_job {
        // The server labels a Job's pods with the names of that Job.
        spec["selector"] = Value::Null;
        let labels = spec["template"]["metadata"]["labels"].as_object_mut().expect("pods have labels");
        labels.retain(|key, _| !key.ends_with("controller-uid") && !key.ends_with("job-name"));
    }
    for allocated in ["clusterIP", "clusterIPs", "volumeName"] {
        if spec[allocated] != json!("None") && spec[allocated] != json!(["None"]) {
            spec[allocated] = Value::Null;
        }
    }
    object
}

/// What of a verdict was not foretold.
pub(crate) fn unforetold(old: &Document, new: &Document, verdict: &Verdict) -> Option<String> {
    let effect = Effect::between(old, new);
    let right = match (effect, verdict) {
        (Effect::NoRestart | Effect::MovesTraffic, Verdict::Becomes { rolls }) => !rolls,
        (Effect::RollsPods, Verdict::Becomes { rolls }) => *rolls,
        (Effect::Breaking(Break::ReplicasDropped), Verdict::Becomes { .. }) => true,
        (Effect::Breaking(Break::ReplicasDropped), _) => false,
        (Effect::Breaking(why), Verdict::Refused(said)) => says_why(why, said),
        _ => false,
    };
    (!right).then(|| format!("{}: {effect:?} was foretold, and it came to {verdict:?}", new.identity))
}
