//! Questions, wrong answers, and what follows from right ones.

use crate::cli::wizard::script::{BASICS, Trial, WRITE, basics};

const MORE: (&str, &str) = ("What now", "Answer more questions");
const BACK: (&str, &str) = ("Which one", "Back to the summary");

#[test]
fn a_wrong_answer_is_told_with_its_fix_and_asked_again() {
    Trial::new()
        .answers(&[BASICS[0], ("Image, with its tag", "web"), BASICS[1]])
        .answers(&[("Port that it listens on", "99999"), BASICS[2]])
        .answers(&[("Readiness, an http path", "readyz"), BASICS[3], BASICS[4], BASICS[5]])
        .answers(&[("Write the Namespace too", "maybe"), BASICS[6], BASICS[7], BASICS[8]])
        .now(WRITE)
        .run()
        .tells("`web` has no tag: name a version, such as `web:1.4.2`, or a digest\n")
        .tells("`port` must be from 1 to 65535, not 99999\n")
        .tells("`readyz` is not an http path: write it as `/readyz`\n")
        .tells("`maybe` is neither yes nor no\n")
        .spec();
}

#[test]
fn an_empty_line_is_no_answer_where_one_is_needed() {
    Trial::new().answers(&[BASICS[0], ("Image, with its tag", "")]).run().tells("an answer is needed here");
}

#[test]
fn whoever_has_nothing_that_serves_the_host_takes_it_back() {
    let answers = basics(&[("Public host name in production", "web.example.com")], &[]);
    let outcome = Trial::new()
        .answers(&answers)
        .answers(&[("What serves that host, such as infra/public or ingress:nginx", "none")])
        .now(WRITE)
        .run();
    assert!(!outcome.spec().contains("host"), "{}", outcome.spec());
}

#[test]
fn a_secret_is_always_asked_as_file_or_variable() {
    let outcome = Trial::new()
        .answers(&BASICS)
        .answers(&[MORE, ("Which one", "Secret  ")])
        .answers(&[("Secret, NAME=SECRET/KEY", "DB_PASSWORD=web-db"), ("Secret, NAME=SECRET/KEY", "A=web-db/a")])
        .answers(&[("How the app reads it", "as a file"), ("Another one", "B=web-db/b")])
        .answers(&[("How the app reads it", "as the variable B"), ("Another one", "C=web-db/c:env")])
        .answers(&[("Another one", ""), BACK])
        .now(WRITE)
        .run()
        .tells("`web-db` is not a secret's reference");
    let secrets = outcome.result.expect("the end").values["secrets"].clone();
    assert_eq!(
        secrets,
        serde_json::json!({
            "A": {"secret": "web-db", "key": "a", "env": false},
            "B": {"secret": "web-db", "key": "b", "env": true},
            "C": {"secret": "web-db", "key": "c", "env": true},
        })
    );
}

#[test]
fn enter_leaves_what_each_environment_says_and_a_typed_answer_holds_for_all() {
    let open = Trial::new()
        .answers(&BASICS)
        .answers(&[MORE, ("Which one", "Time to finish"), ("Time to finish running requests", ""), BACK])
        .now(WRITE)
        .run()
        .tells("Time to finish running requests (20s)\n");
    assert!(!open.spec().contains("drain"), "{}", open.spec());
    let typed = Trial::new()
        .answers(&BASICS)
        .answers(&[MORE, ("Which one", "Time to finish"), ("Time to finish running requests", "20s"), BACK])
        .now(WRITE)
        .run();
    assert!(typed.spec().contains("drain: 20s"), "development would say 5s: {}", typed.spec());
}

#[test]
fn the_group_that_is_offered_is_the_users_number() {
    let outcome = Trial::new()
        .answers(&BASICS)
        .answers(&[MORE, ("Which one", "User id"), ("User id of the process", "400")])
        .answers(&[("Which one", "Group id"), ("Group id of the process", ""), BACK])
        .now(WRITE)
        .run()
        .tells("the user's number\nGroup id of the process (400)\n");
    assert!(outcome.spec().contains("user: 400"), "{}", outcome.spec());
    assert!(!outcome.spec().contains("group: 10001"), "{}", outcome.spec());
}

#[test]
fn a_list_that_is_asked_again_stays_is_replaced_or_is_emptied() {
    for (answers, wanted) in [
        (&[("Configuration, NAME=VALUE", "")][..], Some(serde_json::json!({"A": "1", "B": "2"}))),
        (&[("Configuration, NAME=VALUE", "C=3"), ("Another one", "")], Some(serde_json::json!({"C": "3"}))),
        (&[("Configuration, NAME=VALUE", "none")], None),
    ] {
        let outcome = Trial::new()
            .answers(&BASICS)
            .answers(&[MORE, ("Which one", "Configuration"), ("Configuration, NAME=VALUE", "A=1")])
            .answers(&[("Another one", "B=2"), ("Another one", ""), BACK])
            .answers(&[("What now", "Change an answer"), ("Which one", "Configuration")])
            .answers(answers)
            .now(WRITE)
            .run()
            .tells("Configuration, NAME=VALUE (A=1, B=2)\n");
        assert_eq!(outcome.result.expect("the end").values.get("config").cloned(), wanted);
    }
}

#[test]
fn the_pool_is_asked_for_where_pools_are_known_and_nowhere_else() {
    let acme = "# Asked of the platform team.\nsize: large\npools: {critical: {nodeLabels: {disk: ssd}}, spot: {}}\n";
    let outcome = Trial::new()
        .organisation(acme)
        .answers(&BASICS)
        .answers(&[MORE, ("Which one", "Pool of nodes"), ("Pool of nodes", "critical"), BACK])
        .now(WRITE)
        .run()
        .tells("then any node will do; known: critical, spot");
    assert!(outcome.spec().contains("organisation: acme.yaml\n"), "{}", outcome.spec());
    assert!(outcome.spec().contains("\npool: critical\n"), "{}", outcome.spec());
    let outcome = Trial::new().answers(&BASICS).answers(&[MORE, BACK]).now(WRITE).run();
    outcome.hides("Pool of nodes");
}

#[test]
fn a_pool_that_nobody_knows_is_refused_at_its_question() {
    let acme = "pools: {critical: {nodeLabels: {disk: ssd}}, spot: {nodeLabels: {spot: \"true\"}}}\n";
    let outcome = Trial::new()
        .organisation(acme)
        .answers(&BASICS)
        .answers(&[MORE, ("Which one", "Pool of nodes"), ("Pool of nodes", "critcal"), ("Pool of nodes", "spot")])
        .answers(&[BACK])
        .now(WRITE)
        .run()
        .tells("there is no pool `critcal`; did you mean `critical`? known: critical, spot\n");
    assert!(outcome.spec().contains("\npool: spot\n"), "{}", outcome.spec());
}

#[test]
fn the_most_pods_are_more_than_the_fewest_and_the_fewest_less_than_the_most() {
    const MOST: (&str, &str) = ("Which one", "Highest number of pods");
    const ASKED: &str = "Highest number of pods in production";
    Trial::new()
        .answers(&BASICS)
        .answers(&[MORE, ("Which one", "Pods"), ("Pods in production", "5"), MOST, (ASKED, "4"), (ASKED, "5")])
        .answers(&[(ASKED, "8"), BACK, ("What now", "Change an answer"), ("Which one", "Pods")])
        .answers(&[("Pods in production", "9"), ("Pods in production", "6")])
        .now(WRITE)
        .run()
        .tells("more than the 5 of the fewest are needed here, or `none`\n")
        .tells("fewer than the 8 at the most are needed here; change that answer first\n")
        .spec();
    // Nobody answered it: the preset's own number.
    Trial::new()
        .answers(&BASICS)
        .answers(&[MORE, MOST, (ASKED, "3"), (ASKED, "none"), BACK])
        .now(WRITE)
        .run()
        .tells("more than the 3 of the fewest are needed here, or `none`\n")
        .spec();
    // A flag did.
    Trial::new()
        .flag("min-replicas", "20")
        .answers(&BASICS)
        .answers(&[MORE, MOST, (ASKED, "20"), (ASKED, "21"), BACK])
        .now(WRITE)
        .run()
        .tells("more than the 20 of the fewest are needed here, or `none`\n")
        .spec();
}

#[test]
fn the_layout_is_plain_until_another_is_named() {
    let outcome = Trial::new()
        .answers(&BASICS)
        .answers(&[MORE, ("Which one", "Layout of the files"), ("Layout of the files", "flat")])
        .answers(&[("Layout of the files", "kustomize"), BACK])
        .now(WRITE)
        .run()
        .tells("Layout of the files (plain)")
        .tells("there is no layout `flat`; valid: plain, kustomize, helm\n")
        .tells("  deploy/base/");
    assert!(outcome.spec().contains("\nlayout: kustomize\n"), "{}", outcome.spec());
    let outcome = Trial::new().answers(&BASICS).now(WRITE).run();
    assert!(!outcome.spec().contains("layout"), "{}", outcome.spec());
}

#[test]
fn a_command_with_shell_signs_is_refused_and_a_list_is_taken() {
    let outcome = Trial::new()
        .answers(&[BASICS[0], BASICS[1], ("Port that it listens on", "none")])
        .answers(&[("Kind of workload", ""), ("Command that tells whether it works", "sh -c 'a | b'")])
        .answers(&[("Command that tells whether it works", r#"["sh", "-c", "a | b"]"#)])
        .answers(&BASICS[5..8])
        .now(WRITE)
        .run()
        .tells("there is no shell that would read the `'`; write it as a JSON list");
    let health = &outcome.result.expect("the end").values["health"];
    assert_eq!(health["readiness"]["exec"], serde_json::json!(["sh", "-c", "a | b"]));
}
