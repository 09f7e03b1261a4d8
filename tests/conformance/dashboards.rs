//! Dashboards, judged by Grafana's own types and, query by query, by Prometheus' own tool.

use std::collections::BTreeSet;

use kubewright::manifest::is_dashboard;
use serde_json::{Value, json};

use super::alerts::Rules;
use super::cases::Rendering;
use super::charts::Chart;
use super::command::output;
use super::tools::Tools;

/// A dashboard, and where it comes from.
pub(crate) struct Dashboard {
    /// The case and the environment.
    pub(crate) name: String,
    pub(crate) json: Value,
}

impl Dashboard {
    /// Those of all cases, examples and random specs.
    ///
    /// # Errors
    /// One that is no JSON.
    pub(crate) fn all() -> Result<Vec<Self>, String> {
        let mut found = Vec::new();
        for rendering in Rendering::all()? {
            let is_one = |object: &&Value| object["metadata"]["labels"]["grafana_dashboard"] == "1";
            for object in rendering.objects.iter().filter(is_one) {
                for text in object["data"].as_object().into_iter().flat_map(|data| data.values()) {
                    let json = serde_json::from_str(text.as_str().unwrap_or_default());
                    let json = json.map_err(|error| format!("{}: {error}", rendering.name()))?;
                    found.push(Self { name: rendering.name(), json });
                }
            }
        }
        Ok(found)
    }

    /// Every query of its panels.
    pub(crate) fn queries(&self) -> Vec<&str> {
        let panels = self.json["panels"].as_array().into_iter().flatten();
        let targets = panels.flat_map(|panel| panel["targets"].as_array().into_iter().flatten());
        targets.filter_map(|target| target["expr"].as_str()).collect()
    }

    /// What the namespaces are found by.
    pub(crate) fn found_by(&self) -> Vec<&str> {
        let variables = self.json["templating"]["list"].as_array().into_iter().flatten();
        let series = variables.filter_map(|variable| {
            variable["query"]["query"].as_str()?.strip_prefix("label_values(")?.strip_suffix(", namespace)")
        });
        series.collect()
    }

    /// Has promtool read its queries and what the namespaces are found by, as strictly as it can.
    pub(crate) fn check(&self) -> Result<(), String> {
        Rules::of_queries(&self.name, &[self.queries(), self.found_by()].concat()).check()
    }
}

/// Where the dashboard of a chart, released by another name into another namespace, is not that of plain manifests with
/// that name in it: in its file's name, its title and its queries.
pub(crate) fn strays(case: &str) -> Result<Vec<String>, String> {
    let chart = Chart::case(case)?;
    let (written, app) = (chart.write()?, chart.0.app.clone());
    let mut strays = Vec::new();
    for (environment, plain) in &chart.0.environments {
        let data = |objects: &[Value]| {
            let found = objects.iter().find(|object| is_dashboard(object));
            found.map(|object| object["data"].clone()).ok_or_else(|| format!("{case} {environment} has no dashboard"))
        };
        let values = written.file(&format!("values-{environment}.yaml"));
        let found = data(&written.template("other", Some("elsewhere"), &["-f", &values])?)?;
        let name = format!("other-{app}");
        let of_app = data(plain)?;
        let text = of_app[format!("{app}.json")].as_str().ok_or_else(|| format!("{case}: no `{app}.json`"))?;
        let expected = text
            .replace(&format!(r#""title": "{app}""#), &format!(r#""title": "{name}""#))
            .replace(&format!(r#"=\"{app}\""#), &format!(r#"=\"{name}\""#))
            .replace(&format!(r#"=~\"{app}-"#), &format!(r#"=~\"{name}-"#))
            .replace(&format!(")-{app}-[0-9]+"), &format!(")-{name}-[0-9]+"))
            .replace(&format!(r#"keda-hpa-{app}\""#), &format!(r#"keda-hpa-{name}\""#));
        let expected = json!({ format!("{name}.json"): expected });
        if expected != found {
            strays.push(format!("{case} {environment}: {found:#}\n\nis not\n\n{expected:#}"));
        }
    }
    Ok(strays)
}

/// The problems that Grafana's types have with each dashboard.
pub(crate) fn problems(dashboards: &[Value]) -> Result<Vec<Vec<String>>, String> {
    let lines: String = dashboards.iter().map(|dashboard| format!("{dashboard}\n")).collect();
    let printed = output(&mut Tools::installed()?.node("dashboards.mjs"), &lines)?;
    let problems = |line: &str| {
        let told: Value = serde_json::from_str(line).map_err(|error| format!("`{line}`: {error}"))?;
        let problems = told["problems"].as_array().ok_or_else(|| format!("`{line}` is no verdict"))?;
        Ok(problems.iter().map(ToString::to_string).collect())
    };
    let found: Vec<Vec<String>> = printed.lines().map(problems).collect::<Result<_, String>>()?;
    if found.len() == dashboards.len() { Ok(found) } else { Err("not every dashboard was judged".to_owned()) }
}

/// The names of the metrics in an expression: words before braces.
pub(crate) fn metrics(expr: &str) -> BTreeSet<&str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    let ends = expr.match_indices('{').map(|(at, _)| &expr[..at]);
    ends.map(|text| &text[text.rfind(|c| !is_word(c)).map_or(0, |at| at + 1)..])
        .filter(|name| name.contains('_') || *name == "up")
        .collect()
}
