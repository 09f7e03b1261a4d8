//! What is made of components is admitted, where a package has the definitions of its kinds.

use std::collections::BTreeSet;
use std::process::Command;
use std::slice;

use kubewright::yaml::parse_documents;
use serde_json::Value;

use crate::api::{Answer, Api};
use crate::cluster::{Cluster, eventually};
use crate::definitions::DEFINITIONS;
use crate::made::components_of;
use crate::namespace::namespace_object;
use crate::none;
use crate::output::Output;

#[test]
fn what_is_made_of_components_is_admitted_strictly_where_a_package_defines_its_kind() {
    let outputs = Output::of_cases(&[]);
    let cluster = Cluster::boot(0);
    let defined = define(&cluster);
    // The others of their group come with the control plane, or in no package.
    let is_known = |object: &Value| {
        let kind = object["kind"].as_str().unwrap_or_default();
        defined.contains(kind)
            || ["NetworkPolicy", "PodDisruptionBudget", "PodMonitor", "PrometheusRule"].contains(&kind)
    };
    let known: Vec<(&str, Value)> = outputs.iter().flat_map(objects).filter(|(_, object)| is_known(object)).collect();
    let namespaces: BTreeSet<&str> =
        known.iter().filter_map(|(_, object)| object["metadata"]["namespace"].as_str()).collect();
    cluster.create(&namespaces.into_iter().map(|name| namespace_object(name, "restricted")).collect::<Vec<_>>());
    let api = Api::of(&cluster);
    let refused = known.iter().filter_map(|(name, object)| match api.would_apply(object) {
        Answer::Takes(_) => None,
        answer => Some(format!("{name}: {} {}: {answer:?}", object["kind"], object["metadata"]["name"])),
    });
    none(&refused.collect::<Vec<_>>());
    let kinds: BTreeSet<&str> = known.iter().filter_map(|(_, object)| object["kind"].as_str()).collect();
    assert!(defined.iter().all(|kind| kinds.contains(kind.as_str())), "{defined:?} are defined, and {kinds:?} judged");
    let (_, mut database) = known.into_iter().find(|(_, object)| object["kind"] == "Cluster").expect("there is one");
    database["spec"]["instances"] = Value::from("three");
    assert!(matches!(api.would_apply(&database), Answer::Refuses(_)), "a definition is asked");
}

/// Brings the definitions that Go modules have; their kinds.
fn define(cluster: &Cluster) -> BTreeSet<String> {
    let mut kinds = BTreeSet::new();
    for (module, file) in DEFINITIONS {
        let told = Command::new("go").args(["mod", "download", "-json", module]).output().expect("there is go");
        let told: Value = serde_json::from_slice(&told.stdout).expect("go speaks JSON");
        let file = format!("{}/{file}", told["Dir"].as_str().unwrap_or_else(|| panic!("{module}: {told}")));
        cluster.must(&["apply", "--server-side", "--filename", &file], "");
        let text = std::fs::read_to_string(&file).expect("it is there");
        let definition = parse_documents(&file, &text).expect("YAML").remove(0);
        kinds.insert(definition["spec"]["names"]["kind"].as_str().expect("a kind").to_owned());
    }
    eventually(|| {
        let all = cluster.get(&["crd"]);
        let established = |definition: &Value| {
            let conditions = definition["status"]["conditions"].as_array().into_iter().flatten();
            conditions.clone().any(|condition| condition["type"] == "Established" && condition["status"] == "True")
        };
        all["items"].as_array().is_some_and(|items| items.iter().all(established)).then_some(())
    });
    kinds
}

/// The objects that are made of the components of an app.
fn objects(output: &Output) -> Vec<(&str, Value)> {
    let files = components_of(slice::from_ref(&output.made)).expect("the program's own templates");
    let resources = files.into_iter().filter(|(path, _)| path.contains("/resources/"));
    let read = |(path, text): (String, String)| parse_documents(&path, &text).expect("YAML");
    resources.flat_map(read).map(|object| (output.name.as_str(), object)).collect()
}
