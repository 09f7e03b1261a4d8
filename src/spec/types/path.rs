//! Paths inside a container and inside the repository.

use super::name::shown;
use super::{TextType, kept_text};

/// An absolute path inside a container, without `..`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContainerPath(String);

/// An absolute path on a node, without `..`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodePath(String);

/// A path relative to the spec's folder that stays inside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourcePath(String);

/// The path of an http request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpPath(String);

kept_text!(ContainerPath, NodePath, SourcePath, HttpPath);

impl TextType for ContainerPath {
    const FORMAT: &'static str = "container-path";
    const WHAT: &'static str = "an absolute path inside the container such as /var/cache";

    fn parse(text: &str) -> Result<Self, String> {
        let part = |part: &str| !part.is_empty() && part != "." && part != "..";
        let plain = text.chars().all(|c| !c.is_control() && !matches!(c, ':' | '\u{2028}' | '\u{2029}'));
        if text.len() <= 1024 && plain && text.strip_prefix('/').is_some_and(|rest| rest.split('/').all(part)) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{} is not a path in the container: write it as `/var/cache`, without `..`, `:` or a slash at the end",
            shown(text)
        ))
    }
}

impl TextType for NodePath {
    const FORMAT: &'static str = "node-path";
    const WHAT: &'static str = "an absolute path on the node such as /var/log";

    fn parse(text: &str) -> Result<Self, String> {
        if text == "/" || ContainerPath::parse(text).is_ok() {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{} is not a path on the node: write it as `/var/log`, without `..`, `:` or a slash at the end",
            shown(text)
        ))
    }
}

impl TextType for SourcePath {
    const FORMAT: &'static str = "source-path";
    const WHAT: &'static str = "a path relative to the spec's folder such as config/app.yaml";

    fn parse(text: &str) -> Result<Self, String> {
        let part = |part: &str| !part.is_empty() && part != "..";
        let plain = text.chars().all(|c| !c.is_control() && c != '\\');
        if text.len() <= 1024 && plain && text.split('/').all(part) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{} is not a path below the spec's folder: write it as `config/app.yaml`, with `/` and without `..`",
            shown(text)
        ))
    }
}

impl TextType for HttpPath {
    const FORMAT: &'static str = "http-path";
    const WHAT: &'static str = "an http path such as /readyz";

    fn parse(text: &str) -> Result<Self, String> {
        if text.len() <= 1024 && text.starts_with('/') && text.bytes().all(|b| b.is_ascii_graphic() && b != b'#') {
            return Ok(Self(text.to_owned()));
        }
        let near = if text.starts_with("http") { ", without scheme, host and port" } else { "" };
        Err(format!("{} is not an http path: write it as `/readyz`{near}", shown(text)))
    }
}
