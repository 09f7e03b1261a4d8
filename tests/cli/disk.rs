//! A disk that does not do what it should, and two runs at once.

use std::fs::File;
use std::io;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::project::{Project, SPEC};

#[cfg(target_os = "linux")]
#[test]
fn what_stdout_does_not_take_is_a_disk_error_and_a_pipe_that_is_closed_early_is_none() {
    let commands: [&[&str]; 11] = [
        &["render", "-e", "production"],
        &["render", "-e", "production", "-o", "json"],
        &["explain", "replicas"],
        &["explain", "host-network"],
        &["status"],
        &["check", "deploy"],
        &["preset", "list"],
        &["template", "list"],
        &["schema"],
        &["man"],
        &["completions", "bash"],
    ];
    let project = Project::generated();
    let run = |words: &[&str], out: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kubewright"));
        command.args(words).current_dir(project.root()).stdin(Stdio::null()).stdout(out).output().expect("it starts")
    };
    for words in commands.into_iter().chain([&["--help"][..], &["new", "--help"]]) {
        let full = run(words, File::options().write(true).open("/dev/full").expect("it is there").into());
        let told = String::from_utf8_lossy(&full.stderr);
        assert_eq!(full.status.code(), Some(74), "{words:?}: {told}");
        let (reader, writer) = io::pipe().expect("a pipe");
        drop(reader);
        let closed = run(words, writer.into());
        assert_ne!(closed.status.code(), Some(74), "{words:?}: {closed:?}");
    }
}

/// Root may write anywhere, so a file in the place of a folder stands for a folder that is not writable.
#[test]
fn a_file_in_the_place_of_a_folder_is_a_disk_error_and_nothing_is_written() {
    Project::new("web")
        .spec(SPEC)
        .file("deploy", "# a file\n")
        .args(["regenerate"])
        .stderr_is("error: ./deploy: cannot write it: something else stands where a folder belongs\n")
        .code(74)
        .files_are(&["deploy", "kubewright.yaml"])
        .file_is("deploy", "# a file\n");
}

#[test]
fn a_file_in_the_place_of_the_baseline_is_a_disk_error() {
    Project::new("web")
        .spec(SPEC)
        .file(".kubewright", "# a file\n")
        .args(["regenerate"])
        .stderr_contains(".kubewright")
        .writes_nothing()
        .code(74);
}

#[test]
fn a_file_in_the_place_of_the_output_folder_is_a_disk_error() {
    Project::new("web")
        .spec(SPEC)
        .file("out", "# a file\n")
        .args(["render", "-e", "production", "--output-dir", "out"])
        .stderr_contains("out")
        .writes_nothing()
        .code(74);
}

#[test]
fn a_folder_in_the_place_of_the_spec_is_refused() {
    Project::new("web")
        .file("kubewright.yaml/x", "")
        .args(["regenerate"])
        .stderr_is("error: kubewright.yaml: is not a plain file\n  hint: kubewright reads and writes plain files only, no links or folders in their place\n")
        .writes_nothing()
        .code(2);
}

#[test]
fn a_second_run_is_refused_while_the_first_holds_the_lock() {
    let project = Project::generated().spec(&SPEC.replace("8080", "9090"));
    let lock = File::options().append(true).open(project.path(".kubewright/lock")).expect("the lock is there");
    lock.lock().expect("nobody else holds it");
    let project = project
        .args(["regenerate"])
        .stderr_contains("another kubewright is writing here")
        .writes_nothing()
        .code(74)
        .args(["set", "replicas=3"])
        .stderr_contains("another kubewright is writing here")
        .writes_nothing()
        .code(74)
        .args(["regenerate", "--check", "-q"])
        .writes_nothing()
        .code(1);
    drop(lock);
    project.args(["regenerate", "-q"]).success();
}

#[test]
fn json_tells_a_disk_error_on_stdout() {
    let (_, told) =
        Project::new("web").spec(SPEC).file("deploy", "# a file\n").args(["regenerate", "-o", "json"]).json(74);
    assert_eq!(
        told["problems"][0],
        json!({
            "source": "./deploy",
            "line": null,
            "column": null,
            "message": "cannot write it: something else stands where a folder belongs",
            "hint": null,
        })
    );
}

#[test]
fn a_file_that_cannot_be_merged_is_left_alone_and_said_so_until_it_can() {
    const PATH: &str = "deploy/production/deployment.yaml";
    let large = || {
        let mut text = Project::generated().read(PATH);
        text.push_str(&"# filler\n".repeat(600_000));
        text.into_bytes()
    };
    let binary = b"\xff\xfe\x00k".to_vec();
    for (bytes, why) in [(binary, "not UTF-8 text"), (large(), "above 5 MB, not merged")] {
        let told = format!("  left      {PATH}  {why}; something is new for it\n");
        let project = Project::generated().file(PATH, &bytes);
        let project = project.args(["regenerate"]).stderr_is("everything is up to date\n").writes_nothing().success();
        let project = project.spec(&SPEC.replace(":1.4.2", ":1.5.0"));
        let project = project.args(["regenerate"]).stderr_contains(&told).code(3);
        assert_eq!(std::fs::read(project.path(PATH)).expect("there"), bytes);
        project
            .file_contains("deploy/staging/deployment.yaml", "web:1.5.0")
            .args(["regenerate", "--check"])
            .stderr_contains(&told)
            .writes_nothing()
            .code(3)
            .args(["restore", PATH])
            .stderr_is(format!("{PATH} is as it is generated again\n"))
            .success()
            .args(["regenerate", "--check"])
            .stderr_is("everything is up to date\n")
            .success();
    }
}

#[test]
fn a_file_that_is_no_yaml_any_more_is_merged_by_its_lines_and_said_so() {
    const PATH: &str = "deploy/production/deployment.yaml";
    Project::generated()
        .edit(PATH, "  replicas: 3\n", "  replicas: 3\n\tbroken: {\n")
        .spec(&SPEC.replace(":1.4.2", ":1.5.0"))
        .args(["regenerate"])
        .stderr_contains(&format!("  merge     {PATH}  edited by hand; what is new comes in, line by line\n"))
        .success()
        .file_contains(PATH, "  replicas: 3\n\tbroken: {\n")
        .file_contains(PATH, "web:1.5.0");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_file_is_not_written_through() {
    let project = Project::generated().spec(&SPEC.replace("8080", "9090")).delete("deploy/production/service.yaml");
    let outside = project.path("outside.yaml");
    std::fs::write(&outside, "# mine\n").expect("the file can be written");
    std::os::unix::fs::symlink(&outside, project.path("deploy/production/service.yaml")).expect("a link can be made");
    project
        .args(["regenerate"])
        .stderr_contains("deploy/production/service.yaml: is not a plain file\n")
        .writes_nothing()
        .code(2)
        .file_is("outside.yaml", "# mine\n");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_what_kubewright_keeps_leads_nothing_out_of_the_folder() {
    for (path, told) in [
        (".kubewright", "a link stands where a folder belongs"),
        (".kubewright/pending", "a link stands where a folder belongs"),
        (".kubewright/lock", "a link stands where a file belongs"),
    ] {
        let project = Project::new("web").spec(SPEC).file("../outside/a", "");
        let link = project.path(path);
        std::fs::create_dir_all(link.parent().expect("a folder")).expect("folders can be made");
        let to = if path.ends_with("lock") { "outside/lock" } else { "outside" };
        std::os::unix::fs::symlink(project.path("..").join(to), link).expect("a link can be made");
        let project = project.args(["regenerate"]).stderr_contains(told).code(74);
        let outside = std::fs::read_dir(project.path("../outside")).expect("there");
        assert_eq!(outside.count(), 1, "{path}");
        assert!(!project.path("deploy").exists());
    }
}

/// Each name that a spec may give to a file beside it, with a way to say it.
#[cfg(unix)]
const BESIDE: [&str; 6] = [
    "organisation: odd.yaml\n",
    "configFiles: {/etc/a.conf: odd.yaml}\n",
    "configFiles: {/etc/a: folder}\n",
    "sealedSecrets: {web-db: odd.yaml}\n",
    "templates: templates\n",
    "",
];

#[cfg(unix)]
fn with_each_odd_file(make: impl Fn(&std::path::Path), what: &str) {
    for said in BESIDE {
        let preset = if said.is_empty() { "staging: {preset: odd.yaml}" } else { "staging: {}" };
        let spec = SPEC.replace("name: web\n", &format!("name: web\n{said}")).replace("staging: {}", preset);
        let project = Project::new("web").spec(&spec).file("folder/a", "1").file("templates/README.md", "1");
        for name in ["odd.yaml", "folder/odd.yaml", "templates/odd.yaml.tera"] {
            make(&project.path(name));
        }
        project.args(["render", "-e", "staging"]).stderr_contains(what).code(2);
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_never_opened() {
    let pipe = |path: &std::path::Path| {
        let made = Command::new("mkfifo").arg(path).status().expect("mkfifo runs");
        assert!(made.success());
    };
    with_each_odd_file(pipe, "it is no plain file, but a pipe, a device or the like");
    let project = Project::new("web");
    pipe(&project.path("kubewright.yaml"));
    project.args(["regenerate"]).stderr_contains("error: kubewright.yaml: is not a plain file\n").code(2);
}

#[cfg(unix)]
#[test]
fn a_file_beyond_the_bound_is_told_with_its_size_and_not_read() {
    let sparse = |path: &std::path::Path| {
        File::create(path).and_then(|file| file.set_len(8 << 30)).expect("a file with a hole");
    };
    with_each_odd_file(sparse, "it holds 8589934592 bytes, and at most ");
    let project = Project::new("web");
    sparse(&project.path("kubewright.yaml"));
    project
        .args(["regenerate"])
        .stderr_contains("error: kubewright.yaml: holds 8589934592 bytes, and at most 8388608 are read\n")
        .code(2);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused_as_its_path_is_and_one_inside_followed() {
    let link = |to: &str, at: std::path::PathBuf| std::os::unix::fs::symlink(to, at).expect("a link can be made");
    for said in ["{/etc/a.conf: link}", "{/etc/a: folder}", "{/etc/a: out}", "{/etc/a.conf: out/b}"] {
        let project = Project::new("web")
            .spec(&SPEC.replace("name: web\n", &format!("name: web\nconfigFiles: {said}\n")))
            .file("folder/a", "1")
            .file("../outside/b", "1");
        link("../outside", project.path("out"));
        link("../outside/b", project.path("link"));
        link("../../outside/b", project.path("folder/link"));
        project
            .args(["render", "-e", "staging"])
            .stderr_contains("cannot be read: a link on its way leads out of the spec's folder\n")
            .code(2);
    }
    let project = Project::new("web")
        .spec(&SPEC.replace("name: web\n", "name: web\nconfigFiles: {/etc/a.conf: link}\norganisation: acme.yaml\n"))
        .file("folder/a", "1")
        .file("../outside/acme.yaml", "size: small\n");
    link("folder/a", project.path("link"));
    link("../outside/acme.yaml", project.path("acme.yaml"));
    project.args(["render", "-e", "staging", "--quiet"]).stdout_contains("a.conf: \"1\"\n").success();
}
