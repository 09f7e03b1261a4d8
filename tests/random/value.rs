//! Random values that a schema allows.

use serde_json::{Map, Value};

use crate::sample::{WORD, sample_of};
use crate::slot::{forms, has_type, required};
use crate::tape::Tape;

/// A random value; that the schema allows it does not mean that it fits to all else.
pub(crate) fn value(schema: &'static Value, tape: &mut Tape<'_>) -> Value {
    let form = tape.one_of(&forms(schema));
    if !form["const"].is_null() {
        return form["const"].clone();
    }
    if let Some(names) = form["enum"].as_array() {
        return names[tape.below(names.len())].clone();
    }
    match form {
        _ if has_type(form, "string") => text(form["format"].as_str(), tape).into(),
        _ if has_type(form, "integer") => number(form, tape).into(),
        _ if has_type(form, "number") => tape.one_of(&[&form["minimum"], &form["maximum"]]).clone(),
        _ if has_type(form, "boolean") => tape.once_in(2).into(),
        _ if has_type(form, "array") => (0..=tape.below(2)).map(|_| value(&form["items"], tape)).collect(),
        _ => map(form, tape).into(),
    }
}

/// What must stand in a map, some of what may, and a few entries where any key may stand.
fn map(form: &'static Value, tape: &mut Tape<'_>) -> Map<String, Value> {
    let mut map = Map::new();
    let needed = required(form);
    for (key, schema) in form["properties"].as_object().into_iter().flatten() {
        if needed.contains_key(key) || tape.once_in(3) {
            // What is called so must be above all else.
            let given = if key == "max" { 90.into() } else { value(schema, tape) };
            map.insert(key.clone(), given);
        }
    }
    if form["additionalProperties"].is_object() {
        for _ in 0..=tape.below(2) {
            let key = value(&form["propertyNames"], tape);
            map.insert(key.as_str().unwrap_or(WORD).to_owned(), value(&form["additionalProperties"], tape));
        }
    }
    map
}

fn number(form: &Value, tape: &mut Tape<'_>) -> u64 {
    let bound = |key: &str, usual| form[key].as_u64().unwrap_or(usual);
    tape.one_of(&[2, 1, 3, 0, 7, 50]).clamp(bound("minimum", 0), bound("maximum", u64::MAX))
}

/// A valid text of a format.
fn text(format: Option<&str>, tape: &mut Tape<'_>) -> String {
    let texts: &[&str] = match format {
        Some("image") => &[
            "ghcr.io/acme/web:1.4.2",
            "registry.example.com:5000/team/app:2026-11-24",
            "ghcr.io/acme/web:1.4.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ],
        Some("container-path") => &["/tmp", "/var/lib/data", "/etc/app/settings.json", "/srv/www"],
        Some("http-path") => &["/healthz", "/readyz?full=1", "/"],
        Some("memory") => &["64Mi", "1Gi", "300M", "2Gi"],
        Some("cpu") => &["100m", "0.5", "2"],
        Some("cpu-limit") => &["none", "2", "4"],
        Some("time-span") => &["10s", "30s", "1m30s", "2m"],
        Some("share") => &["25%", "1%", "100%"],
        Some("label-key") => &["example.com/team", "tier", "a.b/c"],
        Some("variable-name") => &["LOG_LEVEL", "DB_HOST", "_X", "feature.flag"],
        Some("cron-schedule") => &["17 3 * * *", "*/5 * * * mon-fri", "@daily"],
        Some("time-zone") => &["Etc/UTC", "Europe/Berlin"],
        Some("kubernetes-version") => &["1.33", "1.35", "1.37"],
        Some("cidr") => &["10.0.0.0/8", "2001:db8::/32"],
        Some("host") => &["web.example.com", "shop.example.org"],
        // Words take turns, so that names meet and differ.
        format => {
            let sample = sample_of(format);
            return sample.replace(WORD, tape.one_of(&["alpha", "beta", "gamma-2"]));
        }
    };
    tape.one_of(texts).to_owned()
}
