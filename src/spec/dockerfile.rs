//! How the app's image is built.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::language::Language;
use super::types::{BuildTarget, CommandWord};

/// A Dockerfile and a .dockerignore beside the spec.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Dockerfile {
    /// What the app is written in: go, java, java-gradle, node, python, ruby, php, rust or dotnet.
    pub language: Option<Language>,
    /// What is built: a package of Go such as ./cmd/web, a binary of Rust, a project of .NET such as Web/Web.csproj.
    pub target: Option<BuildTarget>,
    /// Program that the image starts, and its arguments; what is usual for the language when left out.
    pub command: Option<Vec<CommandWord>>,
}
