//! How what a project publishes in place of a chart gets into the cluster.

use indexmap::IndexMap;
use serde::Serialize;

use crate::app::{App, Component};
use crate::catalog::Kustomization;
use crate::render::{Engine, RenderError};
use crate::spec::Install;
use crate::yaml;

use super::{FOLDER, context, shared_labels};

/// What the templates are told.
#[derive(Serialize)]
struct Told<'a> {
    title: &'a str,
    about: &'a str,
    /// The component's name.
    name: &'a str,
    /// Where it is installed.
    namespace: &'a str,
    labels: IndexMap<String, String>,
    /// The path of the file that the template makes.
    path: &'a str,
    published: ToldKustomization<'a>,
}

#[derive(Serialize)]
struct ToldKustomization<'a> {
    /// Name of the Deployment in it.
    name: &'a str,
    version: &'a str,
    repository: &'a str,
    path: &'a str,
    image: &'a str,
    tag: &'a str,
    manifest: &'a str,
    source: &'a str,
}

/// The file that installs what the project of a component publishes; none where it has charts, or somebody else installs it.
pub(super) fn published(
    engine: &mut Engine,
    app: &App,
    component: &Component,
) -> Result<Option<(String, String)>, RenderError> {
    let Some(published) = &component.data.kustomization else { return Ok(None) };
    // Helm installs charts alone.
    let (ending, template) = match component.install {
        Install::None => return Ok(None),
        Install::Helm => ("sh", "tooling/components/install.sh.tera"),
        Install::ArgoCd => ("yaml", "tooling/components/git-application.yaml.tera"),
        Install::Flux => ("yaml", "tooling/components/git-kustomization.yaml.tera"),
    };
    let path = format!("{FOLDER}/{}/install/{}.{ending}", app.environment, component.name);
    let Kustomization { name, version, repository, path: folder, image, tag, manifest, source } = published;
    let told = Told {
        title: &component.data.title,
        about: &component.data.about,
        name: &component.name,
        namespace: &component.namespace,
        labels: shared_labels(app, component),
        path: &path,
        published: ToldKustomization { name, version, repository, path: folder, image, tag, manifest, source },
    };
    engine.load(&[template])?;
    let text = engine.render(template, &context(&told))?;
    if ending == "yaml" {
        let read = yaml::parse_documents(&engine.source(template), &text);
        read.map_err(|problem| engine.blame(template, vec![problem]))?;
    }
    Ok(Some((path, text)))
}
