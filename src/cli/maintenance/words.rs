//! The words of the spec that say what clients get: put in so that taking them out leaves what stood before.

use serde_json::{Value, json};

use crate::problem::Position;
use crate::spec::Spec;
use crate::yaml::{Node, NodeValue, inline, parse};

use super::super::failure::Failure;
use super::super::set::edited;

/// A spec whose value at a path is set. A map that is written `{}` stays on its line.
pub(super) fn put(spec: &Spec, path: &[String], value: &Value) -> Result<Spec, Failure> {
    let root = parse(&spec.source, &spec.text).map_err(Failure::Invalid)?;
    let empty = (1..path.len()).rev().find_map(|depth| Some((depth, braces(&spec.text, at(&root, &path[..depth])?)?)));
    let text = match empty {
        Some((depth, start)) => {
            let nested = path[depth..].iter().rev().fold(value.clone(), |inner, key| json!({ key: inner }));
            let mut text = spec.text.clone();
            text.replace_range(start..start + 2, &inline(&nested));
            text
        }
        None => edited(&spec.text, path, Some(value), "maintenance")?,
    };
    Spec::parse(&spec.source, &text).map_err(Failure::Invalid)
}

/// A spec without the value at a path. An environment with lines of its own that loses the last of them says
/// nothing again.
pub(super) fn take_out(spec: &Spec, path: &[String]) -> Result<Spec, Failure> {
    let had_lines = !is_on_one_line(spec, &path[..path.len() - 1]);
    let mut text = edited(&spec.text, path, None, "maintenance")?;
    if let [environments, environment, _] = path
        && had_lines
    {
        let root = parse(&spec.source, &text).map_err(Failure::Invalid)?;
        let node = at(&root, &[environments.clone(), environment.clone()]);
        if let Some(start) = node.and_then(|node| braces(&text, node)).filter(|start| text[..*start].ends_with(' ')) {
            text.replace_range(start - 1..start + 2, "");
        }
    }
    Spec::parse(&spec.source, &text).map_err(Failure::Invalid)
}

/// Whether a map is written in braces.
pub(super) fn is_on_one_line(spec: &Spec, path: &[String]) -> bool {
    let root = parse(&spec.source, &spec.text).ok();
    let start = root.as_ref().and_then(|root| offset(&spec.text, at(root, path)?.position?));
    start.is_some_and(|start| spec.text[start..].starts_with('{'))
}

fn at<'a>(root: &'a Node, path: &[String]) -> Option<&'a Node> {
    path.iter().try_fold(root, |node, key| node.get(key))
}

/// Where an empty map starts that is written `{}`.
fn braces(text: &str, node: &Node) -> Option<usize> {
    let start = offset(text, node.position?)?;
    let is_empty = matches!(&node.value, NodeValue::Map(entries) if entries.is_empty());
    (is_empty && text[start..].starts_with("{}")).then_some(start)
}

/// The byte of a place.
fn offset(text: &str, position: Position) -> Option<usize> {
    let line = usize::try_from(position.line).ok()?.checked_sub(1)?;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let column = usize::try_from(position.column).ok()?.checked_sub(1)?;
    text.get(start..)?.char_indices().nth(column).map(|(at, _)| start + at)
}
