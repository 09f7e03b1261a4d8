//! What a change says for pairs of objects, and that it makes exactly the other one.

use super::{Change, Identity, Operation};
use crate::yaml::{inline, parse};

fn between_texts(group: &str, kind: &str, from: &str, to: &str) -> (String, Vec<String>) {
    let value = |text: &str| parse("t", text).expect("valid").to_value();
    let identity = Identity { group: group.to_owned(), kind: kind.to_owned(), namespace: None, name: "web".to_owned() };
    let (from, to) = (value(from), value(to));
    let change = Change::between(&identity, &from, &to);
    assert_eq!(change.apply(&identity, &from), Some(to));
    let tell = |one: &Operation| {
        let value = one.value.as_ref().map(|value| format!(" {}", inline(value))).unwrap_or_default();
        format!("{} {}{value}", one.kind.name(), one.path)
    };
    (change.merge.as_ref().map(inline).unwrap_or_default(), change.operations.iter().map(tell).collect())
}

fn pods(from: &str, to: &str) -> (String, Vec<String>) {
    let pod = |spec: &str| format!("{{spec: {{template: {{spec: {spec}}}}}}}");
    let (merge, operations) = between_texts("apps", "Deployment", &pod(from), &pod(to));
    let inner = merge.strip_prefix("{spec: {template: {spec: ").map(|rest| rest[..rest.len() - 3].to_owned());
    (inner.unwrap_or(merge), operations)
}

fn merge_of(found: (String, Vec<String>)) -> String {
    assert_eq!(found.1, Vec::<String>::new());
    found.0
}

#[test]
fn a_patch_says_what_differs_and_takes_away_what_is_gone() {
    let of = |from: &str, to: &str| merge_of(between_texts("", "ConfigMap", from, to));
    assert_eq!(of("{data: {A: a, B: b, C: c}}", "{data: {A: a, B: x, D: d}}"), "{data: {B: x, C: null, D: d}}");
    assert_eq!(of("{data: {A: a}}", "{}"), "{data: null}");
    assert_eq!(of("{data: {A: a}}", "{data: {A: a}}"), "");
}

#[test]
fn items_of_containers_are_changed_by_their_names() {
    let from = "{containers: [{name: web, image: a, args: [v]}, {name: proxy, image: b}]}";
    assert_eq!(
        merge_of(pods(from, "{containers: [{name: web, image: a, args: [v, w]}, {name: proxy, image: b}]}")),
        "{containers: [{name: web, args: [v, w]}]}"
    );
    assert_eq!(
        merge_of(pods(from, "{containers: [{name: web, image: a, args: [v]}]}")),
        "{containers: [{name: proxy, $patch: delete}]}".replace("$patch", "\"$patch\"")
    );
}

#[test]
fn the_order_of_variables_is_kept_since_one_may_speak_of_another() {
    let env = |names: &str| {
        let items: Vec<String> = names.chars().map(|name| format!("{{name: {name}, value: v}}")).collect();
        format!("{{containers: [{{name: web, env: [{}]}}]}}", items.join(", "))
    };
    assert_eq!(merge_of(pods(&env("ab"), &env("xab"))), "{containers: [{name: web, env: [{name: x, value: v}]}]}");
    assert_eq!(
        merge_of(pods(&env("ab"), &env("axb"))),
        "{containers: [{name: web, env: [{name: a}, {name: x, value: v}]}]}"
    );
    // To name all that stands before it would take more lines than to say where it goes.
    assert_eq!(
        pods(&env("abcdefghijkl"), &env("abcdefghijklm")).1,
        [
            "test /spec/template/spec/containers/0/name web",
            "add /spec/template/spec/containers/0/env/- {name: m, value: v}"
        ]
    );
}

#[test]
fn a_short_list_is_replaced_and_a_long_one_changed_where_it_differs() {
    let rules = |host: &str| {
        let paths = "http: {paths: [{path: /a, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}, {path: /b, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}";
        format!("{{spec: {{rules: [{{host: {host}, {paths}}}]}}}}")
    };
    let found = between_texts("networking.k8s.io", "Ingress", &rules("a.example.com"), &rules("b.example.com"));
    assert_eq!(found, (String::new(), vec!["replace /spec/rules/0/host b.example.com".to_owned()]));
    let route = |host: &str| format!("{{spec: {{hostnames: [{host}]}}}}");
    assert_eq!(
        merge_of(between_texts("gateway.networking.k8s.io", "HTTPRoute", &route("a.b"), &route("c.d"))),
        "{spec: {hostnames: [c.d]}}"
    );
}

#[test]
fn items_of_one_name_are_left_alone() {
    let from = "{hostNetwork: true, imagePullSecrets: [{name: a}, {name: a}]}";
    let found = pods(from, &from.replace("true", "false"));
    assert_eq!(found, (String::new(), vec!["replace /spec/template/spec/hostNetwork false".to_owned()]));
}

#[test]
fn what_a_merge_cannot_say_is_said_by_operations() {
    let moved = between_texts(
        "",
        "ConfigMap",
        "{metadata: {name: a, namespace: x}, data: {A: a}}",
        "{metadata: {name: a}, data: {A: b}}",
    );
    assert_eq!(moved, ("{data: {A: b}}".to_owned(), vec!["remove /metadata/namespace".to_owned()]));
    let other = between_texts("acme.io", "Thing", "{spec: {a: {b: 1}}}", "{spec: {a: text}}");
    assert_eq!(other, (String::new(), vec!["replace /spec/a text".to_owned()]));
    let version = between_texts(
        "acme.io",
        "Thing",
        "{apiVersion: acme.io/v1, kind: Thing, a: 1}",
        "{apiVersion: acme.io/v2, kind: Thing, a: 2}",
    );
    assert_eq!(version.1, ["replace /apiVersion acme.io/v2", "replace /a 2"]);
}
