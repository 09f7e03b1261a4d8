//! What names the version of an image: its tag, or its digest.

use super::TextType;
use super::image::{valid_digest, valid_tag};
use super::name::shown;

/// The tag of an image, never `latest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageTag(String);

/// The digest of an image, with its algorithm: `sha256:` and 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageDigest(String);

impl TextType for ImageTag {
    const FORMAT: &'static str = "image-tag";
    const WHAT: &'static str = "a tag of an image, never latest: 1.5.0";
    const PATTERN: Option<&'static str> = Some("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$");

    fn parse(text: &str) -> Result<Self, String> {
        if text == "latest" {
            return Err("`latest` means something else tomorrow: name a version, such as `1.5.0`".to_owned());
        }
        let wrong =
            || format!("{} is not an image tag: use at most 128 letters, digits, `_`, `.` and `-`", shown(text));
        valid_tag(text).then(|| Self(text.to_owned())).ok_or_else(wrong)
    }
}

impl TextType for ImageDigest {
    const FORMAT: &'static str = "image-digest";
    const WHAT: &'static str = "a digest of an image: sha256: and 64 hexadecimal digits";
    const PATTERN: Option<&'static str> = Some("^sha256:[0-9a-f]{64}$");

    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("{} is not a digest: use `sha256:` and 64 hexadecimal digits", shown(text));
        valid_digest(text).then(|| Self(text.to_owned())).ok_or_else(wrong)
    }
}

super::kept_text!(ImageTag, ImageDigest);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_a_version() {
        for text in ["1.5.0", "v2", "main-3f2a91c"] {
            assert_eq!(ImageTag::parse(text).map(|tag| tag.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "latest", ":1.5.0", "web:1.5.0", "1.5.0@sha256:ab"] {
            assert!(ImageTag::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_digest_has_its_algorithm() {
        let hex = "a".repeat(64);
        assert!(ImageDigest::parse(&format!("sha256:{hex}")).is_ok());
        for text in [hex.as_str(), "sha256:ab", "", "sha512:ab"] {
            assert!(ImageDigest::parse(text).is_err(), "{text:?}");
        }
    }
}
