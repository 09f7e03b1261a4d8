//! The organisation's file: values that hold for all of its apps, in every environment.

use crate::problem::{Place, Problem};
use crate::yaml::{self, Node, NodeValue};

use super::catalog::{Preset, Sources, read, read_file};

/// What a preset says of its environments, and an organisation's file does not say of all of them.
const OF_PRESETS: [(&str, &str); 2] = [
    ("extends", "name a preset where an environment starts from it: `production: {preset: ...}`"),
    ("production", "say it in a preset, which speaks of an environment"),
];

/// What an app's own spec says, and no file of values does.
const OF_SPECS: [&str; 4] = ["version", "name", "environments", "organisation"];

/// Loads the file of an organisation.
///
/// # Errors
/// An unreadable file, or what is wrong inside it.
pub fn organisation(path: &str, place: Option<&Place>, sources: &dyn Sources) -> Result<Preset, Vec<Problem>> {
    let text = read_file("organisation", path, place, sources).map_err(|problem| vec![problem])?;
    let values = yaml::parse(path, &text)?;
    if let Some(problem) = no_values(path, &values) {
        return Err(vec![problem]);
    }
    let problems = check(path, &values);
    read(path, path.to_owned(), text, values, problems).map(|(preset, _)| preset)
}

/// What a file is in the place of values, if it is empty or an app's own spec.
fn no_values(source: &str, values: &Node) -> Option<Problem> {
    let place = Some(Place::new(source, values.position));
    if values.value == NodeValue::Null {
        let problem = Problem::new("the file is empty").at(place);
        return Some(problem.hint("say what holds for all apps, such as `labels: {example.com/owner: acme}`"));
    }
    let own = |key: &&&str| values.get(key).is_some();
    let found: Vec<String> = OF_SPECS.iter().filter(own).map(|key| format!("`{key}`")).collect();
    let first = values.entries().iter().find(|(key, ..)| OF_SPECS.contains(&key.as_str()))?;
    let problem =
        Problem::new(format!("is an app's spec: {} have no place in an organisation's file", found.join(", ")));
    Some(problem.at(Some(Place::new(source, first.1))).hint("keep there only what holds for all apps"))
}

fn check(source: &str, values: &Node) -> Vec<Problem> {
    let said = |(key, position, _): &(String, _, _)| {
        let (key, hint) = OF_PRESETS.iter().find(|(known, _)| known == key)?;
        let problem = Problem::new(format!("an organisation's file says no `{key}`"));
        Some(problem.at(Some(Place::new(source, *position))).hint(*hint))
    };
    values.entries().iter().filter_map(said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct One(&'static str);

    impl Sources for One {
        fn read(&self, path: &str) -> Result<Vec<u8>, String> {
            if path == "../acme.yaml" { Ok(self.0.into()) } else { Err("there is no such file".into()) }
        }
    }

    fn problem(path: &str, text: &'static str) -> String {
        organisation(path, None, &One(text)).expect_err("it is refused")[0].to_string()
    }

    #[test]
    fn it_is_read_as_a_preset_is_and_speaks_of_no_environment() {
        let read = organisation("../acme.yaml", None, &One("labels: {example.com/owner: acme}\n")).expect("valid");
        assert_eq!(read.source, "../acme.yaml");
        assert_eq!(
            problem("../acme.yaml", "extends: production\n"),
            "../acme.yaml:1:1: an organisation's file says no `extends` (hint: name a preset where an environment starts from it: `production: {preset: ...}`)"
        );
        assert!(problem("../acme.yaml", "production: true\n").contains("says no `production`"));
        assert!(problem("../acme.yaml", "replcas: 1\n").contains("did you mean `replicas`?"));
    }

    #[test]
    fn an_empty_file_and_an_apps_spec_are_told_as_such() {
        assert!(problem("../acme.yaml", "").contains("the file is empty"));
        assert!(problem("../acme.yaml", "# none\n").contains("the file is empty"));
        let told = problem("../acme.yaml", "version: 1\nname: web\norganisation: ../acme.yaml\n");
        assert!(told.contains("1:1: is an app's spec: `version`, `name`, `organisation` have no place"), "{told}");
    }

    #[test]
    fn a_file_that_is_not_there_and_the_name_of_a_preset_are_refused() {
        assert!(problem("production", "").starts_with("organisation `production` cannot be read"));
    }
}
