//! A pattern of names.

use globset::Glob;

use super::{TextType, kept_text, shown};

/// A pattern that names fit or do not, in the form that shells know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern(String);

kept_text!(Pattern);

/// The most characters of a pattern: as many as a file's name may have on the usual systems.
const LONGEST: usize = 255;

impl TextType for Pattern {
    const FORMAT: &'static str = "pattern";
    const WHAT: &'static str = "a name, in which `*` stands for any text, such as legacy/**";

    fn parse(text: &str) -> Result<Self, String> {
        if text.len() > LONGEST {
            return Err(format!("a pattern has at most {LONGEST} characters, not {}", text.len()));
        }
        match Glob::new(text) {
            Ok(_) if !text.trim().is_empty() => Ok(Self(text.to_owned())),
            Ok(_) => Err("a pattern says something: write a name, or `*` for all".to_owned()),
            Err(error) => Err(format!("{} is no pattern: {}", shown(text), error.kind())),
        }
    }
}
