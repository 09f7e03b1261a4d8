//! The objects that are made of a component for the app.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::json;

use crate::app::{App, Component};
use crate::catalog::{Alert, Manifest, Severity};
use crate::manifest::Document;
use crate::problem::Problem;
use crate::render::{Engine, RenderError};
use crate::spec::Install;
use crate::validate::is_own_group;
use crate::yaml;

use super::{FOLDER, Told, context};

/// The annotation by which Argo CD takes an object whose kind the cluster does not know yet
/// (`docs/user-guide/sync-options.md` of argoproj/argo-cd).
const SYNC_OPTIONS: &str = "argocd.argoproj.io/sync-options";

/// An object of a component.
pub(super) fn object(
    engine: &mut Engine,
    app: &App,
    component: &Component,
    manifest: &Manifest,
    told: &Told<'_>,
) -> Result<(String, String), RenderError> {
    let source = format!("component {}/{}", component.name, manifest.file);
    let text = engine.render_data(&source, &manifest.template, &context(told))?;
    finished(app, component, &manifest.file, Document::parse(&source, &manifest.file, text))
}

/// What the template of the app's own alerts is told, of a component.
#[derive(Serialize)]
struct ToldRule<'a> {
    meta: ToldMeta<'a>,
    namespace: &'a str,
    app: &'a str,
    runbook: Option<&'a str>,
    signals: [ToldSignal<'a>; 1],
}

#[derive(Serialize)]
struct ToldMeta<'a> {
    name: &'a str,
    namespace: &'a str,
    labels: IndexMap<String, String>,
    annotations: [(); 0],
    exemptions: [(); 0],
}

#[derive(Serialize)]
struct ToldSignal<'a> {
    name: &'a str,
    about: String,
    records: [(); 0],
    alerts: Vec<ToldAlert<'a>>,
}

/// An alert as the template of the app's own alerts is told of it.
#[derive(Serialize)]
struct ToldAlert<'a> {
    name: &'a str,
    expr: String,
    lasts: &'a str,
    severity: Severity,
    summary: String,
    description: &'a str,
}

/// The alerts of a component, where the app has some.
pub(super) fn alerts(
    engine: &mut Engine,
    app: &App,
    component: &Component,
    told: &Told<'_>,
) -> Result<Option<(String, String)>, RenderError> {
    const TEMPLATE: &str = "monitoring/prometheusrule.yaml.tera";
    let Some(asked) = &app.alerts else { return Ok(None) };
    let wanted = component.data.alerts.iter().filter(|alert| told.has(component, &alert.needs));
    let of = |alert: &'static Alert| ToldAlert {
        name: &alert.name,
        expr: component.filled(&alert.expr),
        lasts: &alert.lasts,
        severity: alert.severity,
        summary: component.filled(&alert.summary),
        description: &alert.description,
    };
    let alerts: Vec<ToldAlert<'_>> = wanted.map(of).collect();
    if alerts.is_empty() {
        return Ok(None);
    }
    let mut labels = told.labels.clone();
    labels.extend(asked.labels.clone());
    let about = format!("{}, for the app {}.", component.data.title, app.name);
    let meta = ToldMeta { name: told.name, namespace: told.namespace, labels, annotations: [], exemptions: [] };
    let signal = ToldSignal { name: told.name, about, records: [], alerts };
    let rule = ToldRule {
        meta,
        namespace: told.namespace,
        app: told.app,
        runbook: asked.runbook.as_deref(),
        signals: [signal],
    };
    engine.load(&[TEMPLATE])?;
    let text = engine.render(TEMPLATE, &context(&rule))?;
    let source = engine.source(TEMPLATE);
    let document = Document::parse(&source, "prometheusrule", text);
    finished(app, component, "prometheusrule", document).map(Some)
}

/// The path and the text of an object, as whoever applies it needs it.
fn finished(
    app: &App,
    component: &Component,
    file: &str,
    document: Result<Document, Vec<Problem>>,
) -> Result<(String, String), RenderError> {
    let for_it = |document| if component.install == Install::ArgoCd { for_argo_cd(document) } else { Ok(document) };
    let document = document.and_then(for_it).map_err(RenderError::Embedded)?;
    Ok((format!("{FOLDER}/{}/resources/{}-{file}.yaml", app.environment, component.name), document.text))
}

/// A custom resource as Argo CD takes it before its definition is there, which the operator brings along.
fn for_argo_cd(document: Document) -> Result<Document, Vec<Problem>> {
    if is_own_group(&document.identity.group) {
        return Ok(document);
    }
    let mut wanted = document.value.clone();
    let option = "SkipDryRunOnMissingResource=true";
    let options = &mut wanted["metadata"]["annotations"][SYNC_OPTIONS];
    *options = json!(options.as_str().map_or_else(|| option.to_owned(), |others| format!("{others},{option}")));
    let why = "Argo CD may meet it before the operator has brought its definition.";
    let text = yaml::rewrite(&document.text, &wanted, &|_, _, _| None, why);
    Document::parse(&document.source, &document.file, text)
}
