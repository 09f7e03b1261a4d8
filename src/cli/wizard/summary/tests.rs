//! The summary as a person meets it.

use crate::cli::failure::Failure;
use crate::cli::wizard::script::{BASICS, Trial, WRITE, basics};

const CHANGE: (&str, &str) = ("What now", "Change an answer");

#[test]
fn it_shows_answers_files_and_warnings() {
    Trial::new()
        .flag("user", "1000")
        .answers(&basics(&[("Liveness, an http path", "")], &[]))
        .now(WRITE)
        .run()
        .tells("  Name of the app                 web\n")
        .tells("  runAs.user                      1000  \u{1b}[2m--user\u{1b}[0m\n")
        .tells("  deploy/staging/  \u{1b}[2mdeployment, networkpolicy, poddisruptionbudget, service, serviceaccount")
        .tells("there is no liveness probe: a hung container is not restarted");
}

#[test]
fn taking_the_port_back_forgets_health_and_host_and_asks_for_a_command() {
    let answers = basics(&[("Public host name in production", "web.example.com")], &[]);
    let outcome = Trial::new()
        .answers(&answers)
        .answers(&[("What serves that host, such as infra/public or ingress:nginx", "infra/public")])
        .answers(&[CHANGE, ("Which one", "Port"), ("Port that it listens on", "none")])
        .answers(&[("Kind of workload", ""), ("Command that tells whether it works", "my-app check")])
        .now(WRITE)
        .run();
    let spec = outcome.spec();
    assert!(!["port", "readyz", "host", "gateway"].iter().any(|key| spec.contains(key)), "{spec}");
}

#[test]
fn an_answer_that_was_the_default_follows_and_a_typed_one_stays() {
    for (namespace, wanted) in [("", "namespace: shop\n"), ("web", "namespace: web\n")] {
        let outcome = Trial::new()
            .answers(&basics(&[("Namespace", namespace)], &[]))
            .answers(&[CHANGE, ("Which one", "Name of"), ("Name of the app", "shop")])
            .now(WRITE)
            .run();
        assert!(outcome.spec().contains(wanted), "{}", outcome.spec());
    }
}

#[test]
fn an_answer_that_is_asked_again_offers_itself() {
    let outcome = Trial::new()
        .answers(&BASICS)
        .answers(&[CHANGE, ("Which one", "Image"), ("Image, with its tag", "")])
        .answers(&[CHANGE, ("Which one", "Back")])
        .now(WRITE)
        .run()
        .tells("Image, with its tag (ghcr.io/acme/web:1.4.2)\n");
    assert!(outcome.spec().contains("image: ghcr.io/acme/web:1.4.2\n"));
}

#[test]
fn answers_that_do_not_fit_together_are_told_and_mended_before_anything_can_be_written() {
    let outcome = Trial::new()
        .flag("user", "0")
        .answers(&BASICS)
        .answers(&[("What now", "Answer more questions"), ("Which one", "Departure")])
        .answers(&[("Departure from the checklist, RULE=REASON", "root=binds port 53"), ("Another one", "")])
        .answers(&[("Which one", "Back")])
        .now(WRITE)
        .run()
        .tells("`runAs.user` is 0, which is root");
    let exceptions = &outcome.result.expect("the end").values["exceptions"];
    assert_eq!(*exceptions, serde_json::json!({"root": "binds port 53"}));
}

#[test]
fn nothing_can_be_written_over_a_foreign_file() {
    let outcome = Trial::new()
        .file("deploy/production/service.yaml", "mine\n")
        .answers(&BASICS)
        .now("Look again")
        .now("Cancel")
        .run()
        .tells("stands where a new file belongs");
    assert!(matches!(outcome.result, Err(Failure::Interrupted)));
}

#[test]
fn it_shows_the_very_files_that_are_written() {
    let outcome = Trial::new()
        .answers(&basics(&[("Size of a pod in production", "medium")], &[]))
        .now("Show the files first")
        .answers(&[("Which one", "kubewright.yaml"), ("Which one", "deploy/production/service.yaml")])
        .answers(&[("Which one", "Back to the summary")])
        .now(WRITE)
        .run()
        .tells("kind: Service\n");
    let spec = outcome.spec();
    assert!(!spec.contains("medium"), "the preset says so anyway: {spec}");
    outcome.tells(&spec);
}

#[test]
fn whoever_cancels_writes_nothing() {
    let outcome = Trial::new().answers(&BASICS).now("Cancel").run();
    assert!(matches!(outcome.result, Err(Failure::Interrupted)));
}
