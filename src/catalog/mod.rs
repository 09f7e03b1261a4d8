//! The third-party components that come with the program: one data file each, below `components/`.

mod component;

use std::sync::OnceLock;

use crate::spec::ComponentName;
use crate::yaml;

pub use component::{
    Alert, CONDITIONS, Chart, Component, Connections, Fact, Kustomization, Manifest, Opt, OptionKind, Pods, Severity,
};

/// The component of a name.
pub fn component(name: &ComponentName) -> &'static Component {
    static READ: OnceLock<Vec<OnceLock<Component>>> = OnceLock::new();
    let read = READ.get_or_init(|| COMPONENTS.iter().map(|_| OnceLock::new()).collect());
    let is_named = |file: &str| file.strip_suffix(".yaml") == Some(name.as_str());
    let index = COMPONENTS.iter().position(|(file, _)| is_named(file)).expect("a name is that of a file");
    read[index].get_or_init(|| parse(COMPONENTS[index]))
}

/// Reads a data file; the tests read every one.
fn parse((file, text): (&str, &str)) -> Component {
    let node = yaml::parse(file, text).unwrap_or_else(|problems| unreachable!("{problems:?}"));
    serde_json::from_value(node.to_value()).unwrap_or_else(|error| unreachable!("{file}: {error}"))
}

include!(concat!(env!("OUT_DIR"), "/embedded_components.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    fn components() -> impl Iterator<Item = (&'static str, &'static Component)> {
        ComponentName::ALL.iter().map(|name| (*name, component(&name.parse().expect("a component"))))
    }

    #[test]
    fn every_component_says_what_it_is_and_where_it_was_read() {
        for (name, component) in components() {
            assert!(!component.title.is_empty() && !component.about.is_empty(), "{name}");
            let charts = component.charts.iter().map(|chart| (&chart.version, &chart.repository, &chart.source));
            let published = component.kustomization.iter().map(|one| (&one.version, &one.repository, &one.source));
            assert!(component.charts.is_empty() == component.kustomization.is_some(), "{name}: one or the other");
            for (version, repository, source) in charts.chain(published) {
                assert!(source.contains("github.com/"), "{name}: {source}");
                let digit = |c: char| c.is_ascii_digit();
                assert!(version.trim_start_matches('v').starts_with(digit), "{name}: {version}");
                assert!(repository.contains("://"), "{name}: {repository}");
            }
            // Each place in it says the same version.
            if let Some(one) = &component.kustomization {
                assert!(one.manifest.contains(&one.version) && one.source.ends_with(&one.version), "{name}");
                assert_eq!(one.version.trim_start_matches('v'), one.tag, "{name}");
            }
        }
    }

    #[test]
    fn what_a_component_refers_to_is_in_its_own_file() {
        for (name, component) in components() {
            for (variable, fact) in &component.variables {
                assert!(component.facts.contains_key(fact), "{name}: {variable} is told {fact}");
            }
            let facts = component.facts.values().flat_map(|fact| &fact.needs);
            let charts = component.charts.iter().flat_map(|chart| &chart.needs);
            let manifests = component.manifests.iter().flat_map(|manifest| &manifest.needs);
            let alerts = component.alerts.iter().flat_map(|alert| &alert.needs);
            for needed in facts.chain(charts).chain(manifests).chain(alerts) {
                let is_known = component.options.contains_key(needed) || CONDITIONS.contains(&needed.as_str());
                assert!(is_known, "{name}: {needed}");
            }
            let option = component.connections.as_ref().map(|connections| &connections.option);
            assert!(option.is_none_or(|option| component.options.contains_key(option)), "{name}: {option:?}");
            for (option, said) in &component.options {
                for value in [&said.default, &said.elsewhere].into_iter().flatten() {
                    assert_eq!(said.kind.refusal(value), None, "{name}: {option}");
                }
            }
        }
    }
}
