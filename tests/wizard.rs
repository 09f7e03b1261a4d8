//! The wizard as a person meets it: the real program on a real pseudo-terminal.

#![cfg(all(unix, feature = "cli"))]

#[path = "wizard/folder.rs"]
mod folder;
#[path = "wizard/person.rs"]
mod person;
#[path = "wizard/settle.rs"]
mod settle;

use folder::Folder;
use person::Person;

#[test]
fn a_few_answers_write_the_spec_and_the_manifests() {
    let folder = Folder::empty();
    let said = Person::starts(&folder, "kubewright new").takes_the_short_way().chooses("What now", "Write").ends(0);
    assert!(said.contains("15 files written\r\n"), "{said}");
    assert!(said.contains("kubectl apply -f deploy/production (namespace web must be there)\r\n"), "{said}");
    let spec = folder.read("kubewright.yaml");
    assert!(spec.ends_with(
        "name: web\nimage: ghcr.io/acme/web:1.4.2\nnamespace: web\nport: 8080\nhealth:\n  readiness: /readyz\n  liveness: /livez\nenvironments:\n  development: {}\n  staging: {}\n  production: {}\n"
    ), "{spec}");
    assert_eq!(folder.run("kubewright regenerate --check"), 0, "what was written is up to date");
}

#[test]
fn a_wrong_answer_is_told_at_once_and_corrected() {
    let folder = Folder::empty();
    Person::starts(&folder, "kubewright new web")
        .answers("Image, with its tag", "ghcr.io/acme/web")
        .sees("has no tag: name a version")
        .answers("Image, with its tag", "ghcr.io/acme/web:1.4.3\u{7f}2")
        .answers("Port that it listens on", "?")
        .sees("`none` for a worker")
        .answers("Port that it listens on", "99999")
        .sees("`port` must be from 1 to 65535, not 99999")
        .answers("Port that it listens on", "3000")
        .answers("Readiness, an http path", "readyz")
        .sees("write it as `/readyz`")
        .answers("Readiness, an http path", "/readyz")
        .answers("Liveness, an http path", "/livez")
        .answers("Namespace", "none")
        .chooses("Size of a pod in production", "medium")
        .answers("Public host name in production", "")
        .chooses("What now", "Write")
        .ends(0);
    let spec = folder.read("kubewright.yaml");
    assert!(spec.contains("image: ghcr.io/acme/web:1.4.2\nport: 3000\n"), "{spec}");
}

#[test]
fn an_answer_is_changed_in_the_summary() {
    let folder = Folder::empty();
    Person::starts(&folder, "kubewright new")
        .takes_the_short_way()
        .chooses("What now", "Change an answer")
        .chooses("Which one", "Size of a pod in production")
        .chooses("Size of a pod in production", "large")
        .sees("Size of a pod in production     large")
        .chooses("What now", "Answer more questions")
        .chooses("Which one", "Pods in production")
        .answers("Pods in production", "4")
        .chooses("Which one", "Back to the summary")
        .sees("Pods in production              4")
        .chooses("What now", "Write")
        .ends(0);
    let spec = folder.read("kubewright.yaml");
    assert!(spec.ends_with("  production:\n    replicas: 4\n    size: large\n"), "{spec}");
}

#[test]
fn esc_leads_back_from_a_list_that_is_longer_than_the_screen() {
    let folder = Folder::empty();
    Person::starts(&folder, "stty rows 24; kubewright new")
        .takes_the_short_way()
        .chooses("What now", "Answer more questions")
        .sees("? Which one (Esc: back to the summary)")
        .types_on("jjj\u{1b}")
        .chooses("What now", "Cancel")
        .sees("nothing was written")
        .ends(130);
    folder.is_empty();
}

#[test]
fn the_files_can_be_seen_before_they_are_written() {
    let folder = Folder::empty();
    Person::starts(&folder, "kubewright new")
        .takes_the_short_way()
        .chooses("What now", "Show the files first")
        .chooses("Which one", "deploy/production/service.yaml")
        .sees("kind: Service")
        .chooses("Which one", "Back to the summary")
        .chooses("What now", "Cancel")
        .sees("nothing was written")
        .ends(130);
    folder.is_empty();
}

#[test]
fn ctrl_c_at_a_line_leaves_no_trace() {
    let folder = Folder::empty();
    let said = Person::starts(&folder, "kubewright new").types("Name of the app", "we").interrupts();
    assert_eq!(said.matches("interrupted, nothing was written").count(), 1, "{said}");
    folder.is_empty();
}

#[test]
fn ctrl_c_in_a_list_leaves_no_trace() {
    let folder = Folder::empty();
    let said =
        Person::starts(&folder, "kubewright new --image a/b:1 --port 80 --namespace web --readiness /r --liveness /l")
            .answers("Name of the app", "web")
            .answers("Write the Namespace too", "")
            .types("Size of a pod in production", "jj")
            .interrupts();
    assert_eq!(said.matches("interrupted, nothing was written").count(), 1, "{said}");
    folder.is_empty();
}

#[test]
fn ctrl_c_in_the_summary_leaves_no_trace() {
    let folder = Folder::empty();
    Person::starts(&folder, "kubewright new").takes_the_short_way().types("What now", "j").interrupts();
    folder.is_empty();
}

#[test]
fn a_signal_from_outside_leaves_no_trace_either() {
    let folder = Folder::empty();
    Person::starts(&folder, "kubewright new").types("Name of the app", "we").gets_a_signal();
    folder.is_empty();
}

#[test]
fn the_printed_command_gives_the_same_bytes() {
    let folder = Folder::empty();
    let said = Person::starts(&folder, "kubewright new -e staging -e production --set production:shutdown.drain=40s")
        .answers("Name of the app", "web")
        .answers("Image, with its tag", "ghcr.io/acme/web:1.4.2")
        .answers("Port that it listens on", "")
        .answers("Readiness, an http path", "grpc")
        .answers("Liveness, an http path", "/livez")
        .answers("Namespace", "shop")
        .answers("Write the Namespace too", "yes")
        .chooses("Size of a pod in production", "small")
        .answers("Public host name in production", "web.example.com")
        .answers("What serves that host, such as infra/public or ingress:nginx", "infra/public")
        .chooses("What now", "Answer more questions")
        .chooses("Which one", "Configuration")
        .answers("Configuration, NAME=VALUE", r#"GREETING=it's "$HOME" & more \ less"#)
        .answers("Another one", "LEVEL=yes")
        .answers("Another one", "")
        .chooses("Which one", "Secret")
        .answers("Secret, NAME=SECRET/KEY", "DB_PASSWORD=web-db/password")
        .chooses("How the app reads it", "as a file")
        .answers("Another one", "")
        .chooses("Which one", "Path that it writes to")
        .answers("Path that it writes to, PATH=SIZE", "/var/cache=256Mi")
        .answers("Another one", "")
        .chooses("Which one", "What it calls")
        .answers("What it calls, NAMESPACE/APP:PORT or HOST:PORT", "shop/cart:7070")
        .answers("Another one", "api.stripe.com:443")
        .answers("Another one", "")
        .chooses("Which one", "App that calls it")
        .answers("App that calls it, NAMESPACE/APP", "frontend")
        .answers("Another one", "")
        .chooses("Which one", "Port of its metrics")
        .answers("Port of its metrics", "9090")
        .chooses("Which one", "Namespace of what collects")
        .answers("Namespace of what collects the metrics", "monitoring")
        .chooses("Which one", "Back to the summary")
        .chooses("What now", "Write")
        .ends(0);
    let again = Folder::empty();
    assert_eq!(again.run(command(&said)), 0, "{said}");
    folder.equals(&again);
}

#[test]
fn the_printed_command_of_a_worker_gives_the_same_bytes() {
    let folder = Folder::empty();
    let said = Person::starts(&folder, "kubewright new -e eu --preset hardened")
        .answers("Name of the app", "mailer")
        .answers("Image, with its tag", "ghcr.io/acme/mailer:3")
        .answers("Port that it listens on", "none")
        .answers("Kind of workload", "")
        .answers("Command that tells whether it works", r#"["sh", "-c", "test -e '/tmp/a b'"]"#)
        .answers("Namespace", "none")
        .chooses("Size of a pod", "xlarge")
        .chooses("What now", "Write")
        .ends(0);
    let again = Folder::empty();
    assert_eq!(again.run(command(&said)), 0, "{said}");
    folder.equals(&again);
}

/// The command that the wizard closes with.
fn command(said: &str) -> &str {
    let (_, command) = said.split_once("the same as one command:\r\n  ").expect("it closes with a command");
    command.lines().next().expect("a line")
}
