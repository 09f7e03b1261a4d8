//! An image's name in the pieces that Helm's users know.

/// Repository, tag and digest; empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Image {
    pub(super) repository: String,
    pub(super) tag: String,
    pub(super) digest: String,
}

impl Image {
    /// Takes a name apart.
    pub(super) fn of(name: &str) -> Self {
        let (rest, digest) = name.split_once('@').unwrap_or((name, ""));
        // A colon before the last slash stands before a port.
        let at = rest.rfind(':').filter(|at| !rest[*at..].contains('/'));
        let (repository, tag) = at.map_or((rest, ""), |at| (&rest[..at], &rest[at + 1..]));
        Self { repository: repository.to_owned(), tag: tag.to_owned(), digest: digest.to_owned() }
    }

    /// The pieces that are others than those of another image; all where there is none.
    pub(super) fn differing(&self, from: Option<&Self>) -> Vec<(&'static str, String)> {
        let pieces = |image: &Self| [image.repository.clone(), image.tag.clone(), image.digest.clone()];
        let known = from.map(pieces);
        let named = ["repository", "tag", "digest"].into_iter().zip(pieces(self));
        named
            .enumerate()
            .filter(|(index, (_, piece))| known.as_ref().is_none_or(|known| known[*index] != *piece))
            .map(|(_, named)| named)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Image;

    #[test]
    fn a_port_is_no_tag() {
        let image = |name: &str| {
            let Image { repository, tag, digest } = Image::of(name);
            [repository, tag, digest]
        };
        assert_eq!(image("registry.example.com:5000/app"), ["registry.example.com:5000/app", "", ""]);
        assert_eq!(image("registry.example.com:5000/app:1.0"), ["registry.example.com:5000/app", "1.0", ""]);
        assert_eq!(image("app:1.0@sha256:ab"), ["app", "1.0", "sha256:ab"]);
        assert_eq!(image("app@sha256:ab"), ["app", "", "sha256:ab"]);
    }
}
