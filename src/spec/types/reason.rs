//! Why something is departed from.

use super::{TextType, kept_text};

/// A reason, which says something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason(String);

kept_text!(Reason);

impl TextType for Reason {
    const FORMAT: &'static str = "reason";
    const WHAT: &'static str = "why, in a few words for whoever reads this next year";

    fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("a reason is missing: say why, for whoever reads this next year".to_owned());
        }
        Ok(Self(text.to_owned()))
    }
}
