//! `docs/rules.md` says what the rules say.

use std::fmt::Write as _;
use std::path::Path;

use kubewright::check::{ITEMS, RULES, Rule};

#[test]
fn the_list_of_rules_is_what_the_rules_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let expected = page();
    if std::env::var_os("KUBEWRIGHT_TEST_UPDATE").is_some() {
        std::fs::write(&path, &expected).expect("the list is writable");
    }
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(text == expected, "run KUBEWRIGHT_TEST_UPDATE=1 cargo test --test docs");
}

#[test]
fn every_rule_that_is_compared_with_other_linters_is_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/check-on-real-repos.md");
    let text = std::fs::read_to_string(path).expect("the page is there");
    let (_, table) = text.split_once("| Topic | Here |").expect("the table is there");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let ours: Vec<&str> =
        rows.flat_map(|row| row.split('|').nth(2).unwrap_or_default().split('`').skip(1).step_by(2)).collect();
    let unknown: Vec<&&str> = ours.iter().filter(|id| kubewright::check::rule(id).is_none()).collect();
    assert!(ours.len() > 60 && unknown.is_empty(), "{} rules, unknown: {unknown:?}", ours.len());
}

/// A table of all rules by item of the checklist, then each rule.
fn page() -> String {
    let mut page = String::from(
        "# Rules of `kubewright check`\n\nMade from the rules themselves; [check.md](check.md) says how to run them.\n",
    );
    for (item, name) in (1_u8..).zip(ITEMS) {
        let rules: Vec<&&Rule> = RULES.iter().filter(|rule| rule.item == item).collect();
        if rules.is_empty() {
            continue;
        }
        let _ = writeln!(page, "\n## {item} {name}\n\n| Rule | What holds | | From profile |\n|---|---|---|---|");
        for rule in &rules {
            let (id, name) = (rule.id, rule.name);
            let _ = writeln!(page, "| [`{id}`](#{id}) | {name} | {} | {} |", rule.severity, rule.profile);
        }
        rules.iter().for_each(|rule| section(&mut page, rule));
    }
    page
}

fn section(page: &mut String, rule: &Rule) {
    let _ = write!(page, "\n### {}\n\n{} {}\n\n**Fix**: {}.\n", rule.id, rule.what, rule.why, rule.fix);
    let _ = write!(page, "\n```yml\n# bad\n{}```\n\n```yml\n# good\n{}```\n", rule.bad, rule.good);
    let sources: Vec<String> = rule.sources.iter().map(|source| format!("<{source}>")).collect();
    if !sources.is_empty() {
        let _ = write!(page, "\nSee {}.\n", sources.join(", "));
    }
}
