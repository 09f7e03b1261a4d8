//! What a whole repository says.

use proptest::prelude::*;

use super::repository::Files;
use super::*;

const POM: &str = "<project><artifactId>Shop_Web</artifactId><dependencies><dependency><artifactId>spring-boot-starter-actuator</artifactId></dependency></dependencies></project>";

fn port(files: &[(&str, &str)]) -> Option<String> {
    guess("shop", &Files(files)).port.map(|port| port.reason)
}

#[test]
fn an_empty_repository_has_the_name_of_its_folder() {
    let named = |folder| guess(folder, &Files(&[]));
    let expected = Guesses { name: Some(Guess::new("shop".to_owned(), "the folder's name")), ..Guesses::default() };
    for folder in ["shop", "/home/me/Shop/", "C:\\code\\shop"] {
        assert_eq!(named(folder), expected, "{folder}");
    }
    for folder in ["", "/", ".", "123"] {
        assert_eq!(named(folder), Guesses::default(), "{folder}");
    }
}

#[test]
fn a_spring_boot_app_is_known_without_a_question() {
    let dockerfile = "FROM eclipse-temurin:25-jre\nUSER 10001\nEXPOSE 9000\nHEALTHCHECK CMD curl -f http://localhost:9000/actuator/health\n";
    let guesses = guess("folder", &Files(&[("pom.xml", POM), ("Dockerfile", dockerfile)]));
    let actuator = "spring-boot-starter-actuator in pom.xml";
    let expected = Guesses {
        name: Some(Guess::new("shop-web".to_owned(), "artifactId in pom.xml")),
        port: Some(Guess::new(9000, "EXPOSE 9000 in Dockerfile")),
        user: Some(Guess::new(10001, "USER 10001 in Dockerfile")),
        group: None,
        language: Some(Guess::new(Language::Java, "FROM eclipse-temurin:25-jre in Dockerfile")),
        runtime: Some(Guess::new("java".to_owned(), "FROM eclipse-temurin:25-jre in Dockerfile")),
        readiness: Some(Guess::new("/actuator/health/readiness".to_owned(), actuator)),
        liveness: Some(Guess::new("/actuator/health/liveness".to_owned(), actuator)),
        startup: Some(Guess::new("120s".to_owned(), actuator)),
        image: None,
        writable: Vec::new(),
    };
    assert_eq!(guesses, expected);
}

#[test]
fn the_surest_source_tells_the_port() {
    let mut files = vec![
        ("Dockerfile", "FROM nginx:1.29\nEXPOSE 1\n"),
        ("compose.yaml", "services: {web: {build: ., ports: ['9:2']}}"),
        ("src/main/resources/application.properties", "server.port=3"),
        ("Procfile", "web: serve --port 4"),
        ("package.json", "{\"scripts\": {\"start\": \"serve --port 5\"}}"),
        (".env.example", "PORT=6"),
        ("pom.xml", POM),
    ];
    let mut seen = Vec::new();
    while files.len() > 1 {
        seen.extend(port(&files));
        files.remove(0);
    }
    seen.extend(port(&[("Dockerfile", "FROM nginx:1.29\n")]));
    assert_eq!(
        seen,
        [
            "EXPOSE 1 in Dockerfile",
            "ports of service web in compose.yaml",
            "server.port in application.properties",
            "port 4 of web in Procfile",
            "port 5 of script start in package.json",
            "PORT=6 in .env.example",
            "FROM nginx:1.29 in Dockerfile",
        ]
    );
    assert_eq!(port(&files).as_deref(), Some("Spring Boot's own port; Spring Boot is in pom.xml"));
}

#[test]
fn a_manifest_in_another_language_than_the_front_end_comes_first() {
    let guesses = guess(
        "folder",
        &Files(&[("package.json", "{\"name\": \"assets\"}"), ("go.mod", "module github.com/acme/web/v2")]),
    );
    assert_eq!(guesses.name, Some(Guess::new("web".to_owned(), "module github.com/acme/web/v2 in go.mod")));
    assert_eq!(guesses.language, Some(Guess::new(Language::Go, "go.mod")));
}

#[test]
fn a_compose_file_names_another_dockerfile_and_its_health_check_gives_the_path() {
    let compose = "services: {web: {build: {context: ., dockerfile: web.Dockerfile}, healthcheck: {test: 'curl localhost:$$PORT/up'}}}";
    let guesses = guess("shop", &Files(&[("compose.yml", compose), ("web.Dockerfile", "FROM scratch\nEXPOSE 80\n")]));
    assert_eq!(guesses.port, Some(Guess::new(80, "EXPOSE 80 in web.Dockerfile")));
    assert_eq!(
        guesses.readiness,
        Some(Guess::new("/up".to_owned(), "healthcheck of service web in compose.yml asks /up"))
    );
}

#[test]
fn no_file_can_act_upon_the_terminal() {
    let guesses = guess("shop", &Files(&[("go.mod", "module a/\u{1b}[2Jweb\u{202e}\n")]));
    assert_eq!(guesses.name, Some(Guess { value: "jweb".to_owned(), reason: "module a/[2Jweb in go.mod".to_owned() }));
}

/// Every file that is read, all with the same text.
struct Everywhere(Vec<u8>);

impl Sources for Everywhere {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone())
    }
}

#[test]
fn long_and_hostile_files_are_read_to_the_end() {
    for part in LONG.split('|') {
        let long = part.repeat((1 << 16) / part.len());
        let _ = guess("shop", &Everywhere(format!("FROM a\nRUN {long}").into_bytes()));
        let _ = guess("shop", &Everywhere(long.into_bytes()));
    }
}

proptest! {
    #[test]
    fn no_bytes_whatever_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = guess("shop", &Everywhere(bytes));
    }

    #[test]
    fn no_mixture_of_what_files_are_made_of_makes_it_fail_or_gives_an_invalid_answer(
        parts in proptest::collection::vec(proptest::sample::select(PARTS.split('|').collect::<Vec<_>>()), 0..40)
    ) {
        let guesses = guess("shop", &Everywhere(parts.concat().into_bytes()));
        if let Some(name) = guesses.name {
            prop_assert!(name.value.parse::<crate::spec::types::Name>().is_ok());
        }
        for path in [guesses.readiness, guesses.liveness].into_iter().flatten() {
            prop_assert!(path.value.parse::<crate::spec::types::HttpPath>().is_ok());
        }
        for path in guesses.writable {
            prop_assert!(path.value.parse::<crate::spec::types::ContainerPath>().is_ok());
        }
        prop_assert!(guesses.port.is_none_or(|port| port.value > 0));
        prop_assert!(guesses.user.is_none_or(|user| user.value > 0));
    }
}

/// What a reader may trip over when it is repeated, between bars.
const LONG: &str = "\
FROM a AS a\n|FROM a\nFROM a AS b\nFROM b AS a\n|${|${A:-|ENV A=$A$A\n|\
RUN <<A\n|\\\n|[|{|<a>|<!--|- |&a |\"|'|\
useradd -u 1 a |-c useradd |VOLUME /a\n|localhost |\
--port |name = \"\"\"|a:\n |web: -p |COPY --from=0 /etc/passwd /\nUSER a\nFROM a AS b\n|\
module /|\u{fffd}|ARG A\n";

/// Pieces of all the files that are read, between bars.
const PARTS: &str = "FROM |node:22| AS a|\n| |\\\n|EXPOSE |8080|/tcp|USER |node|:|0|ENV |PORT|=|$PORT|${|}|:-|RUN |<<EOF|EOF\n|\
useradd |-u |-|VOLUME |/data|[\"|\", \"|\"]|'|\"|\\|HEALTHCHECK CMD |curl |http://localhost|/up|?|#|é|\u{85}|<|>|</|\
project|artifactId|services:\n|  web:\n|    build: .\n|    ports:\n|      - |[package]\n|name = |module |{|}|\t|\r\n|\
web: |server.port|\0";
