//! Values that the API takes, and an app in production should not have: amounts in forms that are mistakes, a budget of none.

use serde_json::Value;

use crate::manifest::{Document, millis_of_value};
use crate::problem::Problem;
use crate::spec::types::{Cpu, Memory};

use super::problem;

pub(super) fn check(document: &Document, problems: &mut Vec<Problem>) {
    if document.identity.kind == "PodDisruptionBudget" {
        check_budget(document, problems);
    }
    walk(document, &document.value, &mut Vec::new(), problems);
}

fn check_budget(document: &Document, problems: &mut Vec<Problem>) {
    if document.get("spec.maxUnavailable").is_some_and(|most| *most == 0 || *most == "0%") {
        let message = "`spec.maxUnavailable` is 0: no node could ever be drained";
        problems.push(problem(document, &["spec", "maxUnavailable"], message));
    }
}

fn walk<'a>(document: &Document, value: &'a Value, path: &mut Vec<&'a str>, problems: &mut Vec<Problem>) {
    let Value::Object(map) = value else {
        // Places inside lists are told by the list.
        for item in value.as_array().into_iter().flatten() {
            walk(document, item, path, problems);
        }
        return;
    };
    for (key, value) in map {
        path.push(key);
        match key.as_str() {
            "requests" | "limits" => check_quantities(document, value, path, problems),
            "sizeLimit" => check_quantity(document, "memory", value, path, problems),
            "data" | "binaryData" | "annotations" => {}
            _ => walk(document, value, path, problems),
        }
        path.pop();
    }
}

fn check_quantities(document: &Document, amounts: &Value, path: &[&str], problems: &mut Vec<Problem>) {
    for (resource, amount) in amounts.as_object().into_iter().flatten() {
        check_quantity(document, resource, amount, path, problems);
    }
}

fn check_quantity(document: &Document, resource: &str, amount: &Value, path: &[&str], problems: &mut Vec<Problem>) {
    // What is no amount at all is told by the types.
    let Some(amount) = amount.as_str().filter(|_| millis_of_value(amount).is_some()) else { return };
    let error = match resource {
        "cpu" => amount.parse::<Cpu>().err(),
        "memory" | "ephemeral-storage" => amount.parse::<Memory>().err(),
        _ => None,
    };
    problems.extend(error.map(|error| problem(document, path, format!("`{}`: {error}", path.join(".")))));
}
