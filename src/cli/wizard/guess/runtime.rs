//! Finds the runtime, whose settings then follow the limits: only where a file says it for sure.

use crate::spec::{Language, Runtime};

use super::Guess;
use super::repository::Repository;

/// Servers by the name of their program.
const SERVERS: [Runtime; 4] = [Runtime::Gunicorn, Runtime::Uvicorn, Runtime::Puma, Runtime::PhpFpm];
/// Flags by which a command says itself how many processes or threads there are, and so would win.
const COUNTS: [&str; 4] = ["-w", "--workers", "-t", "--threads"];

/// The server that a command starts, where it leaves the number of processes open.
pub(crate) fn of_command(command: &str) -> Option<Runtime> {
    let words: Vec<&str> =
        command.split_whitespace().map(|word| word.trim_matches(['"', '\'', ',', '[', ']'])).collect();
    let program = |word: &&str| {
        let name = word.rsplit('/').next().unwrap_or_default();
        SERVERS.into_iter().find(|server| server.name() == name)
    };
    let server = words.iter().find_map(program)?;
    let counted = words.iter().any(|word| COUNTS.contains(&word.split('=').next().unwrap_or_default()));
    (!counted).then_some(server)
}

/// The runtime of a language that has only one.
pub(crate) fn of_language(language: &Guess<Language>, repository: &Repository) -> Option<Guess<String>> {
    let puma = || {
        let gems = repository.text("Gemfile")?;
        let named = |line: &str| ["gem \"puma\"", "gem 'puma'"].iter().any(|gem| line.trim_start().starts_with(gem));
        gems.lines().any(named).then(|| guess(Runtime::Puma, "gem puma in Gemfile"))
    };
    match language.value {
        Language::Go => Some(guess(Runtime::Go, &language.reason)),
        Language::Java | Language::JavaGradle => Some(guess(Runtime::Java, &language.reason)),
        Language::Ruby => puma(),
        // package.json alone may speak of a front end that something else serves.
        Language::Node | Language::Python | Language::Php | Language::Rust | Language::Dotnet => None,
    }
}

/// The guess of a runtime.
pub(crate) fn guess(runtime: Runtime, reason: &str) -> Guess<String> {
    Guess::new(runtime.name().to_owned(), reason)
}

#[cfg(test)]
mod tests {
    use super::super::repository::Files;
    use super::*;

    #[test]
    fn a_command_tells_the_server_that_it_starts() {
        for (command, server) in [
            ("gunicorn --bind :8000 shop.wsgi", Some(Runtime::Gunicorn)),
            ("/venv/bin/gunicorn -k uvicorn.workers.UvicornWorker shop.asgi", Some(Runtime::Gunicorn)),
            ("[\"uvicorn\", \"shop:app\", \"--port\", \"8000\"]", Some(Runtime::Uvicorn)),
            ("bundle exec puma -p 3000", Some(Runtime::Puma)),
            (" php-fpm", Some(Runtime::PhpFpm)),
            ("gunicorn --workers=4 shop.wsgi", None),
            ("puma -t 5:5", None),
            ("node server.js", None),
            ("", None),
        ] {
            assert_eq!(of_command(command), server, "{command}");
        }
    }

    #[test]
    fn a_language_tells_the_runtime_where_it_has_only_one() {
        let runtime = |language, files: &[(&str, &str)]| {
            let found = of_language(&Guess::new(language, "a file"), &Repository::new(&Files(files)));
            found.map(|guess| guess.value)
        };
        assert_eq!(runtime(Language::Go, &[]).as_deref(), Some("go"));
        assert_eq!(
            runtime(Language::Ruby, &[("Gemfile", "gem \"rails\"\ngem \"puma\", \">= 6\"\n")]).as_deref(),
            Some("puma")
        );
        assert_eq!(runtime(Language::Ruby, &[("Gemfile", "# gem \"puma\"\n")]), None);
        assert_eq!(runtime(Language::Python, &[]), None);
    }
}
