//! A spec in which every hostile text of the base becomes every other one in an environment.

use serde_json::{Map, Value, json};

/// What templates, shells and readers of YAML take for something else.
const TEXTS: [&str; 30] = [
    "plain",
    "",
    " ",
    " a ",
    "{{ .Values.x }}",
    "{{- if x }}",
    "$(VAR)",
    "${VAR}",
    "---",
    "---\na: b\n",
    "...",
    "12345678901234567890",
    "1e3",
    "012",
    "0x1F",
    "1_000",
    "1.10",
    "12:30",
    "2026-01-01",
    "null",
    "~",
    "y",
    "on",
    "True",
    "#!/bin/sh\nset -e\n\techo \"$(id)\"\n\n",
    "a\n b\n  c",
    "- a",
    "{a: b}",
    "it's \"\\n\" #",
    "é🦀",
];

/// The spec: under each key one text for all environments, and another one in production.
pub(crate) fn spec() -> String {
    let (base, own) = (part(|index, _| TEXTS[index]), part(|_, other| TEXTS[other]));
    let mut spec = json!({
        "version": 1, "kubernetes": "1.35", "name": "web", "image": "ghcr.io/acme/web:1", "port": 8080,
        // Untouched in staging, so that all of the base goes through.
        "environments": {"staging": {}, "production": own},
    });
    if let (Value::Object(spec), Value::Object(base)) = (&mut spec, base) {
        spec.extend(base);
    }
    spec.to_string()
}

fn part(text: impl Fn(usize, usize) -> &'static str) -> Value {
    let pairs = || (0..TEXTS.len()).flat_map(|index| (0..TEXTS.len()).map(move |other| (index, other)));
    let map = |key: &dyn Fn(usize, usize) -> String| -> Map<String, Value> {
        pairs().map(|(index, other)| (key(index, other), text(index, other).into())).collect()
    };
    let list: Vec<&str> = (0..TEXTS.len()).map(|index| text(index, (index + 1) % TEXTS.len())).collect();
    let env: Vec<Value> = pairs()
        .map(|(index, other)| json!({"name": format!("E_{index}_{other}"), "value": text(index, other)}))
        .collect();
    let containers = json!([{"name": "web", "env": env}]);
    json!({
        "config": map(&|index, other| format!("K_{index}_{other}")),
        "podAnnotations": map(&|index, other| format!("example.com/a.b-{index}-{other}")),
        "command": ["sh", "-c", "exec \"$@\""],
        "args": list,
        "patches": {"env": {"target": {"kind": "Deployment"}, "patch": {"spec": {"template": {"spec": {"containers": containers}}}}}},
    })
}
