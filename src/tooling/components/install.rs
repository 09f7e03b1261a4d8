//! How the charts of a component get into the cluster.

use indexmap::IndexMap;
use serde::Serialize;

use crate::app::{App, Component};
use crate::catalog::Chart;
use crate::render::{Engine, RenderError};
use crate::spec::Install;
use crate::yaml;

use super::{FOLDER, Told, context, labels};

/// A chart as the templates of the installation are told of it.
#[derive(Serialize)]
struct Installed<'a> {
    name: &'a str,
    version: &'a str,
    repository: &'a str,
    source: &'a str,
    oci: bool,
    /// The name of its release.
    release: &'a str,
    /// The name of what installs it. All environments may have theirs in one cluster's namespace of the tool, so that of
    /// one app alone names its environment.
    installed_by: String,
    /// Its values as text; empty where there are none.
    values: String,
}

/// What the templates of an installation are told.
#[derive(Serialize)]
struct Installation<'a> {
    title: &'a str,
    about: &'a str,
    /// The component's name.
    name: &'a str,
    /// Where it is installed.
    namespace: &'a str,
    labels: IndexMap<String, String>,
    /// The name of the release of all of its charts, where they are in one.
    release: &'a str,
    folder: &'a str,
    charts: &'a [Installed<'a>],
}

/// How the charts of a component get into the cluster.
pub(super) fn installation(
    engine: &mut Engine,
    app: &App,
    component: &Component,
    told: &Told<'_>,
) -> Result<Vec<(String, String)>, RenderError> {
    let mut charts = Vec::new();
    for chart in component.data.charts.iter().filter(|chart| told.has(component, &chart.needs)) {
        charts.push(installed(engine, component, chart, told)?);
    }
    if charts.is_empty() {
        return Ok(Vec::new());
    }
    let folder = format!("{FOLDER}/{}/install/{}", app.environment, component.name);
    let of = |charts| Installation {
        title: &component.data.title,
        about: &component.data.about,
        name: &component.name,
        namespace: &component.namespace,
        labels: shared_labels(app, component),
        release: if component.data.namespace.is_some() { &component.name } else { &component.object },
        folder: &folder,
        charts,
    };
    let each = |engine: &mut Engine, template: &'static str| {
        let texts = charts.chunks(1).map(|chart| own_template(engine, template, &of(chart)));
        Ok(vec![(format!("{folder}.yaml"), texts.collect::<Result<Vec<_>, _>>()?.join("---\n"))])
    };
    match component.install {
        Install::None => Ok(Vec::new()),
        Install::ArgoCd => each(engine, "tooling/components/application.yaml.tera"),
        Install::Flux => each(engine, "tooling/components/helmrelease.yaml.tera"),
        Install::Helm => {
            let file = |engine: &mut Engine, name: &str, template| {
                Ok((format!("{folder}/{name}"), own_template(engine, template, &of(&charts))?))
            };
            Ok(vec![
                file(engine, "Chart.yaml", "tooling/components/chart.yaml.tera")?,
                file(engine, "values.yaml", "tooling/components/values.yaml.tera")?,
            ])
        }
    }
}

fn installed<'a>(
    engine: &mut Engine,
    component: &'a Component,
    chart: &'a Chart,
    told: &Told<'_>,
) -> Result<Installed<'a>, RenderError> {
    let name = format!("component {}/{}/values", component.name, chart.name);
    let values = engine.render_data(&name, &chart.values, &context(told))?;
    let is_shared = component.data.namespace.is_some();
    let release = if is_shared { &chart.name } else { &component.object };
    let environment = told.environment;
    Ok(Installed {
        name: &chart.name,
        version: &chart.version,
        repository: &chart.repository,
        source: &chart.source,
        oci: chart.repository.starts_with("oci://"),
        release,
        installed_by: if is_shared { release.clone() } else { format!("{release}-{environment}") },
        values: values.trim().to_owned(),
    })
}

fn own_template(engine: &mut Engine, template: &'static str, told: &Installation<'_>) -> Result<String, RenderError> {
    engine.load(&[template])?;
    let text = engine.render(template, &context(told))?;
    let read = yaml::parse_documents(&engine.source(template), &text);
    read.map_err(|problem| engine.blame(template, vec![problem]))?;
    Ok(text)
}

/// The labels of what installs a component: those of one that all apps share say nothing of this app, so that each app
/// writes the same.
pub(super) fn shared_labels(app: &App, component: &Component) -> IndexMap<String, String> {
    if component.data.namespace.is_none() {
        return labels(app, component);
    }
    let name = |key: &str| (format!("app.kubernetes.io/{key}"), component.name.clone());
    [name("name"), name("instance")]
        .into_iter()
        .chain([("app.kubernetes.io/managed-by".to_owned(), "kubewright".to_owned())])
        .collect()
}
