//! An address that a program asks.

use super::name::shown;
use super::{TextType, kept_text};

/// An `https` or `http` address without a query, such as that of a server in the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpAddress(String);

kept_text!(HttpAddress);

impl TextType for HttpAddress {
    const FORMAT: &'static str = "http-address";
    const WHAT: &'static str = "an address such as http://prometheus-operated.monitoring:9090";

    fn parse(text: &str) -> Result<Self, String> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let inside = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]%".contains(c);
        let is_address = rest.is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[') && rest.chars().all(inside)
        });
        if is_address && text.len() <= 500 {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{} is not an address without a query and a password: use one such as `http://prometheus-operated.monitoring:9090`",
            shown(text)
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_server_and_at_most_a_path() {
        for text in ["http://prometheus:9090", "https://thanos.example.com/query", "http://[::1]:9090/"] {
            assert_eq!(HttpAddress::parse(text).map(|address| address.to_string()), Ok(text.to_owned()));
        }
        for text in
            ["", "prometheus:9090", "http://", "http://a b", "http://a/?q=1", "http://a/{{ x }}", "http://me:secret@a"]
        {
            assert!(HttpAddress::parse(text).is_err(), "{text:?}");
        }
    }
}
