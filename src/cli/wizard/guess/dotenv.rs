//! Reads the port that an example of the environment sets; `.env` itself may hold secrets and is left alone.

use super::naming::valid_port;
use super::repository::Repository;
use super::{Guess, Guesses};

/// What `.env.example` says.
pub(crate) fn read(repository: &Repository) -> Guesses {
    let port = repository.first(&[".env.example", ".env.sample", ".env.dist"]).and_then(|(path, text)| {
        let port = text.lines().find_map(|line| {
            let line = line.trim_start();
            let value = line.strip_prefix("export ").unwrap_or(line).trim_start().strip_prefix("PORT=")?;
            valid_port(value.split('#').next()?.trim().trim_matches(['"', '\'']))
        })?;
        Some(Guess::new(port, format!("PORT={port} in {path}")))
    });
    Guesses { port, ..Guesses::default() }
}

#[cfg(test)]
mod tests {
    use super::super::repository::Files;
    use super::*;

    fn port(text: &str) -> Option<Guess<u16>> {
        read(&Repository::new(&Files(&[(".env.example", text)]))).port
    }

    #[test]
    fn reads_the_port_in_the_ways_that_it_is_written() {
        for text in ["PORT=3000\n", "A=1\nexport PORT=\"3000\" # http\n", "PORT= 3000\r\n"] {
            assert_eq!(port(text), Some(Guess::new(3000, "PORT=3000 in .env.example")), "{text:?}");
        }
        for text in ["# PORT=3000\n", "DB_PORT=5432\n", "PORT=\n", "PORT=$OTHER\n"] {
            assert_eq!(port(text), None, "{text:?}");
        }
    }
}
