//! The command that `kubewright new` prints at its end, for scripts.

use crate::new::answers;
use crate::project::Project;

/// The command that `new` prints makes the same project in another folder.
#[test]
fn the_printed_command_makes_the_same_project() {
    let words = answers(&[
        "--config",
        "GREETING=it's; $HOME `x` \"y\" \\ z",
        "--config",
        "MODE=a=b, c",
        "--secret",
        "TOKEN=web-api/token:env",
        "--calls",
        "shop/cart:7070",
        "--calls",
        r#"{"cidr": "10.0.0.0/8", "port": 5432}"#,
        "--label",
        "example.com/team=shop",
        "--writable",
        "/var/cache=1Gi",
        "--replicas",
        "5",
        "--set",
        "staging:config.MODE=quiet",
        "--set",
        r#"args=["-v", "a b"]"#,
        "--exception",
        "writable-root=the runtime writes beside itself",
    ]);
    let command = printed_command(&words);
    assert!(command.starts_with("kubewright new web --yes "), "{command}");
    let (first, _) = Project::new("web").args(answers_and(&words, "--quiet")).text();
    let again = split_like_a_shell(&command);
    let (second, _) = Project::new("web").args(again.iter().skip(1).map(String::as_str).chain(["--quiet"])).text();
    assert_eq!(second.read("kubewright.yaml"), first.read("kubewright.yaml"));
}

fn answers_and<'a>(words: &[&'a str], more: &'a str) -> Vec<&'a str> {
    [words, &[more]].concat()
}

/// The last line that `new` prints.
fn printed_command(words: &[&str]) -> String {
    let farewell = Project::new("web").args(words.iter().copied()).outcome().1.stderr;
    farewell.lines().last().expect("a last line").trim().to_owned()
}

/// The words of a command, as a POSIX shell reads single quotes and backslashes.
fn split_like_a_shell(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let (mut quoted, mut chars) = (false, command.chars());
    while let Some(c) = chars.next() {
        let word = words.last_mut().expect("there is always a word");
        match c {
            '\'' => quoted = !quoted,
            '\\' if !quoted => word.extend(chars.next()),
            ' ' if !quoted => words.push(String::new()),
            c => word.push(c),
        }
    }
    words
}
