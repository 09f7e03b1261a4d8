//! The dashboard of Grafana.

use serde::Serialize;
use serde_json::{Value, json};

use crate::app::{App, Panel, Subject, panels, where_it_is};
use crate::manifest::DASHBOARD_SUFFIX;

use super::{Meta, Object};

/// The label, and its value, by which the sidecar of kube-prometheus-stack's Grafana finds dashboards
/// (`grafana.sidecar.dashboards` in the values of that chart).
const LABEL: (&str, &str) = ("grafana_dashboard", "1");

/// The version of the format: Grafana brings older ones up to date as it loads them. What is written here is the same
/// up to 42 (`defaultDashboard` of the package @grafana/schema 13.2).
const SCHEMA_VERSION: u32 = 39;

/// Panels stand two in a row of 24 columns.
const WIDTH: usize = 12;
const HEIGHT: usize = 8;

#[derive(Serialize)]
struct Dashboard {
    meta: Meta,
    file: String,
    json: String,
}

pub(super) fn object(app: &App) -> Option<Object<'_>> {
    if !app.dashboard {
        return None;
    }
    let mut meta = Meta::new(app, DASHBOARD_SUFFIX);
    meta.labels.insert(LABEL.0.to_owned(), LABEL.1.to_owned());
    let context = Dashboard { meta, file: format!("{}.json", app.name), json: format!("{:#}", dashboard(app)) };
    Some(Object::new("monitoring/dashboard.yaml.tera", "dashboard.yaml", &context))
}

fn dashboard(app: &App) -> Value {
    let subject = Subject { namespace: "$namespace", app: app.name.as_str() };
    let panels: Vec<Value> = panels(app, subject).iter().enumerate().map(panel).collect();
    json!({
        "title": app.name.as_str(),
        "tags": ["kubewright"],
        "schemaVersion": SCHEMA_VERSION,
        "editable": true,
        "time": {"from": "now-6h", "to": "now"},
        "refresh": "1m",
        "templating": {"list": [
            {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus"},
            {
                "name": "namespace",
                "label": "Namespace",
                "type": "query",
                "datasource": source(),
                "query": {"query": format!("label_values({}, namespace)", where_it_is(app, subject)), "refId": "namespace"},
                // When the time range changes; in the order of the alphabet.
                "refresh": 2,
                "sort": 1,
            },
        ]},
        "panels": panels,
    })
}

fn source() -> Value {
    json!({"type": "prometheus", "uid": "${datasource}"})
}

fn panel((place, panel): (usize, &Panel)) -> Value {
    let targets: Vec<Value> = panel
        .series
        .iter()
        .enumerate()
        .map(|(at, series)| {
            // The letters that Grafana gives them.
            let id = char::from(b'A' + at as u8).to_string();
            json!({"refId": id, "expr": series.expr, "legendFormat": series.legend})
        })
        .collect();
    json!({
        "id": place + 1,
        "type": "timeseries",
        "title": panel.title,
        "description": panel.about,
        "datasource": source(),
        "gridPos": {"x": place % 2 * WIDTH, "y": place / 2 * HEIGHT, "w": WIDTH, "h": HEIGHT},
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "targets": targets,
    })
}
