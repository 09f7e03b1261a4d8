//! What deserves a second look of several environments together.

use crate::problem::Problem;

use super::Generated;

/// Every warning once, in the order of environments; one that some of them do not share names those
/// that it speaks of.
pub fn warnings(generated: &[Generated]) -> Vec<Problem> {
    let mut found: Vec<(&Problem, Vec<&str>)> = Vec::new();
    for (one, warning) in generated.iter().flat_map(|one| one.warnings.iter().map(move |warning| (one, warning))) {
        match found.iter_mut().find(|(known, _)| *known == warning) {
            Some((_, environments)) => environments.push(&one.environment),
            None => found.push((warning, vec![&one.environment])),
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
