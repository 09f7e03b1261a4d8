//! Finds the port in a command line: `--port 8080`, `-p 8080`, `--bind :8080`, `PORT=8080 ...`.

use super::naming::valid_port;
use super::variables::expand;

/// Flags whose value is a port alone.
const PORT_FLAGS: [&str; 5] = ["--port", "-p", "--http-port", "--server.port", "-Dserver.port"];
/// Flags (and Django's `runserver`) whose value is an address that may end in a port.
const ADDRESS_FLAGS: [&str; 11] =
    ["--bind", "-b", "--listen", "-l", "--addr", "--address", "--http", "--http-socket", "--urls", "-S", "runserver"];
/// A smaller number after a short flag counts something else: workers, verbosity.
const SMALLEST: u16 = 80;

/// The port that a command names.
pub(crate) fn port(command: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Option<u16> {
    // Where `-p` is the number of processes and `-l` the length of a queue.
    let short_flags = !command.contains("uwsgi");
    let mut words = command.split_whitespace().map(|word| word.trim_matches(['"', '\'', ',', '[', ']'])).peekable();
    while let Some(word) = words.next() {
        let (flag, value) = match word.split_once('=') {
            Some((flag, value)) => (flag, Some(value)),
            None => (word, words.peek().copied()),
        };
        let short = flag.len() == 2;
        let Some(value) = value.filter(|_| short_flags || !short) else { continue };
        let found = if PORT_FLAGS.contains(&flag) || flag == "PORT" && word.contains('=') {
            expand(value, lookup).and_then(|value| valid_port(&value))
        } else if ADDRESS_FLAGS.contains(&flag) {
            expand(value, lookup).and_then(|value| address_port(&value))
        } else {
            None
        };
        if let Some(port) = found.filter(|port| !short || *port >= SMALLEST) {
            return Some(port);
        }
    }
    None
}

/// The port at the end of an address such as `0.0.0.0:8080`, `:8080`, `http://+:8080/` or `8080`.
pub(crate) fn address_port(address: &str) -> Option<u16> {
    valid_port(address.trim_end_matches('/').rsplit(':').next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(command: &str) -> Option<u16> {
        port(command, &|name| (name == "PORT").then(|| "8080".to_owned()))
    }

    #[test]
    fn finds_the_port_in_the_ways_that_servers_take_it() {
        for command in [
            "uvicorn app:app --host 0.0.0.0 --port 8080",
            "uvicorn app:app --port=8080",
            "gunicorn --bind 0.0.0.0:8080 app",
            "gunicorn -b :$PORT app",
            "next start -p ${PORT:-3000}",
            "serve -s build -l tcp://0.0.0.0:8080",
            "python manage.py runserver 0.0.0.0:8080",
            "php -S 0.0.0.0:8080",
            "java -Dserver.port=8080 -jar app.jar",
            "PORT=8080 node server.js",
            "uwsgi -p 100 -l 4096 --http :8080",
            "gunicorn -l 4 -b tcp://0.0.0.0:8080",
            "dotnet web.dll --urls http://+:8080",
            "[\"node\", \"server.js\", \"--port\", \"8080\"]",
        ] {
            assert_eq!(found(command), Some(8080), "{command}");
        }
    }

    #[test]
    fn finds_none_where_none_is_named() {
        for command in [
            "",
            "node server.js",
            "mkdir -p /data",
            "--port",
            "--port $OTHER",
            "gunicorn --bind unix:/tmp/s",
            "PORT 8080",
            "--port 99999",
        ] {
            assert_eq!(found(command), None, "{command}");
        }
    }
}
