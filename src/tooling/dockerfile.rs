//! `Dockerfile` and `.dockerignore`: how the app's image is built.

use serde::Serialize;

use crate::app::Dockerfile;
use crate::spec::{Language, Protocol};

use super::bases::{Bases, bases};
use super::{File, Subject};

/// What the template is told.
#[derive(Serialize)]
struct Image<'a> {
    name: &'a str,
    language: &'static str,
    bases: Bases,
    target: Option<&'a str>,
    command: &'a [String],
    user: u32,
    group: u32,
    ports: Vec<Port>,
}

/// A port as the image announces it.
#[derive(Serialize)]
struct Port {
    number: u16,
    /// Its protocol, where that is not tcp.
    protocol: Option<&'static str>,
}

/// The files; none where the spec does not ask for them. All environments run one image, so the first one tells it.
pub(super) fn files(subject: &Subject<'_>) -> Vec<File> {
    let apps = subject.environments.iter().map(|one| one.app);
    let Some((app, asked)) = apps.filter_map(|app| Some((app, app.dockerfile.as_ref()?))).next() else {
        return Vec::new();
    };
    let Dockerfile { language, target, command, user: (user, group), ports } = asked;
    let image = Image {
        name: app.name.as_str(),
        language: language.name(),
        bases: bases(*language),
        target: target.as_deref(),
        command,
        user: *user,
        group: *group,
        ports: ports.iter().map(|(number, protocol)| Port { number: *number, protocol: word(*protocol) }).collect(),
    };
    vec![
        File::new(".dockerignore", "tooling/dockerfile/ignore.dockerignore.tera", &image),
        File::new("Dockerfile", template(*language), &image),
    ]
}

fn template(language: Language) -> &'static str {
    match language {
        Language::Go => "tooling/dockerfile/go.dockerfile.tera",
        Language::Java => "tooling/dockerfile/java.dockerfile.tera",
        Language::JavaGradle => "tooling/dockerfile/java-gradle.dockerfile.tera",
        Language::Node => "tooling/dockerfile/node.dockerfile.tera",
        Language::Python => "tooling/dockerfile/python.dockerfile.tera",
        Language::Ruby => "tooling/dockerfile/ruby.dockerfile.tera",
        Language::Php => "tooling/dockerfile/php.dockerfile.tera",
        Language::Rust => "tooling/dockerfile/rust.dockerfile.tera",
        Language::Dotnet => "tooling/dockerfile/dotnet.dockerfile.tera",
    }
}

fn word(protocol: Protocol) -> Option<&'static str> {
    match protocol {
        Protocol::Tcp => None,
        Protocol::Udp => Some("udp"),
        Protocol::Sctp => Some("sctp"),
    }
}
