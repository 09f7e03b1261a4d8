//! What an autoscaler asks about: names of metrics, and the objects that they belong to.

use crate::yaml::is_hidden;

use super::name::{is_dns_name, shown};
use super::{TextType, kept_text};

/// The name of a metric, which becomes a part of a path of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricName(String);

/// A version of the API with its group, such as `networking.k8s.io/v1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiVersion(String);

kept_text!(MetricName, ApiVersion);

impl TextType for MetricName {
    const FORMAT: &'static str = "metric-name";
    const WHAT: &'static str = "the name of a metric such as http_requests_per_second";

    fn parse(text: &str) -> Result<Self, String> {
        let fits = |c: char| !c.is_whitespace() && !is_hidden(c) && !matches!(c, '/' | '%');
        if (1..=253).contains(&text.len()) && text.chars().all(fits) && !matches!(text, "." | "..") {
            return Ok(Self(text.to_owned()));
        }
        Err(format!("{} is not a metric's name: use one word without `/` and `%`", shown(text)))
    }
}

impl TextType for ApiVersion {
    const FORMAT: &'static str = "api-version";
    const WHAT: &'static str = "a version of the API with its group such as networking.k8s.io/v1, or v1";

    fn parse(text: &str) -> Result<Self, String> {
        let (group, version) = text.split_once('/').map_or((None, text), |(group, version)| (Some(group), version));
        let numbered = version.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let plain = version.len() <= 63 && version.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if numbered && plain && group.is_none_or(|group| is_dns_name(group, 63)) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!("{} is not a version of the API: use `networking.k8s.io/v1` or `v1`", shown(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_the_api_takes() {
        for text in ["http_requests_per_second", "s0-rabbitmq-jobs", "pubsub.googleapis.com|subscription|count"] {
            assert!(MetricName::parse(text).is_ok(), "{text}");
        }
        for text in ["", ".", "a/b", "50%", "a b", "a\nb"] {
            assert!(MetricName::parse(text).is_err(), "{text:?}");
        }
        for (text, valid) in [("v1", true), ("networking.k8s.io/v1", true), ("apps", false), ("a/b/v1", false)] {
            assert_eq!(ApiVersion::parse(text).is_ok(), valid, "{text}");
        }
    }
}
