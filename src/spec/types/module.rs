//! What a module of the blackbox exporter is called.

use super::{TextType, kept_text};

/// The name of a module, which the exporter's own configuration is free to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleName(String);

kept_text!(ModuleName);

impl TextType for ModuleName {
    const FORMAT: &'static str = "module-name";
    const WHAT: &'static str = "the name of a module of the blackbox exporter such as http_2xx";

    fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err(
                "the name of a module is missing: take one of the exporter's configuration, such as `http_2xx`, or \
                        leave it out"
                    .to_owned(),
            );
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_may_be_called_anything_but_nothing() {
        for text in ["http_2xx", "http 2xx, with \"ok\" in it", "0", &"m".repeat(100)] {
            assert!(ModuleName::parse(text).is_ok(), "{text}");
        }
        for text in ["", "  "] {
            assert!(ModuleName::parse(text).is_err(), "{text:?}");
        }
    }
}
