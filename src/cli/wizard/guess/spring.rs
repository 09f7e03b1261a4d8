//! Port and health paths of a Spring Boot app.
//!
//! Source: "Kubernetes Probes" and "Monitoring and Management Over HTTP" in Spring Boot's reference
//! (documentation/spring-boot-docs/.../reference/pages/actuator/endpoints.adoc, monitoring.adoc).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::spec::types::HttpPath;
use crate::yaml;

use super::jvm::starters;
use super::naming::valid_port;
use super::repository::Repository;
use super::{Guess, Guesses};

/// Longer keys are not Spring Boot's own.
const LONGEST: usize = 100;

/// What a Spring Boot app says, by how sure it is.
#[derive(Debug, Default)]
pub(crate) struct Spring {
    /// Health paths and start-up time.
    pub(crate) probes: Guesses,
    /// The port that its configuration sets.
    pub(crate) port: Guesses,
    /// The port that it takes when nothing sets one.
    pub(crate) usual: Guesses,
}

/// Reads the build file and `application.properties` or `.yml`.
pub(crate) fn read(repository: &Repository) -> Spring {
    let Some(starters) = starters(repository).filter(|starters| starters.actuator || starters.web) else {
        return Spring::default();
    };
    let configuration = Configuration::read(repository);
    let mut spring = Spring::default();
    if let Some((value, path)) = configuration.0.get("server.port") {
        spring.port.port = valid_port(value).map(|port| Guess::new(port, format!("server.port in {path}")));
    } else {
        spring.usual.port =
            Some(Guess::new(8080, format!("Spring Boot's own port; Spring Boot is in {}", starters.path)));
    }
    if starters.actuator {
        let reason = format!("spring-boot-starter-actuator in {}", starters.path);
        let guess = |path: Option<String>| path.map(|path| Guess::new(path, &reason));
        let (readiness, liveness) = configuration.health_paths();
        spring.probes.readiness = guess(readiness);
        spring.probes.liveness = guess(liveness);
        // A JVM with a Spring context takes a while, the more so with little cpu.
        spring.probes.startup = guess(Some("120s".to_owned()));
    }
    spring
}

/// The configuration that holds in every profile: key in lower case without dashes -> value, file.
struct Configuration(BTreeMap<String, (String, &'static str)>);

impl Configuration {
    fn read(repository: &Repository) -> Self {
        let mut all = Self(BTreeMap::new());
        // The order in which Spring Boot reads them: a later one wins.
        for folder in ["", "config/"] {
            all.read_folder(&format!("src/main/resources/{folder}"), repository);
        }
        all
    }

    fn read_folder(&mut self, folder: &str, repository: &Repository) {
        for path in ["application.yaml", "application.yml"] {
            let Some(text) = repository.text(&format!("{folder}{path}")) else { continue };
            // Maven's `@project.version@` is not YAML until the build has replaced it.
            for document in yaml::parse_documents(path, &text.replace('@', "")).unwrap_or_default() {
                let mut part = Self(BTreeMap::new());
                part.add_below("", &document, path);
                if !part.0.keys().any(|key| key.starts_with("spring.config.activate.") || key == "spring.profiles") {
                    self.0.append(&mut part.0);
                }
            }
        }
        let text = repository.text(&format!("{folder}application.properties")).unwrap_or_default();
        for line in text.lines().map(str::trim).take_while(|line| *line != "#---") {
            if let Some((key, value)) = line.split_once(['=', ':']).filter(|_| !line.starts_with(['#', '!'])) {
                self.add(key.trim(), value.trim(), "application.properties");
            }
        }
    }

    fn add_below(&mut self, prefix: &str, value: &Value, path: &'static str) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| {
                let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                if key.len() <= LONGEST {
                    self.add_below(&key, value, path);
                }
            }),
            Value::String(text) => self.add(prefix, text, path),
            Value::Number(_) | Value::Bool(_) => self.add(prefix, &value.to_string(), path),
            Value::Null | Value::Array(_) => {}
        }
    }

    fn add(&mut self, key: &str, value: &str, path: &'static str) {
        // `${PORT:8080}` is 8080 unless the environment says otherwise; `${PORT}` is unknown.
        let default =
            value.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).and_then(|inner| inner.split_once(':'));
        let value = default.map_or(value, |(_, default)| default);
        self.0.insert(key.to_ascii_lowercase().replace('-', ""), (value.to_owned(), path));
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|(value, _)| value.as_str())
    }

    /// Readiness and liveness on the app's own port, in plain http.
    fn health_paths(&self) -> (Option<String>, Option<String>) {
        let own_port = self.get("server.port").unwrap_or("8080");
        let elsewhere = self.get("management.server.port").is_some_and(|port| port != own_port);
        let encrypted =
            self.get("server.ssl.enabled") != Some("false") && self.0.keys().any(|key| key.starts_with("server.ssl."));
        if encrypted || self.get("spring.main.webapplicationtype") == Some("none") {
            return (None, None);
        }
        let context =
            self.get("server.servlet.contextpath").or_else(|| self.get("spring.webflux.basepath")).unwrap_or_default();
        let base = self.get("management.endpoints.web.basepath").unwrap_or("/actuator");
        let path = |tail: &str| {
            let path = format!("{}{tail}", context.trim_end_matches('/'));
            path.parse::<HttpPath>().ok().filter(|_| !path.contains('$')).map(|path| path.to_string())
        };
        let below = |tail: &str| path(&format!("{}{tail}", base.trim_end_matches('/')));
        if self.get("management.endpoint.health.probes.addadditionalpaths") == Some("true") {
            (path("/readyz"), path("/livez"))
        } else if elsewhere {
            (None, None)
        } else if self.get("management.endpoint.health.probes.enabled") == Some("false") {
            (below("/health"), None)
        } else {
            (below("/health/readiness"), below("/health/liveness"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::repository::Files;
    use super::*;

    const ACTUATOR: &str = "implementation 'org.springframework.boot:spring-boot-starter-actuator'";

    fn with(file: &str, text: &str) -> (Option<u16>, Option<String>, Option<String>) {
        let path = format!("src/main/resources/{file}");
        let mut spring = read(&Repository::new(&Files(&[("build.gradle", ACTUATOR), (&path, text)])));
        spring.port.fill(spring.usual);
        (
            spring.port.port.map(|g| g.value),
            spring.probes.readiness.map(|g| g.value),
            spring.probes.liveness.map(|g| g.value),
        )
    }

    fn paths(prefix: &str) -> (Option<String>, Option<String>) {
        (Some(format!("{prefix}/readiness")), Some(format!("{prefix}/liveness")))
    }

    #[test]
    fn the_actuator_answers_probes_on_the_usual_port() {
        let (readiness, liveness) = paths("/actuator/health");
        assert_eq!(with("application.properties", ""), (Some(8080), readiness, liveness));
    }

    #[test]
    fn configuration_moves_the_port_and_the_paths() {
        let (readiness, liveness) = paths("/shop/manage/health");
        let expected = (Some(9000), readiness, liveness);
        let properties = "# web\nserver.port = ${PORT:9000}\nserver.servlet.context-path=/shop\nmanagement.endpoints.web.base-path=/manage/\n";
        assert_eq!(with("application.properties", properties), expected);
        let yaml = "info: {version: @project.version@}
server:
  port: 9000
  servlet.contextPath: /shop
management.endpoints.web:
  base-path: /manage
---
spring:
  config:
    activate: {on-profile: dev}
server: {port: 1}
";
        assert_eq!(with("application.yml", yaml), expected);
    }

    #[test]
    fn the_config_folder_wins() {
        let (readiness, liveness) = paths("/management/health");
        let yaml = "spring.profiles: {active: dev}\nmanagement:\n  endpoints.web.base-path: /management\n---\nspring.config.activate.on-profile: dev\nserver.port: 1\n";
        assert_eq!(with("config/application.yml", yaml), (Some(8080), readiness, liveness));
    }

    #[test]
    fn gives_no_path_that_the_app_would_not_answer_on_its_port() {
        for text in
            ["management.server.port=9090", "server.ssl.key-store=a.p12", "spring.main.web-application-type=none"]
        {
            let (_, readiness, liveness) = with("application.properties", text);
            assert_eq!((readiness, liveness), (None, None), "{text}");
        }
        let text = "management.server.port=9090\nmanagement.endpoint.health.probes.add-additional-paths=true\n";
        let (_, readiness, liveness) = with("application.properties", text);
        assert_eq!((readiness.as_deref(), liveness.as_deref()), (Some("/readyz"), Some("/livez")));
    }

    #[test]
    fn knows_no_port_where_only_the_environment_does() {
        assert_eq!(with("application.properties", "server.port=${PORT}").0, None);
        assert_eq!(with("application.properties", "server.port=0").0, None);
    }
}
