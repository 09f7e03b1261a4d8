//! Reports for programs; their shapes are documented in docs/json.md.

use serde_json::{Value, json};

use crate::merge::Plan;
use crate::problem::Problem;

use super::conflicts::{conflicts_json, notes_json};

/// A plan: every file with its action, and the files that were left alone.
pub(crate) fn plan_json(plan: &Plan, warnings: &[Problem]) -> String {
    let files: Vec<Value> = plan
        .files
        .iter()
        .map(|file| json!({"path": file.path, "from": file.from, "action": file.action.to_string(), "effect": file.effect.map(|effect| effect.to_string()), "why": file.why()}))
        .collect();
    let whole = plan.left().map(|file| {
        json!({"file": file.path, "line": file.action.line(), "path": "", "base": file.base, "yours": file.yours, "new": file.new, "why": file.why(), "reasons": {"yours": null, "new": null}})
    });
    let deleted = plan
        .files
        .iter()
        .flat_map(|file| file.deleted.iter().map(|object| json!({"file": file.path, "object": object})));
    let deleted: Vec<Value> = deleted.collect();
    let merged = plan.files.iter().flat_map(|file| conflicts_json(&file.path, &file.conflicts));
    let conflicts: Vec<Value> = whole.chain(merged).collect();
    let notes: Vec<Value> = plan.files.iter().flat_map(|file| notes_json(&file.path, &file.notes)).collect();
    pretty(
        &json!({"version": 1, "files": files, "conflicts": conflicts, "comments": notes, "deleted": deleted, "warnings": warnings.iter().map(problem_json).collect::<Vec<_>>()}),
    )
}

/// Problems with their places.
pub(crate) fn problems_json(problems: &[Problem]) -> String {
    pretty(&json!({"version": 1, "problems": problems.iter().map(problem_json).collect::<Vec<_>>()}))
}

fn problem_json(problem: &Problem) -> Value {
    let place = problem.place.as_ref();
    let position = place.and_then(|place| place.position);
    json!({
        "source": place.map(|place| &place.source),
        "line": position.map(|position| position.line),
        "column": position.map(|position| position.column),
        "message": problem.message,
        "hint": problem.hint,
    })
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
