//! `docs/components.md` lists what the data files say.

use std::fmt::Write as _;
use std::path::Path;

use kubewright::catalog::{Component, Severity, component};
use kubewright::spec::ComponentName;

use super::with_section;

#[test]
fn the_guide_lists_every_component_with_its_charts_options_facts_and_alerts() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/components.md");
    let text = std::fs::read_to_string(&path).expect("the guide is there");
    let sections = [("components", table()), ("each", each())];
    let expected = sections.iter().fold(text.clone(), |text, (section, table)| with_section(&text, section, table));
    if std::env::var_os("KUBEWRIGHT_TEST_UPDATE").is_some() {
        std::fs::write(&path, &expected).expect("the guide is writable");
    } else {
        assert_eq!(text, expected, "run KUBEWRIGHT_TEST_UPDATE=1 cargo test --test docs");
    }
}

fn all() -> impl Iterator<Item = (&'static str, &'static Component)> {
    ComponentName::ALL.iter().map(|name| (*name, component(&name.parse().expect("the name of a component"))))
}

fn table() -> String {
    let head = String::from("| Component | What it is | Charts |\n|---|---|---|\n");
    all().fold(head, |mut table, (name, component)| {
        let charts = component.charts.iter().map(|chart| format!("{} {}", chart.name, chart.version));
        let published = component.kustomization.iter().map(|one| format!("none: {} {}", one.name, one.version));
        let charts = charts.chain(published).collect::<Vec<_>>().join(", ");
        let _ = writeln!(table, "| [`{name}`](#{name}) | {} | {charts} |", component.title);
        table
    })
}

fn each() -> String {
    all().fold(String::new(), |mut text, (name, component)| {
        let _ = write!(text, "\n## {name}\n\n{}\n", component.about);
        for chart in &component.charts {
            let needs = with(&chart.needs);
            let _ = write!(
                text,
                "\nChart `{}` {} from `{}`{needs}; read in {}.\n",
                chart.name, chart.version, chart.repository, chart.source
            );
        }
        if let Some(one) = &component.kustomization {
            let _ = write!(
                text,
                "\n`{}` {} from the folder `{}` of {}, with the image `{}:{}`; read in {}.\n",
                one.name, one.version, one.path, one.repository, one.image, one.tag, one.source
            );
        }
        options(&mut text, component);
        told(&mut text, component);
        for alert in &component.alerts {
            let weight = if alert.severity == Severity::Critical { "Critical" } else { "Warning" };
            let (lasts, summary) = (&alert.lasts, alert.summary.replace("{name}", "the component"));
            let _ = write!(text, "\n### {}\n\n{weight}, after {lasts}: {summary} {}\n", alert.name, alert.description);
        }
        text
    })
}

/// The words for what something needs.
fn with(needs: &[String]) -> String {
    let words = |need: &String| match need.as_str() {
        "several" => ", with several `instances`".to_owned(),
        option => format!(", with the option `{option}`"),
    };
    needs.iter().map(words).collect()
}

fn options(text: &mut String, component: &Component) {
    if component.options.is_empty() {
        return;
    }
    text.push_str("\n| Option | What it is | In production | Elsewhere |\n|---|---|---|---|\n");
    for (option, said) in &component.options {
        let usual = said.default.as_deref().unwrap_or("none");
        let elsewhere = said.elsewhere.as_deref().unwrap_or(usual);
        let _ = writeln!(text, "| `{option}` | {} | {usual} | {elsewhere} |", said.about);
    }
}

fn told(text: &mut String, component: &Component) {
    if component.facts.is_empty() {
        return;
    }
    let usual = component.variables.iter().map(|(variable, fact)| format!("`{variable}` (`{fact}`)"));
    let usual = usual.collect::<Vec<_>>().join(", ");
    let usual = if usual.is_empty() { "nothing".to_owned() } else { usual };
    let _ = write!(text, "\nThe app is told {usual} where `variables` says nothing else.\n");
    text.push_str("\n| What it tells | Where it stands |\n|---|---|\n");
    for (fact, said) in &component.facts {
        let needs = with(&said.needs);
        let stands = match (&said.secret, &said.key, &said.value) {
            (Some(secret), Some(key), _) => format!("key `{key}` of the Secret `{secret}`"),
            (_, _, value) => format!("`{}`", value.as_deref().unwrap_or_default()),
        };
        let _ = writeln!(text, "| `{fact}` | {stands}{needs} |");
    }
}
