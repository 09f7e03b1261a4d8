//! Every field that some Kubernetes versions lack is written for those that have it, and for no other.

// A spec that does not render ends the test with what is wrong.
#![allow(clippy::panic)]

use kubewright::app::{Below, VERSIONED_FIELDS, VersionedField};
use kubewright::generate::{GenerateError, Generated, Request, generate};
use kubewright::preset::Sources;
use kubewright::spec::Spec;
use kubewright::spec::types::KubernetesVersion;
use serde_json::Value;

#[test]
fn a_versioned_field_is_written_from_its_version_on() {
    for field in VERSIONED_FIELDS {
        for target in targets().filter(|target| *target >= field.since) {
            let made = made(field, target).unwrap_or_else(|error| panic!("{target}: {field:?}\n{error:#?}"));
            assert!(written(&made, field).is_some(), "{target}: {field:?}");
            assert!(!says(&made, "left out"), "{target}: {field:?}\n{:#?}", made.warnings);
        }
    }
}

#[test]
fn below_its_version_it_is_left_out_replaced_or_refused_and_never_in_silence() {
    for field in VERSIONED_FIELDS {
        for target in targets().filter(|target| *target < field.since) {
            let made = made(field, target);
            match (field.below, made) {
                (Below::LeftOut, Ok(made)) => {
                    assert_eq!(written(&made, field), None, "{target}: {field:?}");
                    assert!(says(&made, "left out"), "{target}: {field:?}");
                }
                (Below::Older(older), Ok(made)) => {
                    assert_eq!(written(&made, field), Some(older.into()), "{target}: {field:?}");
                }
                (Below::Refused, Err(GenerateError::Invalid(_))) => {}
                (_, made) => panic!("{target}: {field:?}\n{made:#?}"),
            }
        }
    }
}

struct Nothing;

impl Sources for Nothing {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("there is no such file".to_owned())
    }
}

fn targets() -> impl Iterator<Item = KubernetesVersion> {
    ["1.33", "1.34", "1.35", "1.36", "1.37"].into_iter().map(|text| text.parse().expect("a version in range"))
}

/// What a spec with the field's answer generates for a target.
fn made(field: &VersionedField, target: KubernetesVersion) -> Result<Generated, GenerateError> {
    let (key, value) = field.answer;
    let kind = if field.field.0 == "StatefulSet" { "StatefulSet" } else { "Deployment" };
    let (first, below) = key.split_once('.').map_or((key, None), |(first, below)| (first, Some(below)));
    let nested = |below: &str| below.rsplit('.').fold(value.to_owned(), |value, key| format!("{{{key}: {value}}}"));
    let answer = match below.map(nested) {
        // An autoscaler must know how far it may go.
        Some(map) if first == "autoscaling" => format!("autoscaling: {{max: 9, {}", &map[1..]),
        map => format!("{first}: {}", map.as_deref().unwrap_or(value)),
    };
    let text = format!(
        "version: 1\nkubernetes: \"{target}\"\nname: web\nkind: {kind}\nimage: web:1\nport: 8080\nsize: small\n{answer}\n"
    );
    let spec = Spec::parse("kubewright.yaml", &text).unwrap_or_else(|problems| panic!("{text}\n{problems:#?}"));
    let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
    generate(&request, &["production".to_owned()], &Nothing).map(|mut made| made.remove(0))
}

/// The field's value in its object.
fn written(made: &Generated, field: &VersionedField) -> Option<Value> {
    let (kind, path) = field.field;
    let object = made.documents.iter().find(|document| document.identity.kind == kind).expect("the object is written");
    object.value.pointer(&format!("/{}", path.replace('.', "/"))).cloned()
}

fn says(made: &Generated, words: &str) -> bool {
    made.warnings.iter().any(|warning| warning.message.contains(words))
}
