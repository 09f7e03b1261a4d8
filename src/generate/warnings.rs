//! What deserves a second look of several environments together.

use crate::problem::Problem;

use super::Generated;

/// Every warning once, in the order of environments; one that some of them do not share names those that it speaks of,
/// and stands where the first of them has it.
pub fn warnings(generated: &[Generated]) -> Vec<Problem> {
    let mut found: Vec<(&Problem, Vec<&str>)> = Vec::new();
    for (one, warning) in generated.iter().flat_map(|one| one.warnings.iter().map(move |warning| (one, warning))) {
        let environment = one.environment.as_str();
        let says_so = |known: &Problem| known.message == warning.message && known.hint == warning.hint;
        let same = found.iter().position(|(known, _)| *known == warning);
        // Each of those that an environment has several of is another one.
        let alike = || found.iter().position(|(known, of)| says_so(known) && !of.contains(&environment));
        match same.or_else(alike) {
            Some(at) => found[at].1.push(environment),
            None => found.push((warning, vec![environment])),
        }
    }
    let told = |(warning, environments): (&Problem, Vec<&str>)| {
        if environments.len() == generated.len() {
            return warning.clone();
        }
        Problem { message: format!("{}: {}", environments.join(", "), warning.message), ..warning.clone() }
    };
    found.into_iter().map(told).collect()
}

/// That environments write objects of the same names into the same namespace.
pub fn shared_namespace(generated: &[Generated]) -> Option<Problem> {
    let of = |one: &Generated| one.app.namespace.as_ref().map(ToString::to_string);
    let shared = |namespace: &String| generated.iter().filter(|one| of(one).as_ref() == Some(namespace)).count() > 1;
    let namespace = generated.iter().filter_map(of).find(shared)?;
    let names: Vec<String> = generated
        .iter()
        .filter(|one| of(one).as_ref() == Some(&namespace))
        .map(|one| format!("`{}`", one.environment))
        .collect();
    let last = names.last().map(|name| name.trim_matches('`').to_owned()).unwrap_or_default();
    let message = format!("in the namespace `{namespace}` the objects of {} have the same names", names.join(", "));
    let hint = format!(
        "where they share a cluster, give each its own: `kubewright set namespace={namespace}-{last} -e {last}`"
    );
    Some(Problem::new(message).hint(hint))
}
