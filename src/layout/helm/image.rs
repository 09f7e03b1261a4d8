//! The image of a container, in the pieces that Helm's users know.

use super::collected::Main;
use super::slot::Slot;
use super::weave::Weaver;

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

impl Weaver<'_> {
    /// Whether each has what the app's own container has there.
    pub(super) fn follows(&self, slots: &[Slot<'_>], of: impl Fn(&Main) -> &Option<String>) -> bool {
        slots.iter().zip(&self.collected.mains).all(|(slot, main)| match slot {
            Slot::Has(part) => part.text().is_none_or(|text| of(main).as_deref() == Some(text)),
            Slot::Missing | Slot::Off => true,
        })
    }

    /// The image of a container; one that is the app's own follows it.
    pub(super) fn image(&mut self, prefix: &[String], slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        let app = self.app;
        let pad = " ".repeat(indent);
        let of = |slot: &Slot<'_>| if let Slot::Has(part) = slot { part.text().map(str::to_owned) } else { None };
        if !prefix.is_empty() && self.follows(slots, |main| &main.image) {
            return vec![format!("{pad}image: {{{{ include \"{app}.image\" .Values.image | quote }}}}")];
        }
        let name: Vec<String> = prefix.iter().cloned().chain(["image".to_owned()]).collect();
        let base = of(&slots[0]).map(|image| Image::of(&image));
        for (index, slot) in slots.iter().enumerate() {
            let Some(image) = of(slot).map(|image| Image::of(&image)) else { continue };
            let known = if index == 0 { None } else { base.as_ref() };
            for (field, value) in image.differing(known) {
                let name: Vec<String> = name.iter().cloned().chain([field.to_owned()]).collect();
                self.collected.set_value(index, &name, &value.into());
            }
        }
        vec![format!("{pad}image: {{{{ include \"{app}.image\" {} | quote }}}}", self.read(&name).text)]
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
