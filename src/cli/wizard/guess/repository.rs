//! A repository's files as text, each at most 1 MiB.

use crate::preset::Sources;

/// More than any file that people write by hand.
const LIMIT: usize = 1 << 20;

/// The files that guesses are read from.
pub(crate) struct Repository<'a> {
    sources: &'a dyn Sources,
}

impl<'a> Repository<'a> {
    /// The files behind `sources`.
    pub(crate) fn new(sources: &'a dyn Sources) -> Self {
        Self { sources }
    }

    /// A file's text, or `None` where it cannot be read; of a longer file the whole lines within 1 MiB.
    pub(crate) fn text(&self, path: &str) -> Option<String> {
        let mut bytes = self.sources.read(path).ok()?;
        if bytes.len() > LIMIT {
            bytes.truncate(LIMIT);
            // Half a line would be half a number.
            bytes.truncate(bytes.iter().rposition(|byte| *byte == b'\n').unwrap_or_default());
        }
        let text = String::from_utf8_lossy(&bytes);
        Some(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
    }

    /// The first of these files that can be read: its path and its text.
    pub(crate) fn first<'p>(&self, paths: &[&'p str]) -> Option<(&'p str, String)> {
        paths.iter().find_map(|path| Some((*path, self.text(path)?)))
    }
}

/// Files for tests: path and text.
#[cfg(test)]
pub(crate) struct Files<'a>(pub(crate) &'a [(&'a str, &'a str)]);

#[cfg(test)]
impl Sources for Files<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let file = self.0.iter().find(|(name, _)| *name == path);
        file.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "no such file".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Bytes(Vec<u8>);

    impl Sources for Bytes {
        fn read(&self, _: &str) -> Result<Vec<u8>, String> {
            Ok(self.0.clone())
        }
    }

    fn text(bytes: Vec<u8>) -> Option<String> {
        Repository::new(&Bytes(bytes)).text("any")
    }

    #[test]
    fn reads_text_that_is_not_utf8_and_drops_a_byte_order_mark() {
        assert_eq!(text(b"\xef\xbb\xbfname\xff\n".to_vec()), Some("name\u{fffd}\n".to_owned()));
    }

    #[test]
    fn cuts_a_huge_file_at_the_end_of_a_line() {
        let mut bytes = b"EXPOSE 80\n".to_vec();
        bytes.resize((1 << 20) + 10, b'8');
        assert_eq!(text(bytes), Some("EXPOSE 80".to_owned()));
        assert_eq!(text(vec![b'8'; (1 << 20) + 1]), Some(String::new()));
    }
}
