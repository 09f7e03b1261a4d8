//! Texts that a template engine, a shell or a YAML reader takes for something else, in every place of a spec
//! that takes a text.

use serde_json::{Map, Value, json};

/// What has to arrive byte for byte.
pub(crate) const TEXTS: &[&str] = &[
    "{{ .Values.x }}",
    "{{- fail \"x\" -}}",
    "}} {{",
    "{{/* x */}}",
    "$(VAR) ${VAR} $$",
    "---",
    "--- \n...\n",
    "12345678901234567890",
    "1e3",
    "012",
    "0x1F",
    "1_000",
    "null",
    "~",
    "yes",
    "on",
    "",
    " padded ",
    "a: b # c",
    "- item",
    "*alias &anchor !tag",
    "'\"\\`",
    "#!/bin/sh\nset -eu\nfor i in 1 2; do\n  echo \"{{ $i }}\"\ndone\n",
    "tab\tand\ttab",
    "line\n\n\nlines\n\n",
    "\u{2028}\u{85}\u{feff}",
    "🦀 ünï <b>&amp;</b>",
    "2026-01-01",
    "12:30:45",
    "@%|>",
];

/// Keys that are no words.
const KEYS: &[&str] = &["a.b", "a-b", "A_1", "y", "null", "012", "1e3", "1.5", "true"];

/// Files beside the spec, which it names by their numbers.
pub(crate) fn contents() -> Vec<Vec<u8>> {
    TEXTS.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// A spec with all of them in the base, and in the environment others for the same keys.
pub(crate) fn spec() -> String {
    let shifted = |by: usize| {
        let texts = TEXTS.iter().cycle().skip(by).take(TEXTS.len());
        let named = texts.enumerate().map(|(index, text)| (format!("TEXT_{index}"), Value::from(*text)));
        named.collect::<Map<_, _>>()
    };
    let keyed = |by: usize| {
        let texts = TEXTS.iter().cycle().skip(by);
        KEYS.iter()
            .zip(texts)
            .map(|(key, text)| (format!("example.com/{key}"), Value::from(*text)))
            .collect::<Map<_, _>>()
    };
    // Keys of ConfigMaps are no words either.
    let files = |by: usize| {
        let file =
            |(number, key): (usize, &&str)| (format!("/etc/web/{key}"), Value::from((number * 3 + by).to_string()));
        KEYS.iter().enumerate().map(file).collect::<Map<_, _>>()
    };
    let args = |by: usize| -> Vec<&str> {
        TEXTS.iter().cycle().skip(by).take(TEXTS.len()).copied().filter(|text| !text.is_empty()).collect()
    };
    let sides = |by: usize| {
        json!({
            "config": shifted(by),
            "configFiles": files(by),
            "podAnnotations": keyed(by),
            "command": ["/bin/sh", "-c", TEXTS[(22 + by) % TEXTS.len()]],
            "args": args(by),
            "patches": {
                "notes": {"target": {"kind": "Service"}, "patch": {"metadata": {"annotations": keyed(by + 7)}}},
                "workload": {"target": {"kind": "Deployment"}, "patch": {"metadata": {"annotations": keyed(by + 11)}}},
            },
        })
    };
    let mut spec = json!({
        "version": 1,
        "kubernetes": "1.35",
        "name": "web",
        "image": "ghcr.io/acme/web:1.4.2",
        "namespace": "shop",
        "port": 8080,
        "health": {"readiness": "/ready?a={{b}}", "liveness": "/live"},
        "environments": {"staging": {}, "production": sides(1)},
    });
    if let (Some(spec), Value::Object(sides)) = (spec.as_object_mut(), sides(0)) {
        spec.extend(sides);
    }
    spec.to_string()
}
