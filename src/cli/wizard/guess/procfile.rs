//! Reads the port that a `Procfile` gives its web process.

use super::repository::Repository;
use super::{Guess, Guesses, command, runtime};

/// What the `web` process of the `Procfile` says.
pub(crate) fn read(repository: &Repository) -> Guesses {
    let text = repository.text("Procfile").unwrap_or_default();
    let Some(web) = text.lines().find_map(|line| line.trim_start().strip_prefix("web:")) else {
        return Guesses::default();
    };
    let port = command::port(web, &|_| None).map(|port| Guess::new(port, format!("port {port} of web in Procfile")));
    let runtime = runtime::of_command(web).map(|server| runtime::guess(server, "the command of web in Procfile"));
    Guesses { port, runtime, ..Guesses::default() }
}

#[cfg(test)]
mod tests {
    use super::super::repository::Files;
    use super::*;

    fn port(text: &str) -> Option<u16> {
        read(&Repository::new(&Files(&[("Procfile", text)]))).port.map(|port| port.value)
    }

    #[test]
    fn reads_the_port_of_the_web_process_alone() {
        assert_eq!(port("worker: celery -p 9000\nweb: gunicorn --bind :8000 app\n"), Some(8000));
        assert_eq!(port("web: rails server -p ${PORT:-3000}\n"), Some(3000));
        assert_eq!(port("web: gunicorn --bind :$PORT app\n"), None);
        assert_eq!(port("worker: serve --port 9000\n"), None);
    }
}
