//! The hostile texts.

use proptest::prelude::*;
use proptest::sample::select;

/// What breaks writers and readers of YAML, templates, shells and terminals.
#[rustfmt::skip]
pub(crate) const HOSTILE: &[&str] = &[
    "", " ", "   ", " a", "a ", "\t", "a\tb", "\n", "a\nb", "a\n", "\na", "a\n\nb\n\n", "a\r\nb", "\r",
    "\n  x: y", "\n- x", "a\n # b", "a \nb", "\ta\n\tb", " a\nb", "a\n  b\n c",
    "{{", "}}", "{{ name }}", "{%", "{% if x %}", "{#", "{", "}", "{}", "[", "[]", "[a, b]", "{a: b}", ",",
    "'", "''", "\"", "\"\"", "it's", "a\"b", "\\", "\\n", "a\\", "`", "$", "$HOME", "$(id)", "%", "%YAML 1.1", "@", "!",
    ":", ": ", "a: b", "a:", ":a", "#", " #", "a #b", "-", "- a", "?", "? a", "---", "---\na: b", "...", "\n---\n", "\n...\n",
    "y", "Y", "n", "yes", "no", "NO", "on", "off", "true", "False", "null", "Null", "~", "<<", "=", "a=b",
    "*a", "&a", "&a b", "!!binary", "!!str a", "|", ">", "|-", ">+2", "kubewright.dev/config-hash",
    "0", "012", "0o17", "0x1F", "0b1", "1_000", "1e3", "1.0", "1.10", ".5", "+1", "-0", "12:30", "190:20:30",
    "012\n013\n", "12:30\n12:31", "2026-01-01,5\n2026-01-02,6\n", "2026-01-01-rc1", "yes\nno\n",
    "2026-01-01", "2026-01-01T00:00:00Z", ".inf", ".nan", "1e400", "18446744073709551616",
    "\0", "a\0b", "\u{1}", "\u{7}", "\u{8}", "\u{1b}[31m", "\u{7f}", "\u{80}", "\u{85}", "a\u{85}b", "\u{9f}", "\u{a0}",
    "\u{2028}", "a\u{2028}b", "\u{2029}", "\u{feff}", "\u{feff}a", "a\u{feff}", "\u{fffd}", "\u{fffe}", "\u{ffff}", "\u{10ffff}",
    "🦀", "é", "e\u{301}", "עברית", "\u{202e}abc", "a\u{2066}b", "\u{200b}", "\u{200e}", "\u{61c}a", "\u{ad}",
];

/// Random characters, with a liking for special ones, and hostile texts strung together.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    let characters = prop::collection::vec(any::<char>(), 0..30).prop_map(String::from_iter);
    let strung = prop::collection::vec(select(HOSTILE), 1..5).prop_map(|parts| parts.concat());
    prop_oneof![characters, strung]
}
