//! A web address that a person follows.

use super::name::shown;
use super::{TextType, kept_text};

/// An `https` or `http` address; `{alert}` in it stands for the name of an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link(String);

kept_text!(Link);

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
}
