//! A number of pods, or a percentage of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::shown;

/// A number of pods or a percentage of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Share {
    /// A number of pods.
    Count(u16),
    /// A percentage of the pods.
    Percent(Percent),
}

/// A percentage, 0% to 100%.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Percent(u8);

impl Percent {
    /// All of them.
    pub const ALL: Self = Self(100);

    /// The number before the sign.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl Share {
    /// Whether it is none at all.
    pub fn is_zero(self) -> bool {
        matches!(self, Self::Count(0) | Self::Percent(Percent(0)))
    }

    /// How many of some pods it is, rounded down.
    pub fn rounded_down(self, pods: u16) -> u64 {
        match self {
            Self::Count(count) => count.into(),
            Self::Percent(percent) => u64::from(pods) * u64::from(percent.get()) / 100,
        }
    }

    /// How many of some pods it is, rounded up.
    pub fn rounded_up(self, pods: u16) -> u64 {
        match self {
            Self::Count(count) => count.into(),
            Self::Percent(percent) => (u64::from(pods) * u64::from(percent.get())).div_ceil(100),
        }
    }

    /// What a valid text looks like, or what is wrong with this one.
    pub(crate) fn check(text: &str) -> Option<String> {
        Percent::try_from(text.to_owned()).err()
    }
}

impl TryFrom<String> for Percent {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digits =
            text.strip_suffix('%').filter(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
        digits.and_then(|digits| digits.parse().ok()).filter(|percent| *percent <= 100).map(Self).ok_or_else(|| {
            format!("{} is no share of the pods: use a number such as 1, or a percentage such as 25%", shown(&text))
        })
    }
}

impl From<Percent> for String {
    fn from(percent: Percent) -> Self {
        format!("{}%", percent.0)
    }
}

impl JsonSchema for Share {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "share".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": ["integer", "string"], "minimum": 0, "maximum": 65535, "format": "share", "pattern": "^[0-9]+%$"})
    }
}
