//! Whether the app answers where its users are.
//!
//! Metrics are those of the blackbox exporter (`prober/` of prometheus/blackbox_exporter). The Prometheus Operator gives
//! the series of a Probe its namespace (`pkg/prometheus/promcfg.go` there), and the Probe itself the app's name.

use super::super::App;
use super::{Alert, Panel, Series, Severity, Signal, Subject};

fn succeeds(subject: Subject<'_>) -> String {
    format!("probe_success{{{}}}", subject.own())
}

/// The seconds until the first certificate of the chain expires.
fn valid_for(subject: Subject<'_>) -> String {
    format!("probe_ssl_earliest_cert_expiry{{{}}} - time()", subject.own())
}

/// What users meet: the host's name, its certificate, what leads to the app, and the app.
pub(super) fn external(app: &App, subject: Subject<'_>) -> Option<Signal> {
    app.external_check.as_ref()?.target.as_ref()?;
    Some(Signal {
        name: "external",
        about: "Whether the public host answers as it should, asked from outside.".to_owned(),
        records: Vec::new(),
        alerts: vec![
            Alert {
                name: "AppUnreachable",
                expr: format!("{}\n== 0", succeeds(subject)),
                lasts: "5m",
                severity: Severity::Critical,
                summary: "The public host does not answer as it should".to_owned(),
                description: "{{ $labels.instance }} gives no answer, or not the one that the exporter's module asks \
                              for. Ask it by hand, `curl -v`: it may be the name, the certificate, what leads to the \
                              app, or the app."
                    .to_owned(),
            },
            Alert {
                name: "AppCertificateExpires",
                expr: format!("{}\n< 14 * 24 * 3600", valid_for(subject)),
                lasts: "1h",
                severity: Severity::Warning,
                summary: "The public host's certificate expires".to_owned(),
                description: "The certificate of {{ $labels.instance }} is good for {{ $value | humanizeDuration }} \
                              more, and was not renewed. See who renews it, and why that failed."
                    .to_owned(),
            },
            Alert {
                name: "AppExternalCheckMissing",
                expr: format!("absent(\n  {}\n)", succeeds(subject)),
                lasts: "15m",
                severity: Severity::Warning,
                summary: "Nobody checks the public host".to_owned(),
                description: "No check of the public host arrives. See whether the Prometheus selects the Probe, and \
                              whether the blackbox exporter runs."
                    .to_owned(),
            },
        ],
    })
}

/// Whether the host answers, and how long its certificate is good; also before there is a host, since a dashboard is
/// one for all environments.
pub(super) fn external_panels(app: &App, subject: Subject<'_>) -> Vec<Panel> {
    if app.external_check.is_none() {
        return Vec::new();
    }
    vec![
        Panel {
            title: "Answers from outside",
            about: "1 while the public host answers as it should, else 0.",
            unit: "short",
            series: vec![Series { legend: "{{instance}}", expr: succeeds(subject) }],
        },
        Panel {
            title: "Certificate",
            about: "For how long the first certificate of the chain to expire is still good.",
            unit: "s",
            series: vec![Series { legend: "{{instance}}", expr: valid_for(subject) }],
        },
    ]
}
