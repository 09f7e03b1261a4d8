//! The same input gives the same bytes, wherever and whenever.

use crate::project::{Project, SPEC};

/// Every map and list in which an order could get lost.
const RICH: &str = r#"
namespace: shop
createNamespace: true
config: {ZULU: "1", ALPHA: "2", MIKE: "3", BRAVO: "4"}
configFiles: {/etc/z.conf: z.conf, /etc/a.conf: a.conf}
secrets:
  ZULU_KEY: {secret: z, key: k, env: true}
  ALPHA_KEY: {secret: a, key: k, env: false}
  BRAVO_KEY: {secret: b, key: k, env: false}
labels: {zulu: a, alpha: b}
podAnnotations: {zulu: a, alpha: b}
writable: {/var/z: 1Mi, /var/a: 1Mi}
calls: ["z:1", "a:2", "m:3"]
calledBy: ["z", "a"]
exceptions: {writable-root: later, no-liveness: never}
"#;

fn rich() -> Project {
    Project::new("web").spec(&format!("{SPEC}{RICH}")).file("z.conf", "z\n").file("a.conf", "a\n")
}

#[test]
fn two_runs_in_two_folders_write_the_same_bytes() {
    let contents = || -> Vec<(String, Vec<u8>)> {
        let snapshot = rich().generate().snapshot();
        snapshot.into_iter().map(|(path, (bytes, _))| (path, bytes)).collect()
    };
    assert_eq!(contents(), contents());
}

#[test]
fn two_renders_print_the_same_bytes() {
    let (project, first) = rich().args(["render", "-e", "production"]).text();
    let (_, second) = project.args(["render", "-e", "production"]).text();
    assert_eq!(first, second);
}

#[test]
fn the_order_of_maps_in_the_spec_does_not_matter() {
    let turned = RICH
        .replace(r#"ZULU: "1", ALPHA: "2", MIKE: "3", BRAVO: "4""#, r#"BRAVO: "4", MIKE: "3", ALPHA: "2", ZULU: "1""#)
        .replace("zulu: a, alpha: b", "alpha: b, zulu: a")
        .replace("/var/z: 1Mi, /var/a: 1Mi", "/var/a: 1Mi, /var/z: 1Mi");
    assert_ne!(turned, RICH);
    let (project, first) = rich().args(["render", "-e", "production"]).text();
    let (_, second) = project.spec(&format!("{SPEC}{turned}")).args(["render", "-e", "production"]).text();
    assert_eq!(first, second);
}

#[test]
fn the_clock_the_folder_and_the_locale_do_not_matter() {
    let (_, first) = rich().args(["render", "-e", "production"]).text();
    let (_, second) = rich()
        .args(["render", "-e", "production"])
        .variable("TZ", "Pacific/Kiritimati")
        .variable("LC_ALL", "tr_TR.UTF-8")
        .variable("HOME", "/nonexistent")
        .variable("USER", "somebody")
        .text();
    assert_eq!(first, second);
}
