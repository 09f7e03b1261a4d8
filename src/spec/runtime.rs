//! What the app runs on, so that its settings can follow the limits of the container.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the app runs on; docs/runtimes.md says what is derived for each, and from which source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Runtime {
    /// A Go program.
    Go,
    /// A Java virtual machine.
    Java,
    /// Node.js.
    Node,
    /// Python's gunicorn.
    Gunicorn,
    /// Python's uvicorn, by itself.
    Uvicorn,
    /// Ruby's puma, with Rails or without.
    Puma,
    /// PHP-FPM, as in the official image.
    PhpFpm,
    /// nginx, as in the official images.
    Nginx,
}

impl Runtime {
    /// Every runtime with its name as a spec writes it.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Go, "go"),
        (Self::Java, "java"),
        (Self::Node, "node"),
        (Self::Gunicorn, "gunicorn"),
        (Self::Uvicorn, "uvicorn"),
        (Self::Puma, "puma"),
        (Self::PhpFpm, "php-fpm"),
        (Self::Nginx, "nginx"),
    ];

    /// The name as a spec writes it.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(runtime, _)| *runtime == self).map_or("", |(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_serde_writes() {
        for (runtime, name) in Runtime::ALL {
            assert_eq!(serde_json::to_value(runtime).expect("a unit variant"), name);
        }
    }
}
