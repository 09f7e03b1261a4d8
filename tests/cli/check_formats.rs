//! The formats of what `kubewright check` finds.

use serde_json::{Value, json};

use crate::check::POD;
use crate::project::Project;

#[test]
fn json_has_the_documented_shape() {
    let (_, report) =
        Project::new("web").file("pod.yaml", POD).args(["check", "--profile", "recommended", "-o", "json"]).json(1);
    assert_eq!(
        report["findings"],
        json!([{
            "rule": "image-without-version",
            "severity": "error",
            "file": "pod.yaml",
            "line": 7,
            "column": 7,
            "object": "Pod shop/web",
            "field": "spec.containers[web].image",
            "message": "image `web:latest` is `latest`, which means something else tomorrow",
            "fix": "name a version, such as `web:1.4.2`, or a digest",
        }])
    );
    let summary = &report["summary"];
    assert_eq!((&summary["errors"], &summary["warnings"], &summary["objects"]), (&json!(1), &json!(0), &json!(1)));
    assert_eq!(summary["items"][0], json!({"item": 1, "name": "images", "judged": 2, "held": 1, "score": 50}));
}

#[test]
fn sarif_github_and_junit_say_the_same() {
    let project = Project::new("web").file("a b.yaml", POD);
    let words = |format| ["check", "--profile", "recommended", "-o", format];
    let (project, sarif) = project.args(words("sarif")).json(1);
    let run = &sarif["runs"][0];
    assert_eq!(
        (&sarif["version"], &run["tool"]["driver"]["rules"][0]["id"]),
        (&json!("2.1.0"), &json!("image-without-version"))
    );
    let location = &run["results"][0]["locations"][0];
    assert_eq!(
        location["physicalLocation"],
        json!({"artifactLocation": {"uri": "a%20b.yaml"}, "region": {"startLine": 7, "startColumn": 7}})
    );
    let message = "image `web:latest` is `latest`, which means something else tomorrow";
    let fix = "name a version, such as `web:1.4.2`, or a digest";
    let project = project
        .args(words("github"))
        .stdout(format!(
            "::error file=a b.yaml,line=7,col=7,title=image-without-version::Pod shop/web: {message}%0Afix: {fix}\n"
        ))
        .code(1);
    let project = project
        .args(words("junit"))
        .stdout_contains("<testsuite name=\"a b.yaml\" tests=\"1\" failures=\"1\">")
        .stdout_contains(&format!("<failure type=\"error\" message=\"{message}\">a b.yaml:7:7: fix: {fix}</failure>"))
        .code(1);
    project.args(["schema", "-o", "sarif"]).stderr_contains("only `check` prints `sarif`").code(2);
}

#[test]
fn html_is_one_page_that_needs_nothing_beside_it_and_no_text_ends_its_data() {
    let pod = POD.replace("web:latest", "\"web</script>:latest\"");
    let (_, outcome) = Project::new("web").file("a.yaml", pod).args(["check", "-o", "html"]).outcome();
    let page = outcome.stdout;
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"), "{page}");
    assert_eq!(page.matches("</script>").count(), 2, "the data's and the program's");
    assert!(!page.contains("src=") && !page.contains("@import") && !page.contains("<link"), "nothing is loaded");
    let (_, data) = page.split_once("id=\"report\">").expect("the data is there");
    let (data, _) = data.split_once("</script>").expect("it ends");
    let report: Value = serde_json::from_str(data).expect("it is JSON");
    assert_eq!(report["objects"], json!([["a.yaml", "Pod shop/web"]]));
    assert!(report["rules"]["image-without-version"]["why"].is_string());
}
