//! The http path that a container's own health check asks.

use crate::spec::types::HttpPath;

use super::variables::expand;
use super::{Guess, Guesses};

/// Where a health check asks whether the app serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HealthCheck {
    path: Guess<String>,
    port: Option<u16>,
}

impl HealthCheck {
    /// The check in a command such as `curl -f http://localhost:8080/healthz`; none for https, since
    /// the path alone would ask in plain http, and none for a path that only the container knows.
    pub(crate) fn find(command: &str, place: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        let fetches = command.contains("curl") || command.contains("wget");
        let ends =
            |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '(' | ')' | ';' | '|' | '<' | '>' | ',');
        command.split(ends).find_map(|word| {
            let (url, scheme) = word.strip_prefix("http://").map_or((word, false), |url| (url, true));
            let host = ["localhost", "127.0.0.1", "0.0.0.0"].into_iter().find(|host| url.starts_with(host))?;
            let rest = url.get(host.len()..).filter(|_| scheme || fetches)?;
            let (port, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
            let port = match port.strip_prefix(':') {
                // A port that only the container knows is taken for the app's own.
                Some(port) => expand(port, lookup).map(|port| port.parse::<u16>().ok()).unwrap_or_default(),
                None if port.is_empty() => Some(80),
                None => return None,
            };
            let path = expand(path.split('#').next().unwrap_or_default(), lookup)?;
            let path = if path.starts_with('/') { path } else { format!("/{path}") };
            let path = path.parse::<HttpPath>().ok()?.to_string();
            let reason = format!("{place} asks {path}");
            Some(Self { path: Guess::new(path, reason), port })
        })
    }

    /// Gives the path, and the port where none is known; a path on another port says nothing.
    pub(crate) fn complete(self, guesses: &mut Guesses) {
        let elsewhere = |own| guesses.port.as_ref().is_some_and(|port| port.value != own);
        if !self.port.is_some_and(elsewhere) {
            let reason = &self.path.reason;
            guesses.port = guesses.port.take().or_else(|| self.port.map(|own| Guess::new(own, reason)));
            guesses.readiness = guesses.readiness.take().or(Some(self.path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(command: &str) -> Option<(String, Option<u16>)> {
        let check = HealthCheck::find(command, "HEALTHCHECK", &|name| (name == "PORT").then(|| "8080".to_owned()))?;
        Some((check.path.value, check.port))
    }

    #[test]
    fn finds_the_path_and_the_port_that_a_check_asks() {
        for (command, path, port) in [
            ("curl -f http://localhost:8080/healthz || exit 1", "/healthz", Some(8080)),
            ("wget -qO- 127.0.0.1:3000/up", "/up", Some(3000)),
            ("curl -fsS \"http://localhost:${PORT}/ready?full=1\"", "/ready?full=1", Some(8080)),
            ("curl localhost:$UNKNOWN/ready", "/ready", None),
            ("curl http://localhost/", "/", Some(80)),
            ("curl http://localhost:5000", "/", Some(5000)),
            (
                "node -e \"fetch('http://localhost:3000/health').then(r => process.exit(r.ok ? 0 : 1))\"",
                "/health",
                Some(3000),
            ),
        ] {
            assert_eq!(find(command), Some((path.to_owned(), port)), "{command}");
        }
    }

    #[test]
    fn finds_none_where_the_path_would_not_do_for_kubernetes() {
        for command in [
            "",
            "pg_isready -h localhost",
            "curl https://localhost/up",
            "curl http://db:80/up",
            "curl localhost/$PATH",
            "curl http://localhostess/up",
        ] {
            assert_eq!(find(command), None, "{command}");
        }
    }

    #[test]
    fn a_check_of_another_port_says_nothing_about_the_app() {
        let check = HealthCheck::find("curl http://localhost:9000/up", "HEALTHCHECK in Dockerfile", &|_| None)
            .expect("a check");
        let mut guesses = Guesses { port: Some(Guess::new(8080, "EXPOSE 8080")), ..Guesses::default() };
        check.clone().complete(&mut guesses);
        assert_eq!(guesses.readiness, None);
        let mut guesses = Guesses::default();
        check.complete(&mut guesses);
        assert_eq!(guesses.port, Some(Guess::new(9000, "HEALTHCHECK in Dockerfile asks /up")));
    }
}
