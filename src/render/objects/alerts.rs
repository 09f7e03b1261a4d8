//! The PrometheusRule.

use serde::Serialize;

use crate::app::{App, Signal, Subject, signals};

use super::{Meta, Object};

#[derive(Serialize)]
struct PrometheusRule<'a> {
    meta: Meta,
    namespace: &'a str,
    app: &'a str,
    signals: Vec<Signal>,
    /// Where it is written what to do, with `{alert}` in the place of the alert's name.
    runbook: Option<&'a str>,
}

pub(super) fn object(app: &App) -> Option<Object<'_>> {
    let (alerts, namespace) = (app.alerts.as_ref()?, app.namespace.as_ref()?.as_str());
    let mut meta = Meta::new(app, "");
    meta.labels.extend(alerts.labels.clone());
    let app_name = app.name.as_str();
    let signals = signals(app, Subject { namespace, app: app_name });
    let context = PrometheusRule { meta, namespace, app: app_name, signals, runbook: alerts.runbook.as_deref() };
    Some(Object::new("monitoring/prometheusrule.yaml.tera", "prometheusrule.yaml", &context))
}
