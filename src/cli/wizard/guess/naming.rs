//! Turns what files call the app into valid names, ports and images of a spec.

use crate::spec::types::{Image, Name};

/// The text as a valid name: lower case, dashes, at most 52 characters, from the first letter on.
pub(crate) fn valid_name(text: &str) -> Option<String> {
    let mut name = String::new();
    for c in text.chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_lowercase() || c.is_ascii_digit() && !name.is_empty() {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        if name.len() == 52 {
            break;
        }
    }
    let name = name.trim_end_matches('-');
    name.parse::<Name>().ok().map(|name| name.to_string())
}

/// The text as a port: digits alone, 1 to 65535.
pub(crate) fn valid_port(text: &str) -> Option<u16> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|port| digits && *port > 0)
}

/// The registry and repository of an image reference that names both; its tag and digest are left out.
///
/// A name without a slash is what a local build is called, not where it is pushed.
pub(crate) fn valid_repository(reference: &str) -> Option<String> {
    let reference = reference.split('@').next().unwrap_or_default();
    let start = reference.rfind('/')? + 1;
    let end = reference[start..].find(':').map_or(reference.len(), |colon| start + colon);
    let repository = &reference[..end];
    format!("{repository}:1").parse::<Image>().ok().map(|image| image.repository)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_a_name_valid_or_drops_it() {
        for (text, name) in
            [("My_Shop!", "my-shop"), ("Acme.Web", "acme-web"), ("2048-game", "game"), ("@acme//web", "acme-web")]
        {
            assert_eq!(valid_name(text).as_deref(), Some(name));
        }
        for text in ["", "---", "123", "日本", "."] {
            assert_eq!(valid_name(text), None, "{text:?}");
        }
    }

    #[test]
    fn cuts_a_long_name_so_that_it_stays_valid() {
        assert_eq!(valid_name(&"a".repeat(1000)), Some("a".repeat(52)));
        assert_eq!(valid_name(&format!("{}-b", "a".repeat(51))), Some("a".repeat(51)));
    }

    #[test]
    fn takes_digits_alone_for_a_port() {
        assert_eq!(valid_port("8080"), Some(8080));
        for text in ["", "0", "65536", "+80", "-1", "80 ", "8080-8090", "$PORT"] {
            assert_eq!(valid_port(text), None, "{text:?}");
        }
    }

    #[test]
    fn keeps_the_repository_of_an_image_that_is_pushed() {
        let web = Some("ghcr.io/acme/web".to_owned());
        assert_eq!(valid_repository("ghcr.io/acme/web:1.4"), web);
        assert_eq!(valid_repository("ghcr.io/acme/web@sha256:abc"), web);
        assert_eq!(valid_repository("localhost:5000/web"), Some("localhost:5000/web".to_owned()));
        for text in ["web", "web:1", "Acme/Web:1", "a//b", "/", ""] {
            assert_eq!(valid_repository(text), None, "{text:?}");
        }
    }
}
