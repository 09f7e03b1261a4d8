//! A web address that a person follows.

use super::name::shown;
use super::{TextType, kept_text};

/// An `https` or `http` address; `{alert}` in it stands for the name of an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link(String);

/// The https address of a cluster's API server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterAddress(String);

kept_text!(Link, ClusterAddress);

impl TextType for Link {
    const FORMAT: &'static str = "link";
    const WHAT: &'static str = "a web address such as https://wiki.example.com/web#{alert}";

    fn parse(text: &str) -> Result<Self, String> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let plain = rest.map(|rest| rest.replace("{alert}", ""));
        let inside =
            |c: char| c.is_ascii_graphic() && !matches!(c, '{' | '}' | '"' | '<' | '>' | '\\' | '^' | '`' | '|');
        let is_address = plain.is_some_and(|plain| {
            plain.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[') && plain.chars().all(inside)
        });
        if is_address && text.len() <= 2000 {
            return Ok(Self(text.to_owned()));
        }
        Err(format!("{} is not a web address: use one such as `https://wiki.example.com/web#{{alert}}`", shown(text)))
    }
}

impl TextType for ClusterAddress {
    const FORMAT: &'static str = "cluster-address";
    const WHAT: &'static str = "the address of a cluster's API server such as https://staging.example.com:6443";

    fn parse(text: &str) -> Result<Self, String> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/:[]".contains(c);
        let is_address = text.strip_prefix("https://").is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[') && rest.chars().all(plain)
        });
        if is_address && text.len() <= 500 {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{} is not the address of a cluster's API server: write it as `https://staging.example.com:6443`",
            shown(text)
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_a_web_address_with_at_most_the_alert_left_open() {
        for text in ["https://wiki.example.com/web#{alert}", "http://runbooks/{alert}.html?x=1%20", "https://[::1]:80/"]
        {
            assert_eq!(Link::parse(text).map(|link| link.to_string()), Ok(text.to_owned()));
        }
        for text in
            ["", "wiki", "https://", "ftp://a", "https://a b", "https://a/{{ x }}", "https://a/{name}", "https://a\n"]
        {
            assert!(Link::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_cluster_is_reached_by_https_and_nothing_is_said_beside_it() {
        for text in ["https://staging.example.com:6443", "https://10.0.0.1", "https://[fd00::1]:6443/clusters/a"] {
            assert!(ClusterAddress::parse(text).is_ok(), "{text}");
        }
        for text in
            ["", "https://", "http://a.example.com", "a.example.com:6443", "https://me@a.example.com", "https://{{x}}"]
        {
            assert!(ClusterAddress::parse(text).is_err(), "{text}");
        }
    }
}
