//! What the templates of a user's own objects are told. docs/templates.md lists every field, and only
//! ever gains some: users' templates rest on it.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;
use tera::Context;

use crate::app::{App, AppPort};

use super::Meta;

#[derive(Serialize)]
struct Own<'a> {
    app: OwnApp<'a>,
    meta: Meta,
}

/// An app as users' templates know it.
#[derive(Serialize)]
struct OwnApp<'a> {
    name: &'a str,
    environment: &'a str,
    namespace: Option<&'a str>,
    kubernetes: String,
    kind: &'static str,
    image: String,
    replicas: Option<u16>,
    labels: &'a IndexMap<String, String>,
    selector: &'a IndexMap<String, String>,
    service_account: &'a str,
    ports: &'a [AppPort],
    host: Option<&'a str>,
    config: &'a BTreeMap<String, String>,
}

/// What a template of a user's own object is told.
pub(in crate::render) fn context(app: &App) -> Context {
    super::context(&own(app))
}

fn own(app: &App) -> Own<'_> {
    let own = OwnApp {
        name: app.name.as_str(),
        environment: &app.environment,
        namespace: app.namespace.as_ref().map(crate::spec::types::NamespaceName::as_str),
        kubernetes: app.kubernetes.to_string(),
        kind: app.workload.object().1,
        image: app.main.image.to_string(),
        replicas: app.workload.replicas().map(crate::app::Replicas::fewest),
        labels: &app.labels.common,
        selector: &app.labels.selector,
        service_account: app.name.as_str(),
        ports: &app.ports,
        host: app.exposure.as_ref().map(|exposure| exposure.host.as_str()),
        config: &app.main.configuration.variables,
    };
    Own { app: own, meta: Meta::new(app, "") }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use crate::app::build;
    use crate::preset::{Sources, environment_layers, resolve};
    use crate::spec::Spec;

    struct Nothing;

    impl Sources for Nothing {
        fn read(&self, _: &str) -> Result<Vec<u8>, String> {
            Err("there is no such file".to_owned())
        }
    }

    #[test]
    fn the_docs_list_every_field_and_no_other() {
        let spec = "version: 1\nname: web\nimage: web:1\nport: 80\nenvironments: {production: {}}\n";
        let spec = Spec::parse("kubewright.yaml", spec).expect("valid");
        let (layers, demands) = environment_layers(Some(&spec), "production", None, &Nothing).expect("valid");
        let app = build(&spec.name, "production", &resolve(&layers), &demands, &Nothing).expect("valid").app;
        let context: Value = serde_json::to_value(super::own(&app)).expect("JSON");
        let known: BTreeSet<String> = ["app", "meta"]
            .iter()
            .flat_map(|outer| {
                context[outer].as_object().expect("a map").keys().map(move |key| format!("{outer}.{key}"))
            })
            .collect();
        let docs = include_str!("../../../docs/templates.md");
        let (_, table) = docs.split_once("<!-- context -->").expect("the table opens");
        let (table, _) = table.split_once("<!-- /context -->").expect("the table closes");
        let listed: BTreeSet<String> =
            table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).map(str::to_owned).collect();
        assert_eq!(known, listed);
    }
}
