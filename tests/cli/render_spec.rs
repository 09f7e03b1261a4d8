//! What becomes of the answers of a spec, however they are written.

use serde_json::{Value, json};

use crate::project::{Project, SPEC};
use crate::render::kinds;

#[test]
fn a_file_that_no_key_can_be_called_after_keeps_its_name_in_the_container() {
    let spec = format!("{SPEC}configFiles: {{\"/etc/web/\u{fc} n.conf\": \"\u{fc} n.conf\", /etc/more: more}}\n");
    Project::new("web")
        .spec(&spec)
        .file("\u{fc} n.conf", "a = 1\n")
        .file("more/a b.conf", "b = 1\n")
        .args(["render", "-e", "production"])
        .stdout_contains("  n.conf: |\n")
        .stdout_contains("  a-b.conf: |\n")
        .stdout_contains("              mountPath: \"/etc/web/\u{fc} n.conf\"\n")
        .stdout_contains("              subPath: n.conf\n")
        .stdout_contains("              - key: a-b.conf\n                path: \"a b.conf\"\n")
        .stderr_is("warning: kubewright.yaml:10:15: no key of a ConfigMap can be called `\u{fc} n.conf`, so it is `n.conf` there\n  hint: the container sees the name as it is; letters, digits, `-`, `_` and `.` alone make both the same\nwarning: kubewright.yaml:10:48: no key of a ConfigMap can be called `a b.conf`, so it is `a-b.conf` there\n  hint: the container sees the name as it is; letters, digits, `-`, `_` and `.` alone make both the same\n")
        .success();
}

#[test]
fn a_spec_with_windows_line_ends_renders_the_same_bytes() {
    let (_, unix) = Project::new("web").spec(SPEC).args(["render", "-e", "production"]).text();
    let (_, windows) =
        Project::new("web").spec(&SPEC.replace('\n', "\r\n")).args(["render", "-e", "production"]).text();
    assert_eq!(windows, unix);
}

#[test]
fn windows_line_ends_keep_the_places_of_problems() {
    Project::new("web")
        .spec(&SPEC.replace("port: 8080", "port: 0").replace('\n', "\r\n"))
        .args(["render", "-e", "production"])
        .stderr_is("error: kubewright.yaml:5:7: `port` must be from 1 to 65535, not 0\n")
        .code(2);
}

#[test]
fn a_spec_that_is_no_text_is_refused() {
    Project::new("web")
        .file("kubewright.yaml", b"version: 1\nname: \xff\n")
        .args(["render"])
        .stderr_is("error: kubewright.yaml: is not UTF-8 text\n  hint: save it as UTF-8, or move it away\n")
        .code(2);
}

/// The largest ConfigMap that the API takes is 1 MiB.
#[test]
fn refuses_a_config_that_no_config_map_holds() {
    let spec = format!("{SPEC}config:\n  LARGE: {}\n", "x".repeat(1 << 20));
    Project::new("web")
        .spec(&spec)
        .args(["render", "-e", "production"])
        .stderr_is("error: kubewright.yaml:10:1: `config` holds 1048581 bytes; a ConfigMap holds at most 1048576\n  hint: put large files into the image or a volume\n")
        .code(2);
    Project::new("web")
        .spec(&format!("{SPEC}configFiles: {{/etc/large: large.txt}}\n"))
        .file("large.txt", "x".repeat(1 << 20))
        .args(["render", "-e", "production"])
        .stderr_is("error: kubewright.yaml:10:1: `configFiles` holds 1048581 bytes; a ConfigMap holds at most 1048576\n  hint: put large files into the image or a volume\n")
        .code(2);
}

#[test]
fn a_config_file_is_read_from_beside_the_spec() {
    let (_, list) = Project::new("web")
        .spec(&format!("{SPEC}configFiles: {{/etc/app.conf: conf/app.conf}}\n"))
        .file("conf/app.conf", "a: {{ b }}\n---\n\u{feff}# c \n")
        .args(["render", "-e", "production", "-o", "json"])
        .json(0);
    let items = list["items"].as_array().expect("items");
    let map = items.iter().find(|item| item["kind"] == "ConfigMap").expect("a ConfigMap");
    assert_eq!(map["data"], json!({"app.conf": "a: {{ b }}\n---\n\u{feff}# c \n"}));
}

#[test]
fn null_takes_back_an_entry_of_a_map() {
    let spec = SPEC
        .replace("production: {}", "production: {config: {MODE: null}, writable: {/tmp: null}, labels: {tier: null}}");
    let (_, text) = Project::new("web")
        .spec(&format!("{spec}config: {{MODE: a, LEVEL: b}}\nlabels: {{tier: front}}\n"))
        .args(["render", "-e", "production"])
        .text();
    assert!(text.contains("LEVEL: b\n") && !text.contains("MODE"), "{text}");
    assert!(!text.contains("emptyDir") && !text.contains("tier"), "{text}");
}

#[test]
fn null_takes_back_a_whole_key() {
    let spec = SPEC.replace("production: {}", "production: {config: null, shutdown: null}");
    let (_, text) =
        Project::new("web").spec(&format!("{spec}config: {{MODE: a}}\n")).args(["render", "-e", "production"]).text();
    assert!(!text.contains("ConfigMap"), "{text}");
}

/// Secrets, PriorityClasses, IngressClasses and Gateways are named by DNS subdomains, a Secret's keys by
/// letters, digits, `-`, `_` and `.` in any order.
#[test]
fn existing_objects_may_have_any_name_that_kubernetes_gives() {
    let more = r#"host: web.example.com
ingress: {class: internal.nginx, tlsSecret: web.example.com-tls}
pullSecrets: [registry.example.com]
priorityClass: shop.high
secrets:
  TOKEN: {secret: shop.web-token, key: .token, env: true}
  CONFIG: {secret: 1password, key: _config.json, env: false}
"#;
    let (_, text) = Project::new("web").spec(&format!("{SPEC}{more}")).args(["render", "-e", "production"]).text();
    for name in
        ["internal.nginx", "web.example.com-tls", "registry.example.com", "shop.high", "shop.web-token", "1password"]
    {
        assert!(text.contains(&format!(": {name}\n")) || text.contains(&format!(": \"{name}\"\n")), "{name}\n{text}");
    }
}

#[test]
fn a_secrets_key_with_a_slash_is_refused() {
    Project::new("web")
        .spec(&format!("{SPEC}secrets: {{TOKEN: {{secret: web, key: a.b/c, env: true}}}}\n"))
        .args(["render", "-e", "production"])
        .stderr_contains("error: kubewright.yaml:10:37: `secrets.TOKEN.key`: `a.b/c` is not")
        .code(2);
}

#[test]
fn a_text_of_several_lines_is_never_taken_for_a_number_or_a_date() {
    let spec = format!(
        "{SPEC}configFiles: {{/etc/rates.csv: rates.csv}}\nconfig:\n  RATES: |\n    2026-01-01,5\n    2026-01-02,6\n"
    );
    let (_, list) = Project::new("web")
        .spec(&spec)
        .file("rates.csv", "2026-01-01,5\n2026-01-02,6\n")
        .args(["render", "-e", "production", "-o", "json"])
        .json(0);
    let maps: Vec<&Value> = list["items"].as_array().expect("items").iter().map(|item| &item["data"]).collect();
    for data in [json!({"RATES": "2026-01-01,5\n2026-01-02,6\n"}), json!({"rates.csv": "2026-01-01,5\n2026-01-02,6\n"})]
    {
        assert!(maps.contains(&&data), "{maps:?}");
    }
}

#[test]
fn sync_waves_are_written_where_they_are_asked_for_and_nowhere_else() {
    /// The kind of each object with the wave that it is in.
    fn waves(text: &str) -> Vec<(String, Value)> {
        let objects = kubewright::yaml::parse_documents("stdout", text).expect("YAML");
        let wave = |object: &Value| object["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"].clone();
        kinds(text).into_iter().zip(objects.iter().map(wave)).collect()
    }
    let expected = |waves: &[(&str, Value)]| {
        waves.iter().map(|(kind, wave)| ((*kind).to_owned(), wave.clone())).collect::<Vec<_>>()
    };
    const JOB: [&str; 8] = ["render", "migrate", "--image", "ghcr.io/acme/web:1", "--kind", "Job", "--config", "A=b"];
    let (project, plain) = Project::new("web").args(JOB).text();
    assert!(waves(&plain).iter().all(|(_, wave)| wave.is_null()), "{plain}");
    let (_, text) =
        project.args([&JOB[..], &["--sync-waves", "--namespace=shop", "--create-namespace"]].concat()).text();
    assert_eq!(
        waves(&text),
        expected(&[
            ("Namespace", json!("-3")),
            ("ServiceAccount", json!("-2")),
            ("ConfigMap", json!("-2")),
            ("Job", json!("-1")),
            ("NetworkPolicy", json!("-2")),
        ])
    );
    let hosted = format!("{SPEC}syncWaves: true\ngateway: {{name: public}}\nhost: web.example.com\n");
    let (project, text) = Project::new("web").spec(&hosted).args(["render", "-e", "production"]).text();
    assert_eq!(
        waves(&text),
        expected(&[
            ("ServiceAccount", json!("-2")),
            ("Service", Value::Null),
            ("Deployment", Value::Null),
            ("PodDisruptionBudget", Value::Null),
            ("NetworkPolicy", json!("-2")),
            ("HTTPRoute", json!("1")),
        ])
    );
    // A patch names another one.
    let patch = r#"{target: {kind: Service}, patch: {metadata: {annotations: {argocd.argoproj.io/sync-wave: "5"}}}}"#;
    let (_, text) =
        project.spec(&format!("{hosted}patches: {{late: {patch}}}\n")).args(["render", "-e", "production"]).text();
    assert!(waves(&text).contains(&("Service".to_owned(), json!("5"))), "{text}");
}
