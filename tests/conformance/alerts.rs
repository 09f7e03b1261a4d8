//! Alerts, judged by Prometheus' own tool: whether it reads them, and whether they fire when they should and at no
//! other time. A file of `alerts/` is a test of promtool's, named after a case and an environment, whose rules it is
//! given beside it as `rules.yaml`.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::cases::Rendering;
use super::charts::Chart;
use super::command::output;
use super::components::Made;
use super::tools::Tools;

/// What a PrometheusRule holds for the server, and where it comes from.
pub(crate) struct Rules {
    /// The case and the environment.
    pub(crate) name: String,
    spec: Value,
}

impl Rules {
    /// Those of all cases, examples and random specs, and of their components.
    pub(crate) fn all() -> Result<Vec<Self>, String> {
        let rules = |rendering: &Rendering| {
            let found = rendering.objects.iter().find(|object| object["kind"] == "PrometheusRule")?;
            let case = rendering.case.trim_start_matches("tests/cases/").replace('/', "-");
            Some(Self { name: format!("{case}@{}", rendering.env), spec: found["spec"].clone() })
        };
        let of_components = |made: &Made| made.rules().map(|(name, spec)| Self { name, spec }).collect::<Vec<_>>();
        let beside = Made::all()?.iter().flat_map(of_components).collect::<Vec<_>>();
        Ok(Rendering::all()?.iter().filter_map(rules).chain(beside).collect())
    }

    /// Rules that are made of some queries alone, so that these are read.
    pub(crate) fn of_queries(name: &str, queries: &[&str]) -> Self {
        let rule =
            |(place, expr): (usize, &&str)| serde_json::json!({"record": format!("query:{place}"), "expr": expr});
        let rules: Vec<Value> = queries.iter().enumerate().map(rule).collect();
        Self { name: name.to_owned(), spec: serde_json::json!({"groups": [{"name": "queries", "rules": rules}]}) }
    }

    /// Every expression.
    pub(crate) fn expressions(&self) -> Vec<&str> {
        let groups = self.spec["groups"].as_array().into_iter().flatten();
        let rules = groups.flat_map(|group| group["rules"].as_array().into_iter().flatten());
        rules.filter_map(|rule| rule["expr"].as_str()).collect()
    }

    /// Every alert, by its name.
    pub(crate) fn alerts(&self) -> Vec<&str> {
        let groups = self.spec["groups"].as_array().into_iter().flatten();
        let rules = groups.flat_map(|group| group["rules"].as_array().into_iter().flatten());
        rules.filter_map(|rule| rule["alert"].as_str()).collect()
    }

    /// The same with another expression of one alert.
    pub(crate) fn with(&self, alert: &str, expr: &str) -> Self {
        let mut spec = self.spec.clone();
        let groups = spec["groups"].as_array_mut().into_iter().flatten();
        let rules = groups.flat_map(|group| group["rules"].as_array_mut().into_iter().flatten());
        rules.filter(|rule| rule["alert"] == alert).for_each(|rule| rule["expr"] = expr.into());
        Self { name: self.name.clone(), spec }
    }

    /// Has promtool read them, as strictly as it can.
    pub(crate) fn check(&self) -> Result<(), String> {
        let folder = self.write()?;
        let mut promtool = Tools::installed()?.promtool();
        promtool.args(["check", "rules", "--lint=all", "--lint-fatal", "rules.yaml"]).current_dir(folder.path());
        output(&mut promtool, "").map(drop).map_err(|error| format!("{}: {error}", self.name))
    }

    /// The tests of when they fire, where there are any.
    pub(crate) fn tests(&self) -> Option<String> {
        fs_err::read_to_string(folder().join(format!("{}.yaml", self.name))).ok()
    }

    /// Has promtool run tests on them.
    pub(crate) fn test(&self, tests: &str) -> Result<(), String> {
        let folder = self.write()?;
        fs_err::write(folder.path().join("tests.yaml"), tests).map_err(|error| error.to_string())?;
        let mut promtool = Tools::installed()?.promtool();
        promtool.args(["test", "rules", "tests.yaml"]).current_dir(folder.path());
        output(&mut promtool, "").map(drop).map_err(|error| format!("{}: {error}", self.name))
    }

    fn write(&self) -> Result<tempfile::TempDir, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        // JSON is YAML.
        fs_err::write(folder.path().join("rules.yaml"), self.spec.to_string()).map_err(|error| error.to_string())?;
        Ok(folder)
    }
}

/// The names of all files of tests.
pub(crate) fn tested() -> Vec<String> {
    let files = fs_err::read_dir(folder()).expect("the folder is there").flatten();
    let mut names: Vec<String> =
        files.filter_map(|file| Some(file.file_name().to_str()?.strip_suffix(".yaml")?.to_owned())).collect();
    names.sort();
    names
}

/// What of the expressions in a chart does not follow a release of another name in another namespace.
pub(crate) fn strays(case: &str) -> Result<Vec<String>, String> {
    let chart = Chart::case(case)?;
    let (written, app) = (chart.write()?, chart.0.app.clone());
    let mut strays = Vec::new();
    for (environment, plain) in &chart.0.environments {
        let rules = |objects: &[Value]| objects.iter().find(|object| object["kind"] == "PrometheusRule").cloned();
        let Some(plain) = rules(plain) else { continue };
        let namespace = plain["metadata"]["namespace"].as_str().unwrap_or_default();
        let values = written.file(&format!("values-{environment}.yaml"));
        let found = rules(&written.template("other", Some("elsewhere"), &["-f", &values])?).unwrap_or_default();
        let name = format!("other-{app}");
        let expected = plain["spec"]
            .to_string()
            .replace(&format!(r#""namespace":"{namespace}""#), r#""namespace":"elsewhere""#)
            .replace(&format!(r#""app":"{app}""#), &format!(r#""app":"{name}""#))
            .replace(&format!(r#"namespace=\"{namespace}\""#), r#"namespace=\"elsewhere\""#)
            .replace(&format!(r#"=\"{app}\""#), &format!(r#"=\"{name}\""#))
            .replace(&format!(r#"=~\"{app}-"#), &format!(r#"=~\"{name}-"#))
            .replace(&format!(")-{app}-[0-9]+"), &format!(")-{name}-[0-9]+"));
        let expected: Value = serde_json::from_str(&expected).map_err(|error| error.to_string())?;
        if expected != found["spec"] {
            strays.push(format!("{case} {environment}: {:#}\n\nis not\n\n{expected:#}", found["spec"]));
        }
    }
    Ok(strays)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/alerts")
}
