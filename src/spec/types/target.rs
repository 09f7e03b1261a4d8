//! What a build makes an app of.

use super::name::shown;
use super::{TextType, kept_text};

/// A path or a name that stands in a command of a build: plain letters only, since a shell reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildTarget(String);

kept_text!(BuildTarget);

impl TextType for BuildTarget {
    const FORMAT: &'static str = "build-target";
    const WHAT: &'static str = "what is built, such as ./cmd/web";

    fn parse(text: &str) -> Result<Self, String> {
        let part = |part: &str| {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
            !part.is_empty() && part != ".." && part.chars().all(plain)
        };
        if text.len() <= 255 && !text.starts_with('-') && text.split('/').all(part) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{} is not what a build is told: use letters, digits, `.`, `_`, `-` and `/`, below the spec's folder, such \
             as `./cmd/web`",
            shown(text)
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_one_plain_word_that_stays_below_the_folder() {
        for text in [".", "./cmd/web", "web-server", "src/Web/Web.csproj", "a_b.c"] {
            assert_eq!(BuildTarget::parse(text).map(|target| target.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "-o", "../web", "a/../b", "a b", "$(id)", "a;b", "a'b", "/cmd", "cmd/", "ä", "a\n", "a\\b"] {
            assert!(BuildTarget::parse(text).is_err(), "{text:?}");
        }
    }
}
