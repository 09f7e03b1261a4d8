//! The Kubernetes minor version that the manifests are written for.

use std::fmt;

use super::TextType;
use super::name::shown;

/// A Kubernetes minor version, 1.33 to 1.37.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KubernetesVersion(u8);

impl KubernetesVersion {
    /// The oldest minor version that can be written for.
    pub const OLDEST: Self = Self(33);
    /// Version 1.`minor`.
    pub(crate) const fn minor(minor: u8) -> Self {
        Self(minor)
    }

    /// The newest minor version that can be written for.
    pub const NEWEST: Self = Self(37);
}

impl TextType for KubernetesVersion {
    const FORMAT: &'static str = "kubernetes-version";
    const WHAT: &'static str = "a Kubernetes minor version in quotes, \"1.33\" to \"1.37\"";
    const PATTERN: Option<&'static str> = Some("^1\\.3[3-7]$");

    fn parse(text: &str) -> Result<Self, String> {
        let minor = text.strip_prefix("1.").filter(|minor| minor.len() == 2).and_then(|minor| minor.parse::<u8>().ok());
        let known = minor.map(Self).filter(|version| (Self::OLDEST..=Self::NEWEST).contains(version));
        known.ok_or_else(|| {
            format!(
                "{} is not a Kubernetes version that can be written for: use \"{}\" to \"{}\"",
                shown(text),
                Self::OLDEST,
                Self::NEWEST
            )
        })
    }
}

impl fmt::Display for KubernetesVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.0)
    }
}
