//! The entries `images:` of an overlay, in which a pipeline sets the tag (`kustomize edit set image`).
//!
//! Source: `api/internal/image/image.go` and `api/filters/imagetag/` of kustomize v5.8.1. An entry speaks of every
//! container with an image of its name, in every object.

use serde_json::Value;

/// An entry of `images:`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ImageEntry {
    /// The image's name in the base, without tag and digest.
    pub(super) name: String,
    /// Another name, where the environment takes the image from elsewhere.
    pub(super) new_name: Option<String>,
    pub(super) new_tag: Option<String>,
    pub(super) digest: Option<String>,
}

impl ImageEntry {
    /// The entry that makes one image of another; none where no entry can.
    pub(super) fn between(from: &str, to: &str) -> Option<Self> {
        let ((name, ..), (new_name, tag, digest)) = (split(from), split(to));
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let entry = Self {
            name: name.to_owned(),
            new_name: some(new_name).filter(|new| new != name),
            new_tag: some(tag),
            digest: some(digest),
        };
        (entry.apply(from) == to).then_some(entry)
    }

    /// The image that kustomize makes of another.
    pub(super) fn apply(&self, image: &str) -> String {
        if !self.is_for(image) {
            return image.to_owned();
        }
        let (name, mut tag, mut digest) = split(image);
        if self.new_tag.is_some() || self.digest.is_some() {
            tag = self.new_tag.as_deref().unwrap_or_default();
            digest = self.digest.as_deref().unwrap_or_default();
        }
        let mut made = self.new_name.as_deref().unwrap_or(name).to_owned();
        for (sign, part) in [(':', tag), ('@', digest)] {
            if !part.is_empty() {
                made.push(sign);
                made.push_str(part);
            }
        }
        made
    }

    /// Whether an image has the entry's name, which kustomize takes for a regular expression: of its signs an
    /// image's name has the dot alone.
    fn is_for(&self, image: &str) -> bool {
        let Some(rest) = image.get(self.name.len()..) else { return false };
        let same = |(own, other): (u8, u8)| own == b'.' || own == other;
        let tag = |c: char| c.is_ascii_alphanumeric() || "_.{}-".contains(c);
        let (tagged, digest) = rest.split_once("@sha256:").map_or((rest, ""), |(tagged, digest)| (tagged, digest));
        let fits = tagged.is_empty() || tagged.strip_prefix(':').is_some_and(|text| text.chars().all(tag));
        self.name.bytes().zip(image.bytes()).all(same) && fits && digest.chars().all(tag)
    }
}

/// Name, tag and digest of an image, as kustomize parts them.
fn split(image: &str) -> (&str, &str, &str) {
    let start = image.find('/').unwrap_or(0);
    let (head, digest) = match image[start..].find('@') {
        Some(at) => (&image[..start + at], &image[start + at + 1..]),
        None => (image, ""),
    };
    match head[start..].find(':') {
        Some(at) => (&head[..start + at], &head[start + at + 1..], digest),
        None => (head, "", digest),
    }
}

/// Every image that an entry of `images:` may speak of, each with its pointer.
pub(super) fn images(value: &Value) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    walk(value, "", &mut found);
    found
}

fn walk<'a>(value: &'a Value, path: &str, found: &mut Vec<(String, &'a str)>) {
    match value {
        Value::Object(map) => {
            for (key, below) in map {
                let path = super::operations::below(path, key);
                for (index, item) in below.as_array().into_iter().flatten().enumerate() {
                    let at = match key.as_str() {
                        "containers" | "initContainers" => "/image",
                        "volumes" => "/image/reference",
                        _ => continue,
                    };
                    found.extend(
                        item.pointer(at).and_then(Value::as_str).map(|image| (format!("{path}/{index}{at}"), image)),
                    );
                }
                walk(below, &path, found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &format!("{path}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(from: &str, to: &str) -> (Option<String>, Option<String>, Option<String>) {
        let entry = ImageEntry::between(from, to).expect("an entry says it");
        (entry.new_name, entry.new_tag, entry.digest)
    }

    #[test]
    fn an_entry_says_what_is_other_than_in_the_base() {
        let some = |text: &str| Some(text.to_owned());
        let digest = format!("sha256:{}", "a".repeat(64));
        assert_eq!(made("ghcr.io/acme/web:1", "ghcr.io/acme/web:2"), (None, some("2"), None));
        assert_eq!(made("ghcr.io/acme/web:1", &format!("ghcr.io/acme/web@{digest}")), (None, None, some(&digest)));
        let both = format!("ghcr.io/acme/web:2@{digest}");
        assert_eq!(made(&both, "ghcr.io/acme/web:3"), (None, some("3"), None));
        assert_eq!(made("ghcr.io/acme/web:1", &both), (None, some("2"), some(&digest)));
        assert_eq!(made("web:1", "eu.acme.io:5000/web:1"), (some("eu.acme.io:5000/web"), some("1"), None));
        assert_eq!(made("localhost:5000/web:1", "localhost:5000/web:2"), (None, some("2"), None));
    }

    #[test]
    fn an_entry_is_for_images_of_its_whole_name() {
        let entry = ImageEntry { name: "acme/web".to_owned(), new_tag: Some("2".to_owned()), ..ImageEntry::default() };
        assert_eq!(entry.apply("acme/web:1"), "acme/web:2");
        for other in ["acme/website:1", "acme/web/proxy:1", "ghcr.io/acme/web:1", "web:1"] {
            assert_eq!(entry.apply(other), other);
        }
    }
}
