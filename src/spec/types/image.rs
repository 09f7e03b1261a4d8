//! An image reference with a tag, a digest, or both.

use std::fmt;

use super::TextType;
use super::name::{is_dns_name, shown};

/// An image that names its version: `registry/repository:tag`, `...@sha256:...` or both.
///
/// `latest` is refused: what it means changes under a running app (checklist item 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Registry and repository, without tag and digest.
    pub repository: String,
    /// The tag.
    pub tag: Option<String>,
    /// The digest, with its algorithm: `sha256:` and 64 hexadecimal digits.
    pub digest: Option<String>,
}

impl TextType for Image {
    const FORMAT: &'static str = "image";
    const WHAT: &'static str = "an image with a tag or a digest, never latest: ghcr.io/acme/web:1.4.2";

    fn parse(text: &str) -> Result<Self, String> {
        let image = Self::of_any_version(text)?;
        let repository = &image.repository;
        if image.tag.as_deref() == Some("latest") && image.digest.is_none() {
            return Err(format!(
                "{} is not pinned: `latest` means something else tomorrow; name a version, such as `{repository}:1.4.2`",
                shown(text)
            ));
        }
        if image.tag.is_none() && image.digest.is_none() {
            return Err(format!(
                "{} has no tag: name a version, such as `{repository}:1.4.2`, or a digest",
                shown(text)
            ));
        }
        Ok(image)
    }
}

impl Image {
    /// Reads whatever a node can pull, also what names no version or `latest`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn of_any_version(text: &str) -> Result<Self, String> {
        let (rest, digest) = text.split_once('@').map_or((text, None), |(rest, digest)| (rest, Some(digest)));
        let name_start = rest.rfind('/').map_or(0, |slash| slash + 1);
        let (repository, tag) = match rest[name_start..].find(':') {
            Some(colon) => (&rest[..name_start + colon], Some(&rest[name_start + colon + 1..])),
            None => (rest, None),
        };
        if let Some(digest) = digest.filter(|digest| !valid_digest(digest)) {
            return Err(format!("{} is not a digest: use `sha256:` and 64 hexadecimal digits", shown(digest)));
        }
        if let Some(tag) = tag.filter(|tag| !valid_tag(tag)) {
            return Err(format!(
                "{} is not an image tag: use at most 128 letters, digits, `_`, `.` and `-`",
                shown(tag)
            ));
        }
        if !valid_repository(repository) {
            return Err(format!(
                "{} is not an image: write it as `registry/repository:tag`, in lower case",
                shown(text)
            ));
        }
        Ok(Self { repository: repository.to_owned(), tag: tag.map(str::to_owned), digest: digest.map(str::to_owned) })
    }
}

pub(super) fn valid_digest(digest: &str) -> bool {
    digest
        .strip_prefix("sha256:")
        .is_some_and(|hex| hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)))
}

pub(super) fn valid_tag(tag: &str) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    tag.len() <= 128 && tag.bytes().next().is_some_and(word) && tag.bytes().all(|b| word(b) || matches!(b, b'.' | b'-'))
}

/// The grammar of distribution's reference package: an optional domain with a port, then
/// lower-case path components.
fn valid_repository(repository: &str) -> bool {
    let mut components: Vec<&str> = repository.split('/').collect();
    let domain = |part: &str| {
        let (host, port) = part.split_once(':').map_or((part, None), |(host, port)| (host, Some(port)));
        is_dns_name(&host.to_ascii_lowercase(), 63)
            && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
    };
    let is_domain = |part: &str| part.contains(['.', ':']) || part == "localhost";
    if components.len() > 1 && is_domain(components[0]) {
        if !domain(components[0]) {
            return false;
        }
        components.remove(0);
    }
    let end = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let component = |part: &&str| {
        let bytes = part.as_bytes();
        end(bytes.first().copied())
            && end(bytes.last().copied())
            && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-'))
            && !part.contains("..")
            && !part.contains("___")
    };
    repository.len() <= 255 && components.iter().all(component)
}

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.repository)?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        if let Some(digest) = &self.digest {
            write!(f, "@{digest}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_part_and_writes_it_back() {
        let digest = format!("sha256:{}", "a".repeat(64));
        for text in [
            "web:1",
            "ghcr.io/acme/web:1.4.2",
            "localhost:5000/a/b_c:v1-x",
            "redis:7.4-alpine",
            &format!("web@{digest}"),
            &format!("a.io/web:1@{digest}"),
        ] {
            assert_eq!(Image::parse(text).map(|image| image.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn refuses_what_is_not_pinned_or_not_an_image() {
        for text in [
            "",
            "web",
            "web:latest",
            "web:",
            ":1",
            "Web:1",
            "web:1 ",
            "a//b:1",
            "web@sha256:abc",
            "a.io:99999/web:1",
            "web:1@",
            "{{ x }}:1",
            "we b:1",
        ] {
            assert!(Image::parse(text).is_err(), "{text:?}");
        }
    }
}
