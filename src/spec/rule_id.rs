//! The id of a rule of `check`.

use crate::problem::did_you_mean;

use super::types::{TextType, kept_text, shown};

include!(concat!(env!("OUT_DIR"), "/rule_ids.rs"));

/// The id of a rule that there is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleId(String);

kept_text!(RuleId);

impl RuleId {
    /// Every id, in order: the names of the files that hold the rules.
    pub const ALL: &'static [&'static str] = RULE_IDS;
}

impl TextType for RuleId {
    const FORMAT: &'static str = "rule";
    const WHAT: &'static str = "the id of a rule of `check`, such as no-memory-limit";

    fn parse(text: &str) -> Result<Self, String> {
        if Self::ALL.contains(&text) {
            return Ok(Self(text.to_owned()));
        }
        let next = did_you_mean(text, Self::ALL.iter().copied())
            .unwrap_or_else(|| "every id stands in docs/rules.md and in the output of `check`".to_owned());
        Err(format!("there is no rule {}: {next}", shown(text)))
    }
}
