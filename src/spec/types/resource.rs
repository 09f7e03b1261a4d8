//! Groups, resources and kinds of the Kubernetes API.

use super::name::{is_dns_name, shown};
use super::{TextType, kept_text};

/// A group of the API, such as `apps` or `batch`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiGroup(String);

/// A resource in the plural, with or without a subresource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceName(String);

/// A kind of object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectKind(String);

kept_text!(ApiGroup, ObjectKind, ResourceName);

impl TextType for ObjectKind {
    const FORMAT: &'static str = "api-kind";
    const WHAT: &'static str = "a kind of object such as Deployment";

    fn parse(text: &str) -> Result<Self, String> {
        let starts = text.starts_with(|c: char| c.is_ascii_uppercase());
        if starts && text.len() <= 63 && text.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!("{} is not a kind of object: write it as `Deployment`", shown(text)))
    }
}

impl TextType for ApiGroup {
    const FORMAT: &'static str = "api-group";
    const WHAT: &'static str = "a group of the API such as apps or networking.k8s.io";

    fn parse(text: &str) -> Result<Self, String> {
        if is_dns_name(text, 63) {
            return Ok(Self(text.to_owned()));
        }
        let near = if text.contains('/') { ", without its version" } else { "" };
        Err(format!("{} is not a group of the API: write it as `apps`{near}", shown(text)))
    }
}

impl TextType for ResourceName {
    const FORMAT: &'static str = "api-resource";
    const WHAT: &'static str = "a resource in the plural such as configmaps or pods/log";

    fn parse(text: &str) -> Result<Self, String> {
        let part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if text.len() <= 128 && text.split('/').count() <= 2 && text.split('/').all(part) {
            return Ok(Self(text.to_owned()));
        }
        let near = if text.contains('*') { "; name each resource that is meant" } else { "" };
        Err(format!(
            "{} is not a resource: write it in the plural and in lower case, as `configmaps` or `pods/log`{near}",
            shown(text)
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_is_plural_lower_case_and_never_everything() {
        for text in ["configmaps", "pods/log", "httproutes"] {
            assert!(ResourceName::parse(text).is_ok(), "{text}");
        }
        for text in ["", "*", "ConfigMaps", "pods/", "a/b/c", "config maps"] {
            assert!(ResourceName::parse(text).is_err(), "{text}");
        }
        assert!(ApiGroup::parse("apps/v1").expect_err("a version").ends_with("without its version"));
    }
}
