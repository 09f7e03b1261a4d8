//! Reads the service that a compose file builds from this repository.

use serde_json::Value;

use crate::spec::types::{ContainerPath, SourcePath};
use crate::yaml;

use super::healthcheck::HealthCheck;
use super::naming::{valid_port, valid_repository};
use super::repository::Repository;
use super::variables::expand;
use super::{Guess, Guesses};

/// The order in which `docker compose` looks for them.
const FILES: [&str; 4] = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/// The Dockerfile of a service that names none.
const USUAL: &str = "Dockerfile";

/// What the compose file says.
#[derive(Debug, Default)]
pub(crate) struct Compose {
    /// What it states about the app.
    pub(crate) stated: Guesses,
    /// Its health check.
    pub(crate) check: Option<HealthCheck>,
    /// The Dockerfile that it builds from.
    pub(crate) dockerfile: Option<String>,
}

/// Reads the first compose file there is.
pub(crate) fn read(repository: &Repository) -> Compose {
    let Some((file, text)) = repository.first(&FILES) else { return Compose::default() };
    // Read as plain values: people write `restart: no`, which only our own files may not.
    let documents = yaml::parse_documents(file, &text).unwrap_or_default();
    let services = documents.first().and_then(|document| document["services"].as_object());
    let mut built: Vec<_> = services.into_iter().flatten().filter(|(_, service)| builds_here(service)).collect();
    // Several Dockerfiles are several apps; the one of the repository itself is `Dockerfile`.
    let dockerfiles = built.iter().map(|(_, service)| dockerfile(service));
    let own = dockerfiles.reduce(|one, other| if one == other { one } else { USUAL }).unwrap_or(USUAL);
    built.retain(|(_, service)| dockerfile(service) == own);
    // Of several (a web server and its worker, say) the one that listens is the app.
    let listens = |(_, service): &&(&String, &Value)| service.get("ports").is_some() || service.get("expose").is_some();
    let Some((name, service)) = built.iter().find(listens).or(built.first()) else { return Compose::default() };
    let place = format!("of service {name} in {file}");
    let image = service["image"].as_str().and_then(pushed_to).map(|image| Guess::new(image, format!("image {place}")));
    let writable = one_or_more(&service["tmpfs"]).filter_map(|entry| {
        let path = entry.as_str()?.split(':').next()?.trim_end_matches('/').parse::<ContainerPath>().ok()?;
        Some(Guess::new(path.to_string(), format!("tmpfs {place}")))
    });
    Compose {
        check: health_check(service, &format!("healthcheck {place}")),
        dockerfile: own.parse::<SourcePath>().ok().map(|path| path.to_string()),
        stated: Guesses {
            port: port(service, &place),
            image,
            writable: writable.take(32).collect(),
            ..Guesses::default()
        },
    }
}

fn builds_here(service: &Value) -> bool {
    let context = match &service["build"] {
        Value::String(context) => context,
        Value::Object(build) => build.get("context").and_then(Value::as_str).unwrap_or("."),
        _ => return false,
    };
    matches!(context, "." | "./")
}

fn dockerfile(service: &Value) -> &str {
    service["build"]["dockerfile"].as_str().unwrap_or(USUAL).trim_start_matches("./")
}

fn one_or_more(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice).iter()
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => expand(text, &|_| None),
        _ => None,
    }
}

/// The container's side of the first TCP port; ranges are left out.
fn port(service: &Value, place: &str) -> Option<Guess<u16>> {
    let container_side = |entry: &Value| {
        let text = match entry {
            Value::Object(long) if long.get("protocol").is_none_or(|protocol| protocol == "tcp") => {
                plain(long.get("target")?)?
            }
            Value::Object(_) => return None,
            short => plain(short)?,
        };
        valid_port(text.strip_suffix("/tcp").unwrap_or(&text).rsplit(':').next()?)
    };
    let listed = ["ports", "expose"].into_iter().find_map(|key| {
        let port = one_or_more(&service[key]).find_map(container_side)?;
        Some(Guess::new(port, format!("{key} {place}")))
    });
    let set = || match &service["environment"] {
        Value::Object(map) => valid_port(&plain(map.get("PORT")?)?),
        Value::Array(list) => {
            list.iter().find_map(|entry| valid_port(&plain(&entry.as_str()?.strip_prefix("PORT=")?.into())?))
        }
        _ => None,
    };
    listed.or_else(|| set().map(|port| Guess::new(port, format!("PORT={port} {place}"))))
}

/// The repository of an image whose tag may be a variable.
fn pushed_to(image: &str) -> Option<String> {
    let tag_unknown =
        || image.split_once('$').and_then(|(repository, _)| repository.strip_suffix(':').map(str::to_owned));
    valid_repository(&expand(image, &|_| None).or_else(tag_unknown)?)
}

fn health_check(service: &Value, place: &str) -> Option<HealthCheck> {
    let check = service.get("healthcheck").filter(|check| check["disable"] != true)?;
    let words: Vec<&str> = one_or_more(&check["test"]).filter_map(Value::as_str).collect();
    // `$$` is a `$` for the container's shell, whose variables compose does not know.
    HealthCheck::find(&words.join(" ").replace("$$", "$"), place, &|_| None)
}

#[cfg(test)]
mod tests {
    use super::super::repository::Files;
    use super::*;

    fn compose(text: &str) -> Compose {
        read(&Repository::new(&Files(&[("compose.yaml", text)])))
    }

    fn port_of(entry: &str) -> Option<u16> {
        compose(&format!("services:\n  web:\n    build: .\n    ports:\n      - {entry}\n"))
            .stated
            .port
            .map(|port| port.value)
    }

    #[test]
    fn takes_the_containers_side_of_a_port() {
        for entry in [
            "80",
            "8080:80",
            "\"8080:80\"",
            "127.0.0.1:8080:80",
            "8080:80/tcp",
            "\"${PORT:-8080}:80\"",
            "\"$PORT:${INNER:-80}\"",
            "{target: 80, published: 8080}",
        ] {
            let expected = if entry.contains("$PORT:") { None } else { Some(80) };
            assert_eq!(port_of(entry), expected, "{entry}");
        }
        for entry in [
            "3000-3005",
            "\"8000-8005:3000-3005\"",
            "\"53:53/udp\"",
            "{target: 53, protocol: udp}",
            "\"$PORT\"",
            "true",
            "{}",
            "~",
        ] {
            assert_eq!(port_of(entry), None, "{entry}");
        }
    }

    #[test]
    fn reads_the_service_that_is_built_here_and_listens() {
        let text = "services:
  db: {image: postgres:18, ports: ['5432:5432'], restart: no}
  worker: {build: {context: ., dockerfile: docker/web.Dockerfile}}
  api: {build: ./api, ports: ['9000:9000']}
  web:
    build: {context: ., dockerfile: ./docker/web.Dockerfile}
    image: ghcr.io/acme/web:${TAG}
    expose: ['8080']
    tmpfs: ['/run', '/var/cache/web/:size=64m', 'relative']
    healthcheck: {test: [CMD, curl, -f, 'http://localhost:8080/up']}
";
        let compose = compose(text);
        assert_eq!(compose.stated.port, Some(Guess::new(8080, "expose of service web in compose.yaml")));
        assert_eq!(
            compose.stated.image,
            Some(Guess::new("ghcr.io/acme/web".to_owned(), "image of service web in compose.yaml"))
        );
        let writable: Vec<&str> = compose.stated.writable.iter().map(|path| path.value.as_str()).collect();
        assert_eq!(writable, ["/run", "/var/cache/web"]);
        assert_eq!(compose.dockerfile.as_deref(), Some("docker/web.Dockerfile"));
        assert!(compose.check.is_some());
    }

    #[test]
    fn of_several_dockerfiles_only_the_usual_one_is_the_app() {
        let port = |compose: Compose| compose.stated.port.map(|port| port.value);
        let two = "services:\n  a: {build: {dockerfile: a/Dockerfile}, ports: [1]}\n  b: {build: {dockerfile: b/Dockerfile}, ports: [2]}\n";
        assert_eq!(port(compose(two)), None);
        assert_eq!(port(compose(&format!("{two}  c: {{build: ., ports: [3]}}\n"))), Some(3));
    }

    #[test]
    fn reads_a_port_that_only_the_environment_names() {
        for environment in ["{PORT: 3000}", "['PORT=3000']", "{PORT: '${PORT:-3000}'}"] {
            let text = format!("services: {{web: {{build: ., environment: {environment}}}}}");
            assert_eq!(compose(&text).stated.port.map(|port| port.value), Some(3000), "{environment}");
        }
    }

    #[test]
    fn never_leaves_the_repository_for_a_dockerfile() {
        assert_eq!(compose("services: {web: {build: {dockerfile: ../../etc/passwd}}}").dockerfile, None);
    }
}
