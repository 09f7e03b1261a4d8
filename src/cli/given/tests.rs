//! Flags and variables as they are read.

use super::*;

#[test]
fn reads_environment_key_and_value() {
    let read = assignment("--set", "production:config.URL=http://a:80/?b=c").expect("valid");
    let Answer::Value(read) = read else { unreachable!("a value was given") };
    assert_eq!(read.environment.as_deref(), Some("production"));
    assert_eq!((read.path, read.value), (vec!["config".to_owned(), "URL".to_owned()], "http://a:80/?b=c".into()));
}

#[test]
fn a_gateway_may_be_named_with_its_namespace() {
    let values = Values { flags: vec![("gateway", "infra/public".into())], ..Values::default() };
    let layers = Given::read(&values, &[], &mut Vec::new()).layers("x", true);
    let gateway = serde_json::json!({"namespace": "infra", "name": "public"});
    assert_eq!(layers[0].values.to_value(), serde_json::json!({"gateway": gateway}));
    for bad in ["infra/", "/public", "a/b/c"] {
        let values = Values { flags: vec![("gateway", bad.into())], ..Values::default() };
        let mut problems = Vec::new();
        Given::read(&values, &[], &mut problems);
        assert_eq!(problems.len(), 1, "{bad}: {problems:?}");
    }
}

#[test]
fn two_namespaces_of_one_gateway_are_refused() {
    let read = |namespace: &str| {
        let flags = vec![("gateway", "infra/public".into()), ("gateway-namespace", namespace.into())];
        let mut problems = Vec::new();
        Given::read(&Values { flags, ..Values::default() }, &[], &mut problems);
        problems.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(read("infra"), [""; 0]);
    let told = "--gateway-namespace: it says the namespace `other`, and `--gateway` says `infra` (hint: say it once)";
    assert_eq!(read("other"), [told]);
}

#[test]
fn a_component_is_named_with_how_it_is_installed() {
    let values = Values { flags: vec![("component", "valkey=flux".into())], ..Values::default() };
    let layers = Given::read(&values, &[], &mut Vec::new()).layers("x", true);
    let components = serde_json::json!({"valkey": {"as": "flux"}});
    assert_eq!(layers[0].values.to_value(), serde_json::json!({"components": components}));
    for (bad, word) in [("valkey", "NAME=HOW"), ("vlakey=flux", "did you mean `valkey`"), ("valkey=apt", "argo-cd")] {
        let values = Values { flags: vec![("component", bad.into())], ..Values::default() };
        let mut problems = Vec::new();
        Given::read(&values, &[], &mut problems);
        assert!(problems.len() == 1 && problems[0].to_string().contains(word), "{bad}: {problems:?}");
    }
}

#[test]
fn joins_repeated_items_and_names_the_flag_of_a_bad_value() {
    let values = Values { flags: vec![("calls", "a:1".into()), ("calls", "b:2".into())], ..Values::default() };
    let layers = Given::read(&values, &[], &mut Vec::new()).layers("x", true);
    assert_eq!(layers[0].values.to_value(), serde_json::json!({"calls": ["a:1", "b:2"]}));
    let bad = Values { flags: vec![("port", "0".into()), ("image", "web".into())], ..Values::default() };
    let mut problems = Vec::new();
    Given::read(&bad, &[], &mut problems);
    assert_eq!(problems.len(), 2);
    assert!(problems[0].to_string().starts_with("--port: `port` must be from 1"), "{problems:?}");
}
