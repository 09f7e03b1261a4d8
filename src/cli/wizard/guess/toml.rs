//! Reads one text out of a TOML file, line by line.
//!
//! Tables, dotted keys and strings are told apart and multi-line strings skipped; a value in any
//! other form than a plain string is not found, which is fair for a guess.

/// The string under a key with its table in front: `package.name`.
pub(crate) fn string(text: &str, wanted: &str) -> Option<String> {
    let (mut table, mut inside) = (String::new(), None);
    for line in text.lines().map(str::trim) {
        if let Some(quotes) = inside {
            // The text of a multi-line string, up to its end.
            if odd(line, quotes) {
                inside = None;
            }
            continue;
        }
        if line.starts_with('#') {
            continue;
        }
        inside = ["\"\"\"", "'''"].into_iter().find(|quotes| odd(line, quotes));
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            // A list of tables (`[[bin]]`) keeps its bracket, so that no wanted key lies below it.
            table = bare(name);
        } else if let Some((key, value)) = line.split_once('=') {
            let key = if table.is_empty() { bare(key) } else { format!("{table}.{}", bare(key)) };
            if key == wanted {
                return unquoted(value.trim_start());
            }
        }
    }
    None
}

fn odd(line: &str, quotes: &str) -> bool {
    line.matches(quotes).count() % 2 == 1
}

fn bare(key: &str) -> String {
    key.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect()
}

fn unquoted(value: &str) -> Option<String> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (string, _) = value[1..].split_once(quote)?;
    (!string.is_empty() && !string.contains('\\')).then(|| string.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_string_in_its_table_alone() {
        let text = "name = \"root\"\n[[bin]]\nname = \"tool\"\n[ package ] # ours\nversion = \"1\"\nname = \"web\" # the app\n[lib]\nname = 'other'\n";
        assert_eq!(string(text, "package.name").as_deref(), Some("web"));
        assert_eq!(string(text, "lib.name").as_deref(), Some("other"));
        assert_eq!(string(text, "name").as_deref(), Some("root"));
        assert_eq!(string(text, "bin.name"), None);
        assert_eq!(string("project.name = \"web\"\n", "project.name").as_deref(), Some("web"));
    }

    #[test]
    fn is_not_fooled_by_a_multi_line_string_or_a_comment() {
        let text = "doc = \"\"\"\n[project]\nname = \"wrong\"\n\"\"\"\n# [project]\n[project]\nname = \"web\"\n";
        assert_eq!(string(text, "project.name").as_deref(), Some("web"));
    }

    #[test]
    fn leaves_what_is_not_a_plain_string() {
        for text in [
            "[package]\nname.workspace = true\n",
            "[package]\nname = 1\n",
            "[package]\nname = \"a\\u0062\"\n",
            "[package]\nname = \"",
            "[package]\nname =\n",
            "[package",
        ] {
            assert_eq!(string(text, "package.name"), None, "{text:?}");
        }
    }
}
