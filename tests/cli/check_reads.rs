//! What `kubewright check` reads: folders, lists, templates, and what is no text.

use serde_json::json;

use crate::check::{POD, rules, told};
use crate::project::Project;

#[test]
fn folders_are_walked_without_what_git_ignores_the_baseline_and_other_yaml() {
    let (_, report) = Project::new("web")
        .file(".gitignore", "build/\n")
        .file("build/pod.yaml", POD)
        .file(".kubewright/base/pod.yaml", POD)
        .file("values.yaml", "image: {tag: latest}\n")
        .file("deploy/pod.yml", POD)
        .file("deploy/pod.txt", POD)
        .args(["check", "--profile", "recommended", "-o", "json"])
        .json(1);
    assert_eq!(rules(&report), ["image-without-version"]);
    assert_eq!(report["findings"][0]["file"], "deploy/pod.yml");
}

#[test]
fn every_document_and_every_item_of_a_list_is_read_and_one_that_cannot_be_hides_no_other() {
    let item = |name: &str| {
        format!(
            "  - apiVersion: v1\n    kind: Pod\n    metadata: {{name: {name}}}\n    spec: {{containers: [{{name: a, image: a}}]}}\n"
        )
    };
    let text = format!(
        "apiVersion: v1\nkind: List\nitems:\n{}{}---\napiVersion: v1\nkind: Pod\nname: a: b\n---\n{POD}",
        item("a"),
        item("b")
    );
    let (_, report) =
        Project::new("web").file("all.yaml", text).args(["check", "--profile", "recommended", "-o", "json"]).json(1);
    let told = told(&report);
    let expected = [
        ("image-without-version", 7),
        ("image-without-version", 11),
        ("unreadable", 15),
        ("image-without-version", 23),
    ];
    assert_eq!(told, expected.map(|(rule, line)| (rule.to_owned(), line)));
}

#[test]
fn items_of_a_list_in_a_list_are_read_and_mended_in_their_place() {
    let list = |inner: &str| format!("{{apiVersion: v1, kind: List, items: [{inner}]}}");
    let pod = |grace: &str| {
        format!(
            "{{apiVersion: v1, kind: Pod, metadata: {{name: web}}, spec: {{containers: [{{name: a, image: \"a:1\", ports: [{{containerPort: 80}}], resources: {{limits: {{memory: {grace}}}}}}}]}}}}"
        )
    };
    let text = |memory: &str| format!("{}\n", list(&format!("{}, {}", pod("1Gi"), list(&pod(memory)))));
    let project = Project::new("web").file("all.yaml", text("512m"));
    let (project, report) = project.args(["check", "--profile", "recommended", "-o", "json"]).json(1);
    assert_eq!(report["summary"]["objects"], 2);
    assert!(rules(&report).contains(&"memory-in-millibytes".to_owned()), "{report:#}");
    let (project, _) = project.args(["check", "--profile", "recommended", "--fix"]).outcome();
    project.file_contains("all.yaml", "512Mi");
}

#[test]
fn templates_are_recognised_and_counted_and_braces_in_texts_are_none() {
    let quoted = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: \"{{ $labels.pod }}\"}\n";
    let (_, report) = Project::new("web")
        .file(
            "templates/a.yaml",
            POD.replace("web:latest", "{{ .Values.image }}").replace("name: web, ", "name: {{ .Release.Name }}, "),
        )
        .file("b.yaml", quoted)
        .args(["check", "-o", "json"])
        .json(0);
    assert_eq!((&report["summary"]["templates"], &report["summary"]["objects"]), (&json!(1), &json!(1)));
}

#[test]
fn what_cannot_be_read_as_text_is_a_finding_and_what_is_not_there_is_refused() {
    let project = Project::new("web").file("a.yaml", [0xff, 0xfe, 0x00]);
    let (project, report) = project.args(["check", "-o", "json"]).json(1);
    assert_eq!(
        (rules(&report), &report["findings"][0]["message"]),
        (vec!["unreadable".to_owned()], &json!("it is not UTF-8 text"))
    );
    assert_eq!(report["findings"][0]["fix"], "give a plain file of text in UTF-8 that you may read, or leave it out");
    project
        .args(["check", "x.yaml", "y"])
        .stderr_is("error: x.yaml: there is no such file or folder\n  hint: name files, folders, or - for stdin\nerror: y: there is no such file or folder\n  hint: name files, folders, or - for stdin\nerror: 2 problems, nothing was written\n")
        .code(2);
}

#[test]
fn nothing_to_judge_is_no_success() {
    Project::new("web")
        .file("values.yaml", "a: 1\n")
        .args(["check"])
        .stderr_contains("there is no Kubernetes object in the current folder")
        .code(2);
}

#[test]
fn bombs_and_endless_nesting_are_findings_that_fit_on_a_screen() {
    let head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
    let mut bomb = format!("{head}a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", ")));
    }
    let deep = format!("{head}data: {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    let maps = |levels: usize| format!("{head}data: {}1{}\n", "{a: ".repeat(levels), "}".repeat(levels));
    let project = Project::new("web").file("bomb.yaml", bomb).file("deep.yaml", deep);
    let project = project.file("maps.yaml", maps(100)).file("just.yaml", maps(60));
    let (_, outcome) = project.args(["check"]).outcome();
    assert_eq!(outcome.code, Some(1));
    assert_eq!(outcome.stdout.matches("error unreadable").count(), 3, "{}", outcome.stdout);
    assert_eq!(outcome.stdout.matches("too deep inside each other").count(), 2, "{}", outcome.stdout);
    assert!(outcome.stdout.lines().all(|line| line.len() < 200), "{}", outcome.stdout.len());
}

#[cfg(unix)]
#[test]
fn a_file_of_fifty_megabytes_and_loops_of_links_neither_hang_nor_hide_anything() {
    let project = Project::new("web").file("a/pod.yaml", POD).file("big.yaml", "apiVersion: v1\n");
    let big = std::fs::OpenOptions::new().write(true).open(project.path("big.yaml")).expect("it is there");
    big.set_len(50 << 20).expect("the disk has sparse files");
    std::os::unix::fs::symlink(project.path("a"), project.path("a/loop")).expect("links can be made");
    std::os::unix::fs::symlink("self.yaml", project.path("self.yaml")).expect("links can be made");
    let (_, report) = project.args(["check", "--profile", "recommended", "-o", "json"]).json(1);
    assert_eq!(rules(&report), ["image-without-version", "unreadable"]);
    assert!(report["findings"][1]["message"].as_str().is_some_and(|message| message.contains("52428800 bytes")));
}
