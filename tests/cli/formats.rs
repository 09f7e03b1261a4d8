//! `--output`: each command takes the formats that it prints, and says which.

use crate::project::Project;

#[test]
fn a_command_lists_the_formats_that_it_takes_and_no_other() {
    for (words, takes, lacks) in [
        (&["render", "--help"] as &[&str], "[possible values: text, json]", "sarif"),
        (&["check", "-h"], "[possible values: text, json, sarif, github, junit, html]", "mermaid"),
        (&["graph", "-h"], "[possible values: text, json, mermaid, dot, svg]", "sarif"),
        (&["preset", "list", "-h"], "[possible values: text, json]", "sarif"),
    ] {
        let (_, outcome) = Project::new("web").args(words.iter().copied()).outcome();
        let flat = outcome.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        let short = takes.trim_start_matches("[possible values: ").trim_end_matches(']');
        let told = flat.contains(takes) || short.split(", ").all(|name| flat.contains(&format!("- {name}")));
        assert!(told && !flat.contains(lacks), "{words:?}: {flat}");
    }
}

#[test]
fn a_format_that_a_command_does_not_print_is_refused_with_those_that_it_does() {
    Project::generated()
        .args(["graph", "-o", "html"])
        .stderr_is("error: --output: only `check` prints `html`\n  hint: use `text`, `json`, `mermaid`, `dot`, `svg`\n")
        .code(2)
        .args(["render", "-e", "staging", "-o", "sarif"])
        .stderr_is("error: --output: only `check` prints `sarif`\n  hint: use `text`, `json`\n")
        .code(2);
}

#[test]
fn what_is_text_by_itself_is_no_json() {
    for words in [
        &["preset", "show", "production"] as &[&str],
        &["template", "show", "core/service.yaml.tera"],
        &["completions", "bash"],
        &["man"],
    ] {
        let words = words.iter().chain(&["-o", "json"]).copied();
        let (_, outcome) = Project::new("web").args(words).outcome();
        assert_eq!(outcome.code, Some(2));
        assert!(outcome.stdout.contains("prints text alone"), "{}", outcome.stdout);
    }
}
