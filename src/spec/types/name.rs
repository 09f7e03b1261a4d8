//! Names of objects, environments, ports, variables and labels.

use crate::yaml::is_hidden;

use super::{TextType, kept_text};

/// The name of an app or object: a DNS label that starts with a letter.
///
/// Services demand RFC 1035 labels (<https://kubernetes.io/docs/concepts/overview/working-with-objects/names/>);
/// 52 characters leave room for the suffixes of derived objects and of CronJob pods.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

/// The name of a namespace: any DNS label.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamespaceName(String);

/// The name of an object that exists already: any DNS subdomain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectName(String);

/// A key of a Secret or ConfigMap.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DataKey(String);

/// The name of an environment: a DNS label, since it becomes a folder and a label.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EnvironmentName(String);

/// The name of a port: at most 15 characters, with a letter (IANA service name).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PortName(String);

/// The name of an environment variable that any shell can use.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct VariableName(String);

/// The key of a label or annotation, with or without a prefix.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LabelKey(String);

/// The value of a label: at most 63 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LabelValue(String);

kept_text!(Name, NamespaceName, ObjectName, DataKey, EnvironmentName, PortName, VariableName, LabelKey, LabelValue);

/// The text turned into the nearest valid label, for hints.
fn suggestion(text: &str, max: usize) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let c = c.to_ascii_lowercase();
        if c.is_ascii_lowercase() || c.is_ascii_digit() && !out.is_empty() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(max);
    out.trim_end_matches('-').to_owned()
}

/// Whether a text is a DNS label of at most `max` characters: lower-case letters, digits, and dashes inside.
pub(crate) fn is_dns_label(text: &str, max: usize) -> bool {
    let end = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.len() <= max && text.starts_with(end) && text.ends_with(end) && text.chars().all(|c| end(c) || c == '-')
}

/// Whether a text is a DNS name of at most 253 characters: labels of at most `max`, joined by dots.
///
/// The API holds the names of its objects to the first bound alone, hosts of the Internet to both.
pub(crate) fn is_dns_name(text: &str, max: usize) -> bool {
    text.len() <= 253 && text.split('.').all(|label| is_dns_label(label, max))
}

/// Refuses what is no DNS label of at most `max` characters; `what` it should have been stands in the reason.
pub(crate) fn dns_label(what: &str, text: &str, max: usize, letter_first: bool) -> Result<(), String> {
    if is_dns_label(text, max) && !(letter_first && text.starts_with(|c: char| c.is_ascii_digit())) {
        return Ok(());
    }
    let start = if letter_first { ", starting with a letter" } else { "" };
    let near = suggestion(text, max);
    let near = if near.is_empty() || near == text { String::new() } else { format!("; `{near}` would do") };
    Err(format!("{} is not {what}: use at most {max} lower-case letters, digits and dashes{start}{near}", shown(text)))
}

/// The text in backticks, cut where it is long and with invisible characters written out.
pub(crate) fn shown(text: &str) -> String {
    let cut: String = text
        .chars()
        .take(60)
        .flat_map(|c| if is_hidden(c) { c.escape_default().collect::<Vec<_>>() } else { vec![c] })
        .collect();
    let more = if text.chars().nth(60).is_some() { "..." } else { "" };
    format!("`{cut}{more}`")
}

impl TextType for Name {
    const FORMAT: &'static str = "name";
    const WHAT: &'static str =
        "a name such as web: lower-case letters, digits and dashes, starting with a letter, at most 52 characters";
    const PATTERN: Option<&'static str> = Some("^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$");

    fn parse(text: &str) -> Result<Self, String> {
        dns_label("a name", text, 52, true).map(|()| Self(text.to_owned()))
    }
}

impl TextType for NamespaceName {
    const FORMAT: &'static str = "namespace";
    const WHAT: &'static str = "a namespace such as shop: lower-case letters, digits and dashes, at most 63 characters";
    const PATTERN: Option<&'static str> = Some("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$");

    fn parse(text: &str) -> Result<Self, String> {
        dns_label("a namespace", text, 63, false).map(|()| Self(text.to_owned()))
    }
}

impl TextType for ObjectName {
    const FORMAT: &'static str = "object-name";
    const WHAT: &'static str = "the name of an existing object: lower-case letters, digits, dashes and dots";

    fn parse(text: &str) -> Result<Self, String> {
        if is_dns_name(text, 253) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!("{} is not an object's name: use lower-case letters, digits, dashes and dots", shown(text)))
    }
}

impl TextType for DataKey {
    const FORMAT: &'static str = "data-key";
    const WHAT: &'static str = "a key of a Secret: letters, digits, dashes, underscores and dots";

    fn parse(text: &str) -> Result<Self, String> {
        let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if (1..=253).contains(&text.len()) && text.chars().all(inside) && text != "." && !text.starts_with("..") {
            return Ok(Self(text.to_owned()));
        }
        Err(format!("{} is not a Secret's key: use letters, digits, `-`, `_` and `.`", shown(text)))
    }
}

impl TextType for EnvironmentName {
    const FORMAT: &'static str = "environment";
    const WHAT: &'static str = "the name of an environment such as production";

    fn parse(text: &str) -> Result<Self, String> {
        dns_label("an environment's name", text, 40, false).map(|()| Self(text.to_owned()))
    }
}

impl TextType for PortName {
    const FORMAT: &'static str = "port-name";
    const WHAT: &'static str = "a port's name such as http: at most 15 lower-case letters, digits and dashes";
    const PATTERN: Option<&'static str> = Some("^[a-z]([-a-z0-9]{0,13}[a-z0-9])?$");

    fn parse(text: &str) -> Result<Self, String> {
        if text.contains("--") {
            return Err(format!("{} is not a port's name: no two dashes in a row", shown(text)));
        }
        dns_label("a port's name", text, 15, true).map(|()| Self(text.to_owned()))
    }
}

impl TextType for VariableName {
    const FORMAT: &'static str = "variable";
    const WHAT: &'static str = "the name of an environment variable such as LOG_LEVEL";

    fn parse(text: &str) -> Result<Self, String> {
        let first = |c: char| c.is_ascii_alphabetic() || c == '_';
        let inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if text.len() <= 253 && text.starts_with(first) && text.chars().all(inside) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{} is not a variable's name: use letters, digits and underscores, starting with a letter",
            shown(text)
        ))
    }
}

impl TextType for LabelKey {
    const FORMAT: &'static str = "label-key";
    const WHAT: &'static str = "a label's key such as team or example.com/team";

    fn parse(text: &str) -> Result<Self, String> {
        let (prefix, name) = text.split_once('/').map_or((None, text), |(prefix, name)| (Some(prefix), name));
        if prefix.is_none_or(|prefix| is_dns_name(prefix, 253)) && !name.is_empty() && label_text(name) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{} is not a label's key: use a name of at most 63 letters, digits, `-`, `_` and `.`, with or without a DNS prefix and `/`",
            shown(text)
        ))
    }
}

impl TextType for LabelValue {
    const FORMAT: &'static str = "label-value";
    const WHAT: &'static str = "a label's value: at most 63 letters, digits, dashes, underscores and dots";

    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() || label_text(text) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{} is not a label's value: use at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends",
            shown(text)
        ))
    }
}

fn label_text(text: &str) -> bool {
    let end = |c: char| c.is_ascii_alphanumeric();
    text.len() <= 63
        && text.starts_with(end)
        && text.ends_with(end)
        && text.chars().all(|c| end(c) || matches!(c, '-' | '_' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_the_nearest_valid_name() {
        let error = Name::parse("My_Shop!").expect_err("invalid");
        assert!(error.ends_with("`my-shop` would do"), "{error}");
    }

    #[test]
    fn accepts_every_object_name_that_the_api_accepts() {
        for text in ["web", "1web", "web.v1", &"a".repeat(253), &format!("{}.b", "a".repeat(64))] {
            assert!(ObjectName::parse(text).is_ok(), "{text:?}");
        }
        for text in ["", ".", "a.", "a..b", "-a", "a-.b", "a_b", "A", &"a".repeat(254)] {
            assert!(ObjectName::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn refuses_what_the_api_would_refuse() {
        for text in ["", "1web", "-web", "web-", "Web", "we b", "wé", "a.b", "web\n", &"a".repeat(53)] {
            assert!(Name::parse(text).is_err(), "{text:?}");
        }
        for text in ["", "1A", "A-B", "A B", "A=B"] {
            assert!(VariableName::parse(text).is_err(), "{text:?}");
        }
        for text in ["", "/a", "a/", "a/b/c", "A_/b", "-a"] {
            assert!(LabelKey::parse(text).is_err(), "{text:?}");
        }
    }
}
