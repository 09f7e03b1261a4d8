//! `regenerate --interactive`, on a real pseudo-terminal.

use crate::folder::Folder;
use crate::person::Person;

const DEPLOYMENT: &str = "deploy/production/deployment.yaml";
const QUESTION: &str = "What becomes of it";

/// An app whose replicas and readiness were changed by hand, and differently by its spec.
fn contested() -> Folder {
    let folder = Folder::empty();
    let spec = "version: 1\nkubernetes: \"1.35\"\nname: web\nimage: ghcr.io/acme/web:1.4.2\nport: 8080\nhealth: {readiness: /readyz, liveness: /livez}\nenvironments:\n  production: {}\n";
    folder.write("kubewright.yaml", spec);
    assert_eq!(folder.run("kubewright regenerate"), 0);
    let text = folder.read(DEPLOYMENT).replace("replicas: 3", "replicas: 4 # Black Friday");
    folder.write(DEPLOYMENT, &text.replace("path: /readyz", "path: /ready"));
    let newer = spec.replace("production: {}", "production: {replicas: 5}").replace("/readyz", "/healthz");
    folder.write("kubewright.yaml", &newer);
    folder
}

#[test]
fn each_conflict_is_shown_and_settled() {
    let folder = contested();
    let said = Person::starts(&folder, "kubewright regenerate --interactive")
        .sees("conflict 1 of 2: deploy/production/deployment.yaml:11: spec.replicas: changed by you and upstream")
        .sees("-  replicas: 4 # Black Friday\r\n+  replicas: 5 # Black Friday")
        .chooses(QUESTION, "Keep yours")
        .sees("conflict 2 of 2")
        .chooses(QUESTION, "Take what is new")
        .ends(0);
    assert!(said.contains("1 file written\r\n"), "{said}");
    let text = folder.read(DEPLOYMENT);
    assert!(text.contains("replicas: 4 # Black Friday\n") && text.contains("path: /healthz\n"), "{text}");
    assert_eq!(folder.run("kubewright regenerate --check"), 0, "all is settled");
}

#[test]
fn a_run_that_settles_its_own_conflicts_as_they_stand_says_so() {
    let folder = contested();
    let said = Person::starts(&folder, "kubewright regenerate -i")
        .chooses(QUESTION, "Keep yours")
        .chooses(QUESTION, "Keep yours")
        .ends(0);
    assert!(said.contains("all conflicts are settled, and everything is up to date\r\n"), "{said}");
    assert_eq!(folder.run("kubewright regenerate --check"), 0, "all is settled");
}

#[test]
fn what_is_left_for_later_is_open_still() {
    let folder = contested();
    Person::starts(&folder, "kubewright regenerate -i")
        .chooses(QUESTION, "Decide later")
        .chooses(QUESTION, "Take what is new")
        .sees("1 file written, 1 conflict")
        .ends(3);
    assert_eq!(folder.run("kubewright regenerate --check"), 3);
    assert!(folder.read(DEPLOYMENT).contains("path: /healthz\n"));
}

#[test]
fn an_editor_writes_the_file() {
    let folder = contested();
    folder.write(
        "editor.sh",
        "sed -i -e '/^[<|=>]\\{7\\}/d' -e '/replicas: [35]/d' -e 's/replicas: 4.*/replicas: 9/' \"$1\"\n",
    );
    Person::starts(&folder, "EDITOR='sh editor.sh' kubewright regenerate -i")
        .chooses(QUESTION, "Edit the file")
        .sees("conflict 2 of 2")
        .chooses(QUESTION, "Keep yours")
        .ends(0);
    let text = folder.read(DEPLOYMENT);
    assert!(text.contains("spec:\n  replicas: 9\n  #") && text.contains("path: /ready\n"), "{text}");
    assert_eq!(folder.run("kubewright regenerate --check"), 0, "all is settled");
}

#[test]
fn an_editor_that_does_not_run_is_told_and_the_question_comes_again() {
    let folder = contested();
    let before = folder.files();
    Person::starts(&folder, "VISUAL=no-such-editor kubewright regenerate -i")
        .chooses(QUESTION, "Edit the file")
        .sees("`no-such-editor` does not run: ")
        .types(QUESTION, "j")
        .interrupts();
    assert_eq!(folder.files(), before, "nothing was written");
}

#[test]
fn ctrl_c_leaves_everything_as_it_was() {
    let folder = contested();
    let before = folder.files();
    let said = Person::starts(&folder, "kubewright regenerate --interactive")
        .chooses(QUESTION, "Take what is new")
        .types(QUESTION, "j")
        .interrupts();
    assert_eq!(said.matches("interrupted, nothing was written").count(), 1, "{said}");
    assert_eq!(folder.files(), before, "nothing was written");
}
