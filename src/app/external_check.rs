//! The check of the public host from outside.

use indexmap::IndexMap;
use serde::Serialize;

use crate::spec::types::{Duration, Port};
use crate::spec::{ExternalCheck as Asked, Settings};

use super::labels;
use super::report::Report;

/// The port of the blackbox exporter (`README.md` of prometheus/blackbox_exporter).
const USUAL_PORT: u16 = 9115;

/// The module that every configuration of the exporter starts with (`blackbox.yml` of prometheus/blackbox_exporter): any
/// answer whose code is 2xx will do.
const USUAL_MODULE: &str = "http_2xx";

/// A check of the app from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExternalCheck {
    /// The address that is asked; none where the app has no public host.
    pub target: Option<String>,
    /// Host and port of the exporter.
    pub prober: String,
    /// The exporter's module.
    pub module: String,
    /// Time between two checks, where it is not left to the Prometheus.
    pub interval: Option<String>,
    /// Labels by which a Prometheus selects it.
    #[serde(skip)]
    pub labels: IndexMap<String, String>,
}

/// The check, where the spec wants one.
pub(super) fn external_check(settings: &Settings, report: &mut Report<'_>) -> Option<ExternalCheck> {
    let Asked { prober, module, path, interval, labels } = settings.external_check.as_ref()?;
    if interval.is_some_and(|interval| interval.seconds() == 0) {
        let hint = "say the time between two checks, such as `interval: 1m`";
        report.problem("externalCheck.interval", "`externalCheck.interval` is 0s", hint);
    }
    if let Some(host) = settings.host.as_ref().filter(|host| host.as_str().starts_with('*')) {
        report.problem(
            "externalCheck",
            format!("`host` {host} stands for many hosts, and a check asks one"),
            "give the environment a host without a star, or take the check back there: `externalCheck: null`",
        );
    }
    let labels = labels::further(&["externalCheck", "labels"], labels.as_ref(), report);
    let named = prober.as_ref().and_then(|prober| Some((prober.name.as_ref()?, prober.namespace.as_ref()?)));
    let Some((name, namespace)) = named else {
        report.problem(
            "externalCheck",
            "`externalCheck` does not say who asks: `prober.name` and `prober.namespace` are needed",
            "name the Service of the blackbox exporter: \
             `externalCheck: {prober: {name: blackbox-exporter, namespace: monitoring}}`",
        );
        return None;
    };
    let port = prober.as_ref().and_then(|prober| prober.port).map_or(USUAL_PORT, Port::get);
    let path = path.as_ref().map_or("/", |path| path.as_str());
    Some(ExternalCheck {
        target: settings.host.as_ref().map(|host| format!("https://{host}{path}")),
        prober: format!("{name}.{namespace}.svc:{port}"),
        module: module.as_ref().map_or_else(|| USUAL_MODULE.to_owned(), ToString::to_string),
        interval: interval.as_ref().map(Duration::to_string),
        labels,
    })
}
