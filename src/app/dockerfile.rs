//! How the app's image is built.

use crate::spec::{Dockerfile as Asked, Language, Protocol, Settings};

use super::ports::AppPort;
use super::report::Report;
use super::security::PodSecurity;

/// An image that is built from the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dockerfile {
    /// What the app is written in.
    pub language: Language,
    /// What is built, where that has to be said: Go's package, Rust's binary, .NET's project.
    pub target: Option<String>,
    /// The program that the image starts, and its arguments; none leaves that to the image that it is based on.
    pub command: Vec<String>,
    /// User and group that it runs as.
    pub user: (u32, u32),
    /// Ports that it listens on.
    pub ports: Vec<(u16, Protocol)>,
}

/// The Dockerfile, where the spec wants one.
pub(super) fn dockerfile(
    name: &str,
    settings: &Settings,
    security: PodSecurity,
    ports: &[AppPort],
    report: &mut Report<'_>,
) -> Option<Dockerfile> {
    let Asked { language, target, command } = settings.dockerfile.as_ref()?;
    let Some(language) = *language else {
        let names: Vec<&str> = Language::ALL.iter().map(|(_, name)| *name).collect();
        let hint = format!("say it, such as `dockerfile: {{language: go}}`; valid: {}", names.join(", "));
        report.problem("dockerfile", "`dockerfile` does not say what the app is written in", hint);
        return None;
    };
    let target = target.as_ref().map(ToString::to_string);
    check_target(language, target.as_deref(), report);
    let command = match command {
        Some(words) if words.first().is_none_or(|program| program.as_str().is_empty()) => {
            report.problem("dockerfile.command", "`dockerfile.command` names no program", "name it, or leave it out");
            Vec::new()
        }
        Some(words) => words.iter().map(ToString::to_string).collect(),
        None => usual(language, target.as_deref(), report),
    };
    Some(Dockerfile {
        language,
        target: match language {
            Language::Go => target.or_else(|| Some(".".to_owned())),
            Language::Rust => target.or_else(|| Some(name.to_owned())),
            _ => target,
        },
        command,
        user: (security.user, security.group),
        ports: ports.iter().map(|port| (port.port, port.protocol)).collect(),
    })
}

/// Whether a path is that of a project of .NET.
pub fn is_project(path: &str) -> bool {
    [".csproj", ".fsproj", ".vbproj"].iter().any(|ending| path.ends_with(ending))
}

/// The target must be one where the language has some, and be left out where it has none.
fn check_target(language: Language, target: Option<&str>, report: &mut Report<'_>) {
    match (language, target) {
        (Language::Go | Language::Rust, _) => {}
        (Language::Dotnet, Some(target)) if is_project(target) => {}
        (Language::Dotnet, _) => report.problem(
            "dockerfile.target",
            "a Dockerfile of dotnet needs the project that is published",
            "name its file, such as `dockerfile: {language: dotnet, target: Web/Web.csproj}`",
        ),
        (language, Some(_)) => report.problem(
            "dockerfile.target",
            format!("a Dockerfile of {} takes no `target`: the whole folder is built", language.name()),
            "leave it out",
        ),
        (_, None) => {}
    }
}

/// What an image of a language usually starts.
fn usual(language: Language, target: Option<&str>, report: &mut Report<'_>) -> Vec<String> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match language {
        Language::Go | Language::Rust => words(&["/app"]),
        Language::Java | Language::JavaGradle => words(&["java", "-jar", "/app/app.jar"]),
        // The file that `main` of package.json names; npm would stand between it and the signal to stop.
        Language::Node => words(&["node", "."]),
        Language::Dotnet => {
            let stem = target.and_then(|target| target.rsplit('/').next()?.rsplit_once('.')).map(|(stem, _)| stem);
            words(&["dotnet", &format!("{}.dll", stem.unwrap_or_default())])
        }
        // php-fpm, as the image that it is based on says.
        Language::Php => Vec::new(),
        Language::Python | Language::Ruby => {
            let example = if language == Language::Python { "[gunicorn, shop.wsgi]" } else { "[bundle, exec, puma]" };
            report.problem(
                "dockerfile",
                format!("a Dockerfile of {} needs the program that the image starts", language.name()),
                format!("name it, such as `dockerfile: {{language: {}, command: {example}}}`", language.name()),
            );
            Vec::new()
        }
    }
}
