//! Reads what Maven and Gradle say about the app.

use crate::spec::Language;

use super::manifests::project;
use super::repository::Repository;
use super::{Guesses, xml};

/// What a build file says about Spring Boot.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Starters {
    /// The build file.
    pub(crate) path: &'static str,
    /// Whether the actuator, which answers probes, is a dependency.
    pub(crate) actuator: bool,
    /// Whether a web server is a dependency.
    pub(crate) web: bool,
}

/// What Maven or Gradle calls the app.
pub(crate) fn read(repository: &Repository) -> Guesses {
    if let Some(pom) = repository.text("pom.xml") {
        let mut name = None;
        xml::texts(&pom, &mut |path, text| {
            if path == ["project", "artifactId"] && !text.contains('$') {
                name = name.or(Some(text));
            }
        });
        return project("pom.xml", Language::Java, name.map(|name| ("artifactId", name)));
    }
    if let Some((path, text)) = repository.first(&["settings.gradle.kts", "settings.gradle"]) {
        let name = text.lines().find_map(|line| {
            let value = line.trim().strip_prefix("rootProject.name")?.trim_start().strip_prefix('=')?.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            value[1..].split(quote).next().filter(|name| !name.contains('$'))
        });
        return project(path, Language::JavaGradle, name.map(|name| ("rootProject.name", name)));
    }
    let build = repository.first(&["build.gradle.kts", "build.gradle"]);
    build.map(|(path, _)| project(path, Language::JavaGradle, None)).unwrap_or_default()
}

/// The Spring Boot starters among the dependencies of the app itself.
pub(crate) fn starters(repository: &Repository) -> Option<Starters> {
    let (path, text) = repository.first(&["pom.xml", "build.gradle.kts", "build.gradle"])?;
    let mut starters = Starters { path, ..Starters::default() };
    let mut see = |dependency: &str| {
        starters.actuator |= dependency == "spring-boot-starter-actuator";
        // web, webmvc, webflux, websocket, web-services: a web server comes with each.
        starters.web |= dependency.starts_with("spring-boot-starter-web");
    };
    if path == "pom.xml" {
        xml::texts(&text, &mut |path, text| {
            if path == ["project", "dependencies", "dependency", "artifactId"] {
                see(text);
            }
        });
    } else {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        // A version catalog writes dots for dashes: `libs.spring.boot.starter.actuator`.
        let words = code.flat_map(|line| line.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.')));
        words.for_each(|word| see(word.strip_prefix("libs.").unwrap_or(word).replace('.', "-").as_str()));
    }
    Some(starters)
}

#[cfg(test)]
mod tests {
    use super::super::repository::Files;
    use super::*;

    const POM: &str = "<project>
  <parent><artifactId>spring-boot-starter-parent</artifactId></parent>
  <!-- <artifactId>old</artifactId> -->
  <artifactId>web</artifactId>
  <dependencyManagement><dependencies><dependency><artifactId>spring-boot-starter-webflux</artifactId></dependency></dependencies></dependencyManagement>
  <dependencies><dependency><artifactId>spring-boot-starter-actuator</artifactId></dependency></dependencies>
</project>";

    #[test]
    fn maven_names_the_project_itself_and_not_its_parent() {
        let guesses = read(&Repository::new(&Files(&[("pom.xml", POM)])));
        assert_eq!(guesses.name, Some(super::super::Guess::new("web".to_owned(), "artifactId in pom.xml")));
    }

    #[test]
    fn gradle_names_the_root_project() {
        for text in ["rootProject.name = \"web\"\n", "  rootProject.name='web'\n"] {
            let guesses = read(&Repository::new(&Files(&[("settings.gradle", text)])));
            assert_eq!(guesses.name.map(|name| name.value).as_deref(), Some("web"), "{text}");
        }
        let guesses = read(&Repository::new(&Files(&[("build.gradle", "plugins {}")])));
        assert_eq!((guesses.name, guesses.language.map(|language| language.value)), (None, Some(Language::JavaGradle)));
    }

    #[test]
    fn only_own_dependencies_count() {
        let found =
            |path: &str, text: &str| starters(&Repository::new(&Files(&[(path, text)]))).map(|s| (s.actuator, s.web));
        assert_eq!(found("pom.xml", POM), Some((true, false)));
        let kotlin = "dependencies {\n  // implementation(\"org.springframework.boot:spring-boot-starter-actuator\")\n  implementation(\"org.springframework.boot:spring-boot-starter-web:4.0.1\")\n}";
        assert_eq!(found("build.gradle.kts", kotlin), Some((false, true)));
        assert_eq!(found("build.gradle", "implementation libs.spring.boot.starter.actuator"), Some((true, false)));
    }
}
