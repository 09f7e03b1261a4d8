//! Which object is the dashboard of an app.

use serde_json::Value;

/// What the name of an app's dashboard ends with, behind the app's own.
pub const DASHBOARD_SUFFIX: &str = "-dashboard";

/// Whether an object is the dashboard of the app that its labels name: a ConfigMap that no pod reads. Its own label is no
/// mark of it, since another Grafana may look for another one.
pub fn is_dashboard(object: &Value) -> bool {
    let app = object.pointer("/metadata/labels/app.kubernetes.io~1instance").and_then(Value::as_str);
    let name = object.pointer("/metadata/name").and_then(Value::as_str);
    let Some((app, name)) = app.zip(name) else { return false };
    object["kind"] == "ConfigMap" && name.strip_prefix(app) == Some(DASHBOARD_SUFFIX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_dashboard_is_told_by_the_name_of_its_app_whatever_label_a_grafana_looks_for() {
        let object = |kind: &str, name: &str, label: &str| json!({"kind": kind, "metadata": {"name": name, "labels": {"app.kubernetes.io/instance": "web", label: "1"}}});
        for label in ["grafana_dashboard", "dashboards"] {
            assert!(is_dashboard(&object("ConfigMap", "web-dashboard", label)), "{label}");
        }
        for (kind, name) in
            [("ConfigMap", "web-config"), ("ConfigMap", "web-config-dashboard"), ("Service", "web-dashboard")]
        {
            assert!(!is_dashboard(&object(kind, name, "grafana_dashboard")), "{kind} {name}");
        }
        assert!(!is_dashboard(&json!({"kind": "ConfigMap", "metadata": {"name": "web-dashboard"}})));
    }
}
