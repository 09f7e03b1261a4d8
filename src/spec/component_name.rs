//! What components, their options and what they tell are called.

use crate::problem::nearest_or_all;

use super::types::{TextType, kept_text, shown};

include!(concat!(env!("OUT_DIR"), "/component_names.rs"));

/// The name of a component that there is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ComponentName(String);

/// The name of an option of a component; which there are, each component says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OptionName(String);

/// The name of something that a component tells; what there is, each component says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FactName(String);

kept_text!(ComponentName, OptionName, FactName);

impl ComponentName {
    /// Every name, in order: the names of the files below `components/`.
    pub const ALL: &'static [&'static str] = COMPONENT_NAMES;
}

impl TextType for ComponentName {
    const FORMAT: &'static str = "component";
    const WHAT: &'static str = "the name of a component, such as postgresql";

    fn parse(text: &str) -> Result<Self, String> {
        if Self::ALL.contains(&text) {
            return Ok(Self(text.to_owned()));
        }
        let next = nearest_or_all(text, Self::ALL.iter().copied());
        Err(format!("there is no component {}: {next}", shown(text)))
    }
}

impl TextType for OptionName {
    const FORMAT: &'static str = "component-option";
    const WHAT: &'static str = "the name of an option, such as storage";

    fn parse(text: &str) -> Result<Self, String> {
        word(text)
            .map(Self)
            .ok_or_else(|| format!("{} is not the name of an option: use letters, as in `storage`", shown(text)))
    }
}

impl TextType for FactName {
    const FORMAT: &'static str = "component-fact";
    const WHAT: &'static str = "the name of something that a component tells, such as uri";

    fn parse(text: &str) -> Result<Self, String> {
        let message = || format!("{} is not what a component tells: use letters and dashes, as in `uri`", shown(text));
        word(text).map(Self).ok_or_else(message)
    }
}

/// A text of letters and dashes.
fn word(text: &str) -> Option<String> {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let fits = text.len() <= 63 && text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(inside);
    fits.then(|| text.to_owned())
}
