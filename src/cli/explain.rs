//! `kubewright explain`: a value, who set it, where, and why.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::app::{build, computed, no_effect};
use crate::check::{RULES, rule};
use crate::preset::{Layer, LayerKind, Resolved, environment_layers, reason_at, resolve};
use crate::problem::{Place, nearest};
use crate::spec::{Layout, Spec, join_key, schema_at, spec_schema, split_key};

use super::args::Explain;
use super::explain_rule::explain_rule;
use super::failure::Failure;
use super::keys::unknown;
use super::report;
use super::session::{Session, no_environment};

/// One line of the answer.
struct Line {
    environment: String,
    key: String,
    value: Value,
    layer: String,
    place: Option<String>,
    reason: Option<String>,
    /// Why it changes nothing, where it does not.
    no_effect: Option<String>,
}

pub(crate) fn run(session: &Session, args: &Explain) -> Result<(), Failure> {
    if let Some(rule) = rule(&args.key) {
        return explain_rule(rule, session.json());
    }
    let parts = split_key(&args.key);
    let keys: Vec<&str> = parts.iter().map(String::as_str).collect();
    // The keys that say where values come from and where manifests go are no values themselves.
    let structural = match keys.as_slice() {
        [key @ ("organisation" | "layout")] => Some(&spec_schema()["properties"][*key]),
        ["preset"] => Some(&spec_schema()["$defs"]["Environment"]["properties"]["preset"]),
        _ => None,
    };
    let Some(schema) = structural.or_else(|| schema_at(&keys)) else {
        let near = nearest(&args.key, RULES.iter().map(|rule| rule.id)).filter(|_| args.key.contains('-'));
        let problem = unknown(&args.key);
        return Err(Failure::invalid(match near {
            Some(near) => problem.hint(format!("did you mean the rule `{near}`?")),
            None => problem,
        }));
    };
    let spec = session.find_spec()?;
    let names = match (&spec, &args.env) {
        (Some(spec), Some(name)) if !spec.environment_names().contains(name) => {
            return Err(Failure::invalid(no_environment(spec, name)));
        }
        (_, Some(name)) => vec![name.clone()],
        (Some(spec), None) => spec.environment_names(),
        (None, None) => super::draft::USUAL_ENVIRONMENTS.map(str::to_owned).to_vec(),
    };
    let mut lines = Vec::new();
    for name in names {
        match structural {
            Some(_) => lines.extend(spec.as_ref().and_then(|spec| origin(spec, &name, keys[0]))),
            None => lines.extend(explain(session, spec.as_ref(), &name, &keys)?),
        }
    }
    if session.json() {
        let values: Vec<Value> = lines
            .iter()
            .map(|line| json!({"environment": line.environment, "key": line.key, "value": line.value, "layer": line.layer, "place": line.place, "reason": line.reason, "noEffect": line.no_effect}))
            .collect();
        report::print(&format!(
            "{:#}\n",
            json!({"version": 1, "key": args.key, "description": schema["description"], "values": values})
        ))?;
    } else {
        report::print(&text(&args.key, schema, &lines))?;
    }
    Ok(())
}

/// What an environment starts from, its preset or the organisation's file, or how its files are laid out.
fn origin(spec: &Spec, environment: &str, key: &str) -> Option<Line> {
    let stated = match key {
        "preset" => spec.environment(environment).and_then(|environment| environment.preset.clone()),
        "layout" => spec.layout.map(|(layout, position)| (layout.to_string(), position)),
        _ => spec.organisation.clone(),
    };
    // An environment without a preset starts from that of its own name.
    let default = || match key {
        "preset" => Some(environment.to_owned()),
        "layout" => Some(Layout::default().to_string()),
        _ => None,
    };
    let value = stated.as_ref().map(|(value, _)| value.clone()).or_else(default)?;
    let layer = if stated.is_none() {
        LayerKind::Default
    } else if key == "preset" {
        LayerKind::Environment
    } else {
        LayerKind::Spec
    };
    Some(Line {
        environment: environment.to_owned(),
        key: key.to_owned(),
        value: value.into(),
        layer: layer.to_string(),
        place: stated.as_ref().map(|(_, position)| Place::new(&spec.source, *position).to_string()),
        reason: stated.and_then(|(_, position)| reason_at(&spec.text, position?)),
        no_effect: None,
    })
}

fn explain(session: &Session, spec: Option<&Spec>, environment: &str, keys: &[&str]) -> Result<Vec<Line>, Failure> {
    let (layers, demands) = environment_layers(spec, environment, None, &session.project).map_err(Failure::Invalid)?;
    let resolved = resolve(&layers);
    let value = keys.iter().try_fold(&Value::Object(resolved.values.clone()), |value, key| value.get(*key)).cloned();
    let line = |key: &[&str], value: Value| line(environment, key, value, &resolved, &layers);
    let mut lines = match value {
        None => Vec::new(),
        // A map of one level tells who set each of its keys.
        Some(Value::Object(map)) if keys.len() == 1 && !map.is_empty() => {
            map.into_iter().map(|(child, value)| line(&[keys[0], &child], value)).collect()
        }
        Some(value) => vec![line(keys, value)],
    };
    // What no layer sets follows from the rest, once that is complete.
    let app = spec.and_then(|spec| build(&spec.name, environment, &resolved, &demands, &session.project).ok());
    for computed in computed() {
        let parts: Vec<&str> = computed.key.split('.').collect();
        let value = app.as_ref().and_then(|built| computed.value(&built.app));
        let first = resolved.values.get(parts[0]);
        let stated = parts[1..].iter().try_fold(first, |value, part| Some(value?.get(*part)));
        if parts.starts_with(keys) && stated.flatten().is_none() {
            lines.extend(value.map(|value| Line {
                environment: environment.to_owned(),
                key: computed.key.to_owned(),
                value,
                layer: "computation".to_owned(),
                place: None,
                reason: Some(format!("nobody states it: {}", computed.formula)),
                no_effect: None,
            }));
        }
    }
    for one in app.iter().flat_map(|built| &built.app.main.configuration.derived).filter(|one| !one.overruled) {
        let key = ["config", one.variable];
        if key.starts_with(keys) {
            lines.push(Line {
                environment: environment.to_owned(),
                key: join_key(&key),
                value: one.value.clone().into(),
                layer: "computation".to_owned(),
                place: None,
                reason: Some(format!("`runtime` asks for it: {}", one.formula.replace('\n', " "))),
                no_effect: None,
            });
        }
    }
    for component in app.iter().flat_map(|built| &built.app.components) {
        for (variable, told) in &component.variables {
            let key = [told.key(), variable.as_str()];
            let is_stated = resolved.values.get(key[0]).is_some_and(|values| values.get(key[1]).is_some());
            if key.starts_with(keys) && !is_stated {
                let said = resolved.place(&join_key(&["components", &component.name]));
                lines.push(Line {
                    environment: environment.to_owned(),
                    key: join_key(&key),
                    value: told.value(),
                    layer: format!("component {}", component.name),
                    place: said.map(|place| place.to_string()),
                    reason: Some("it tells the app so; `variables` of the component gives it another name".to_owned()),
                    no_effect: None,
                });
            }
        }
    }
    Ok(lines)
}

fn line(environment: &str, keys: &[&str], value: Value, resolved: &Resolved, layers: &[Layer]) -> Line {
    let known = resolved.origin(keys);
    let layer = known.map(|origin| &layers[origin.layer]);
    let reason = known
        .and_then(|origin| Some((origin.place.position?, layer?)))
        .and_then(|(position, layer)| reason_at(&layer.text, position));
    Line {
        environment: environment.to_owned(),
        key: join_key(keys),
        value,
        layer: known.map(|origin| origin.kind.to_string()).unwrap_or_default(),
        place: known.filter(|origin| origin.kind != LayerKind::Default).map(|origin| origin.place.to_string()),
        reason,
        no_effect: no_effect(keys, resolved),
    }
}

fn text(key: &str, schema: &Value, lines: &[Line]) -> String {
    let mut text = format!("{key}: {}\n", schema["description"].as_str().unwrap_or("a key of the spec"));
    if lines.is_empty() {
        text.push_str("\nnothing sets it\n");
    }
    for line in lines {
        let _ = writeln!(text, "\n{}: {} = {}", line.environment, line.key, crate::yaml::inline(&line.value));
        let place = line.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
        let _ = writeln!(text, "  set by  {}{place}", line.layer);
        if let Some(reason) = &line.reason {
            let _ = writeln!(text, "  because {reason}");
        }
        if let Some(why) = &line.no_effect {
            let _ = writeln!(text, "  but     {why}");
        }
    }
    text
}
