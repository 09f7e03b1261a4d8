//! What the wizard makes of answers.

use std::collections::BTreeSet;

use crate::cli::failure::Failure;
use crate::cli::keys::Key;

use super::answers::{Answers, By};
use super::guess::{Guess, Guesses};
use super::question::Kind;
use super::questions::{BASIC, all};
use super::script::{BASICS, Trial, WRITE, basics};

#[test]
fn a_few_answers_give_the_shortest_spec() {
    let outcome = Trial::new().answers(&BASICS).now(WRITE).run();
    assert_eq!(
        outcome.spec(),
        "name: web
image: ghcr.io/acme/web:1.4.2
namespace: web
port: 8080
health:
  readiness: /readyz
  liveness: /livez
environments:
  development: {}
  staging: {}
  production: {}
"
    );
}

#[test]
fn size_and_host_go_to_production_and_the_rest_to_all() {
    let answers = basics(
        &[
            ("Size of a pod in production", "large"),
            ("Public host name in production", "web.example.com"),
            ("Write the Namespace too", "y"),
        ],
        &[],
    );
    let outcome = Trial::new()
        .answers(&answers)
        .answers(&[("What serves that host, such as infra/public or ingress:nginx", "infra/public")])
        .now(WRITE)
        .run();
    let spec = outcome.spec();
    assert!(spec.contains("createNamespace: true\n"), "{spec}");
    assert!(spec.contains("gateway:\n  name: public\n  namespace: infra\n"), "{spec}");
    assert!(spec.ends_with("  production:\n    size: large\n    host: web.example.com\n"), "{spec}");
}

#[test]
fn an_app_without_a_port_is_asked_for_a_command_instead() {
    let outcome = Trial::new()
        .answers(&[BASICS[0], BASICS[1], ("Port that it listens on", "none"), ("Kind of workload", "")])
        .answers(&[("Command that tells whether it works", "my-app check --fast"), BASICS[5], BASICS[6], BASICS[7]])
        .now(WRITE)
        .run();
    assert_eq!(
        outcome.result.expect("the end").values["health"],
        serde_json::json!({
            "readiness": {"exec": ["my-app", "check", "--fast"]},
            "liveness": {"exec": ["my-app", "check", "--fast"]},
        })
    );
}

#[test]
fn a_cronjob_is_asked_for_its_schedule_and_for_nothing_that_serves() {
    let outcome = Trial::new()
        .answers(&[BASICS[0], BASICS[1], ("Port that it listens on", "none"), ("Kind of workload", "CronJob")])
        .answers(&[("Schedule", "17 25 * * *"), ("Schedule", "17 3 * * *"), ("Time zone of the schedule", "")])
        .answers(&BASICS[5..8])
        .now(WRITE)
        .run();
    let spec = outcome.spec();
    assert!(spec.contains("kind: CronJob\nschedule: \"17 3 * * *\"\ntimeZone: Etc/UTC\n"), "{spec}");
}

#[test]
fn the_kind_that_a_flag_names_leaves_out_what_it_does_not_take() {
    let answers = [BASICS[0], BASICS[1], ("Schedule", "@hourly"), ("Time zone of the schedule", "Europe/Berlin")];
    let outcome = Trial::new().set("kind=CronJob").answers(&answers).answers(&BASICS[5..8]).now(WRITE).run();
    assert!(!outcome.spec().contains("port:"), "{}", outcome.spec());
}

#[test]
fn an_app_without_a_port_and_a_command_says_why() {
    let outcome = Trial::new()
        .answers(&[BASICS[0], BASICS[1], ("Port that it listens on", "none"), ("Kind of workload", "")])
        .answers(&[("Command that tells whether it works", ""), ("Why it needs no check", "it exits on every error")])
        .answers(&BASICS[5..8])
        .now(WRITE)
        .run();
    assert_eq!(
        outcome.result.expect("the end").values["exceptions"],
        serde_json::json!({"no-probe": "it exits on every error"})
    );
}

#[test]
fn what_a_flag_has_answered_is_not_asked_and_what_depends_on_it_is() {
    let answers = basics(&[], &["Image, with its tag", "Port that it listens on", "Namespace"]);
    let outcome = Trial::new()
        .flag("image", "ghcr.io/acme/web:2")
        .flag("port", "3000")
        .flag("namespace", "shop")
        .answers(&answers)
        .now(WRITE)
        .run();
    assert!(outcome.was_asked("Readiness, an http path") && outcome.was_asked("Write the Namespace too"));
    assert!(outcome.spec().starts_with("name: web\nimage: ghcr.io/acme/web:2\nnamespace: shop\nport: 3000\n"));
}

#[test]
fn what_set_has_answered_is_not_asked_either() {
    let without = ["Readiness, an http path", "Liveness, an http path", "Size of a pod in production"];
    let outcome = Trial::new()
        .set(r#"health={"readiness": "/r", "liveness": "/l"}"#)
        .set("production:size=large")
        .answers(&basics(&[], &without))
        .now(WRITE)
        .run();
    assert!(outcome.spec().contains("readiness: /r\n"));
}

#[test]
fn sizes_are_asked_for_the_only_environment_there_is() {
    let mut answers = basics(&[], &["Size of a pod in production", "Public host name in production"]);
    answers.extend([("Size of a pod", ""), ("Public host name", "")]);
    let outcome =
        Trial::new().environments(&["development"]).answers(&answers).now(WRITE).run().tells("preset development: ");
    assert!(outcome.spec().ends_with("environments:\n  development: {}\n"), "{}", outcome.spec());
}

#[test]
fn what_the_folder_says_is_offered_or_taken_with_its_reason() {
    let guess = |value: &str, reason: &str| Some(Guess { value: value.to_owned(), reason: reason.to_owned() });
    let guesses = Guesses {
        name: guess("shop", "the folder's name"),
        image: guess("ghcr.io/acme/shop", "compose.yaml"),
        port: Some(Guess { value: 3000, reason: "EXPOSE 3000 in Dockerfile".to_owned() }),
        user: Some(Guess { value: 1234, reason: "USER 1234 in Dockerfile".to_owned() }),
        writable: guess("/data", "VOLUME /data in Dockerfile").into_iter().collect(),
        ..Guesses::default()
    };
    let outcome = Trial::new()
        .guesses(guesses)
        .answers(&basics(&[("Name of the app", "")], &[]))
        .now(WRITE)
        .run()
        .tells("the folder's name\nName of the app (shop)\n")
        .tells("Image, with its tag begins with ghcr.io/acme/shop:\n")
        .tells("Port that it listens on (3000)\n")
        .tells("1234  \u{1b}[2mUSER 1234 in Dockerfile");
    let spec = outcome.spec();
    assert!(spec.starts_with("name: shop\n") && spec.contains("namespace: shop\nport: 3000\n"), "{spec}");
    assert!(spec.contains("user: 1234\n") && spec.contains("/data: 64Mi\n"), "{spec}");
}

#[test]
fn a_peak_that_production_cannot_carry_is_told_with_the_numbers_that_would_do() {
    let more = ("What now", "Answer more questions");
    let back = ("Which one", "Back to the summary");
    let outcome = Trial::new()
        .answers(&BASICS)
        .answers(&[more, ("Which one", "Requests at the same moment")])
        .answers(&[("Requests at the same moment, at the busiest time in production", "60")])
        .answers(&[("Which one", "Requests that one pod")])
        .answers(&[("Requests that one pod works on at the same moment in production", "25")])
        .answers(&[("Which one", "Memory that each"), ("Memory that each of them takes in production", "12Mi"), back])
        .answers(&[more, ("Which one", "Pods"), ("Pods in production", "4"), back])
        .now(WRITE)
        .run()
        .tells("2 pods x 25 workers = 50")
        .tells("the least that would do is `replicas: 4`");
    let spec = outcome.spec();
    assert!(spec.contains("peakConcurrency: 60\n") && spec.contains("memoryPerWorker: 12Mi\n"), "{spec}");
}

#[test]
fn a_guess_that_is_no_valid_answer_is_not_offered() {
    let name = Some(Guess { value: "My App".to_owned(), reason: "the folder's name".to_owned() });
    Trial::new().guesses(Guesses { name, ..Guesses::default() }).run().hides("My App");
}

#[test]
fn an_environment_without_a_preset_is_refused_before_the_first_question() {
    let outcome = Trial::new().environments(&["qa"]).run();
    assert!(matches!(outcome.result, Err(Failure::Invalid(_))) && outcome.asked.is_empty());
}

#[test]
fn whoever_stops_ends_the_wizard() {
    assert!(matches!(Trial::new().answers(&BASICS[..3]).run().result, Err(Failure::Interrupted)));
}

#[test]
fn every_question_is_a_flag_and_explains_itself() {
    let stand_ins = ["name", "reach", "check", "no-probe", "serving-kind", "layout"];
    let mut flags = BTreeSet::new();
    for question in all() {
        let flag = question.flag;
        assert!(stand_ins.contains(&flag) || Key::of_flag(flag).is_some(), "--{flag} does not exist");
        assert!(question.help.ends_with('.') && flags.insert(flag), "--{flag}");
    }
}

#[test]
fn nobody_is_asked_more_than_ten_questions() {
    for (port, kind) in [("8080", ""), ("", "Deployment"), ("", "CronJob"), ("", "DaemonSet")] {
        let mut answers = Answers::default();
        let mut asked = 0;
        for question in BASIC {
            if (question.when)(&answers) {
                asked += 1;
                let texts = match question.flag {
                    "port" if port.is_empty() => Vec::new(),
                    "kind" => vec![kind.to_owned()],
                    // Without a command there is one more question.
                    "check" => Vec::new(),
                    _ => vec!["x".to_owned()],
                };
                answers.keep(question.flag, texts, By::Person);
            }
        }
        assert!(asked <= 10, "{asked}");
    }
}

#[test]
fn help_is_told_at_every_line() {
    for question in BASIC.iter().filter(|question| question.kind != Kind::Size) {
        let title = question.text;
        let mut steps: Vec<(&'static str, &'static str)> = Vec::new();
        let way = match question.flag {
            "kind" | "check" | "no-probe" => vec![
                BASICS[0],
                BASICS[1],
                ("Port that it listens on", "none"),
                ("Kind of workload", ""),
                ("Command that tells whether it works", ""),
            ],
            "schedule" | "time-zone" => vec![
                BASICS[0],
                BASICS[1],
                ("Port that it listens on", "none"),
                ("Kind of workload", "CronJob"),
                ("Schedule", "17 3 * * *"),
                ("Time zone of the schedule", ""),
            ],
            "reach" => basics(&[("Public host name in production", "a.example.com")], &[]),
            _ => BASICS.to_vec(),
        };
        let before = way.iter().take_while(|(asked, _)| !asked.starts_with(title));
        steps.extend(before);
        let asked = way.iter().map(|(asked, _)| *asked).find(|asked| asked.starts_with(title)).unwrap_or(title);
        steps.push((asked, "?"));
        Trial::new().answers(&steps).run().tells(question.help);
    }
}
