//! A volume by its name, and whether it is only read.

use std::fmt;

use super::name::shown;
use super::{Name, TextType};

/// The name of a volume, with `:ro` where it is only read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MountedVolume {
    /// Name of the volume.
    pub volume: Name,
    /// Whether it is only read.
    pub read_only: bool,
}

impl fmt::Display for MountedVolume {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.volume, if self.read_only { ":ro" } else { "" })
    }
}

impl TextType for MountedVolume {
    const FORMAT: &'static str = "mounted-volume";
    const WHAT: &'static str = "the name of a volume such as web-root, or web-root:ro to read only";

    fn parse(text: &str) -> Result<Self, String> {
        let (name, read_only) = text.strip_suffix(":ro").map_or((text, false), |name| (name, true));
        let volume = Name::parse(name).map_err(|_| {
            format!(
                "{} is not the name of a volume: write it as `web-root`, or `web-root:ro` to read only",
                shown(text)
            )
        })?;
        Ok(Self { volume, read_only })
    }
}
