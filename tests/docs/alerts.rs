//! `docs/monitoring.md` says of every alert what it means, and of no other.

use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn the_guide_has_a_heading_for_every_alert() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = std::fs::read_to_string(root.join("docs/monitoring.md")).expect("the guide is there");
    let explained: BTreeSet<&str> = guide.lines().filter_map(|line| line.strip_prefix("## App")).collect();
    let snapshots = std::fs::read_dir(root.join("snapshots")).expect("the snapshots are there").flatten();
    let texts: Vec<String> = snapshots.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect();
    fn alert(line: &str) -> Option<&str> {
        line.trim().trim_start_matches("- ").strip_prefix("alert: App")
    }
    let written: BTreeSet<&str> = texts.iter().flat_map(|text| text.lines().filter_map(alert)).collect();
    assert_eq!(explained, written);
    assert!(written.len() > 15, "{written:?}");
}
