//! What the app is written in, so that its image can be built.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the app is written in, and what builds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// Go.
    Go,
    /// Java, Kotlin and the other languages of the JVM, built by Maven.
    Java,
    /// The same, built by Gradle.
    JavaGradle,
    /// JavaScript and TypeScript, with npm.
    Node,
    /// Python, with a requirements.txt.
    Python,
    /// Ruby, with Bundler.
    Ruby,
    /// PHP, with Composer.
    Php,
    /// Rust.
    Rust,
    /// C# and the other languages of .NET.
    Dotnet,
}

impl Language {
    /// Every language with its name as a spec writes it.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Go, "go"),
        (Self::Java, "java"),
        (Self::JavaGradle, "java-gradle"),
        (Self::Node, "node"),
        (Self::Python, "python"),
        (Self::Ruby, "ruby"),
        (Self::Php, "php"),
        (Self::Rust, "rust"),
        (Self::Dotnet, "dotnet"),
    ];

    /// The name as a spec writes it.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(language, _)| *language == self).map_or("", |(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_serde_writes() {
        for (language, name) in Language::ALL {
            assert_eq!(serde_json::to_value(language).expect("a unit variant"), name);
        }
    }
}
