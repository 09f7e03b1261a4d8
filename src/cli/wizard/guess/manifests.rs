//! Reads the app's name and language from the manifest of its language.

use serde_json::Value;

use crate::spec::Language;

use super::naming::valid_name;
use super::repository::Repository;
use super::{Guess, Guesses, command, jvm, toml};

/// Files that tell the language, and nothing else that is read here.
const MARKERS: [(&str, Language); 8] = [
    ("Gemfile", Language::Ruby),
    ("requirements.txt", Language::Python),
    ("Pipfile", Language::Python),
    ("setup.py", Language::Python),
    ("manage.py", Language::Python),
    ("artisan", Language::Php),
    ("global.json", Language::Dotnet),
    ("Directory.Build.props", Language::Dotnet),
];

/// What the manifests say, the surest first: `package.json` comes last, since apps in any language
/// have one for their front end.
pub(crate) fn read(folder: &str, repository: &Repository) -> Vec<Guesses> {
    let mut all =
        vec![go(repository), jvm::read(repository), cargo(repository), pyproject(repository), composer(repository)];
    let projects =
        [".csproj", ".fsproj", ".sln", ".slnx"].map(|ending| (format!("{folder}{ending}"), Language::Dotnet));
    let markers = MARKERS.iter().map(|(path, language)| ((*path).to_owned(), *language)).chain(projects);
    all.extend(markers.filter_map(|(path, language)| repository.text(&path).map(|_| project(&path, language, None))));
    all.push(package(repository));
    all
}

/// What a manifest says about the app: its language, and its name with what calls it so.
pub(crate) fn project(path: &str, language: Language, name: Option<(&str, &str)>) -> Guesses {
    let name = name.and_then(|(what, name)| Some(Guess::new(valid_name(name)?, format!("{what} in {path}"))));
    Guesses { name, language: Some(Guess::new(language, path)), ..Guesses::default() }
}

fn go(repository: &Repository) -> Guesses {
    let Some(text) = repository.text("go.mod") else { return Guesses::default() };
    let mut modules = text.lines().filter_map(|line| line.trim().strip_prefix("module")?.strip_prefix([' ', '\t']));
    let module = modules.next().and_then(|module| module.split("//").next()).unwrap_or_default();
    let module = module.trim().trim_matches(['"', '`']);
    let major = |part: &str| {
        part.strip_prefix('v').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    };
    let mut parts = module.rsplit('/').skip_while(|part| major(part));
    let name = match (parts.next(), parts.next()) {
        // A module at the root of a domain is called as the domain is: miniflux.app/v2.
        (Some(domain), None) => domain.split('.').next().unwrap_or_default(),
        (name, _) => name.unwrap_or_default(),
    };
    project("go.mod", Language::Go, Some((&format!("module {module}"), name)))
}

fn cargo(repository: &Repository) -> Guesses {
    let Some(text) = repository.text("Cargo.toml") else { return Guesses::default() };
    let name = toml::string(&text, "package.name");
    project("Cargo.toml", Language::Rust, name.as_deref().map(|name| ("the package's name", name)))
}

fn pyproject(repository: &Repository) -> Guesses {
    let Some(text) = repository.text("pyproject.toml") else { return Guesses::default() };
    let name = toml::string(&text, "project.name").or_else(|| toml::string(&text, "tool.poetry.name"));
    project("pyproject.toml", Language::Python, name.as_deref().map(|name| ("the project's name", name)))
}

fn composer(repository: &Repository) -> Guesses {
    let Some(text) = repository.text("composer.json") else { return Guesses::default() };
    let json: Value = serde_json::from_str(&text).unwrap_or_default();
    let name = json["name"].as_str().and_then(|name| name.rsplit('/').next());
    project("composer.json", Language::Php, name.map(|name| ("the package's name", name)))
}

fn package(repository: &Repository) -> Guesses {
    let Some(text) = repository.text("package.json") else { return Guesses::default() };
    let json: Value = serde_json::from_str(&text).unwrap_or_default();
    let name = json["name"].as_str().and_then(|name| name.rsplit('/').next());
    let port = ["start:prod", "start"].into_iter().find_map(|script| {
        let port = command::port(json["scripts"][script].as_str()?, &|_| None)?;
        Some(Guess::new(port, format!("port {port} of script {script} in package.json")))
    });
    Guesses { port, ..project("package.json", Language::Node, name.map(|name| ("the package's name", name))) }
}

#[cfg(test)]
mod tests {
    use super::super::repository::Files;
    use super::*;

    fn read_one(path: &str, text: &str) -> Guesses {
        let mut guesses = Guesses::default();
        read("shop", &Repository::new(&Files(&[(path, text)]))).into_iter().for_each(|part| guesses.fill(part));
        guesses
    }

    fn name(path: &str, text: &str) -> Option<String> {
        read_one(path, text).name.map(|name| name.value)
    }

    #[test]
    fn a_manifest_names_the_app() {
        for (path, text) in [
            ("go.mod", "// the shop\nmodule github.com/acme/web // v2 soon\n\ngo 1.26\n"),
            ("go.mod", "module \"github.com/acme/web/v2\"\n"),
            ("go.mod", "module web.app/v2\n"),
            ("Cargo.toml", "[package]\nname = \"web\"\n"),
            ("pyproject.toml", "[project]\nname = \"Web\"\n"),
            ("pyproject.toml", "[tool.poetry]\nname = \"web\"\n"),
            ("composer.json", "{\"name\": \"acme/web\"}"),
            ("package.json", "{\"name\": \"@acme/web\"}"),
        ] {
            assert_eq!(name(path, text).as_deref(), Some("web"), "{path}: {text}");
        }
    }

    #[test]
    fn a_manifest_that_names_nothing_still_tells_the_language() {
        for (path, text, language) in [
            ("go.mod", "module\n", Language::Go),
            ("Cargo.toml", "[workspace]\nmembers = []\n", Language::Rust),
            ("package.json", "{", Language::Node),
            ("package.json", "[]", Language::Node),
            ("Gemfile", "source 'https://rubygems.org'\n", Language::Ruby),
            ("requirements.txt", "", Language::Python),
            ("shop.csproj", "<Project/>", Language::Dotnet),
        ] {
            let guesses = read_one(path, text);
            assert_eq!((guesses.name, guesses.language), (None, Some(Guess::new(language, path))), "{path}");
        }
    }

    #[test]
    fn the_start_script_tells_the_port() {
        let port = |text| read_one("package.json", text).port.map(|port| port.value);
        assert_eq!(
            port("{\"scripts\": {\"dev\": \"next dev -p 3001\", \"start\": \"next start -p 3000\"}}"),
            Some(3000)
        );
        assert_eq!(port("{\"scripts\": {\"start\": \"PORT=4000 node server.js\"}}"), Some(4000));
        assert_eq!(port("{\"scripts\": {\"start\": [\"-p\", \"3000\"]}}"), None);
    }
}
