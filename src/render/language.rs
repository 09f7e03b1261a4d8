//! The language that a template is written in, and how a value is said in it.

use std::io;

use crate::yaml;

/// A language. A template's name tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Language {
    /// YAML: a scalar that every reader takes for the same text.
    Yaml,
    /// The shell: one word between single quotes, in which nothing stands for anything else.
    Shell,
    /// JavaScript, JSON, and what has the same strings, as Alloy does: one in double quotes.
    JavaScript,
    /// A Dockerfile: a word, in double quotes where it is more than plain letters.
    Dockerfile,
}

/// The ends of names, and what is written below them.
const ENDINGS: &[(&str, Language)] = &[
    (".yaml.tera", Language::Yaml),
    (".yml.tera", Language::Yaml),
    (".sh.tera", Language::Shell),
    (".env.tera", Language::Shell),
    (".js.tera", Language::JavaScript),
    (".json.tera", Language::JavaScript),
    (".alloy.tera", Language::JavaScript),
    (".dockerfile.tera", Language::Dockerfile),
    (".dockerignore.tera", Language::Dockerfile),
];

impl Language {
    /// The language of a template; YAML where the name tells none, as the user's own objects are.
    pub(super) fn of(template: &str) -> Self {
        Self::told_by(template).unwrap_or(Self::Yaml)
    }

    fn told_by(template: &str) -> Option<Self> {
        ENDINGS.iter().find(|(ending, _)| template.ends_with(ending)).map(|(_, language)| *language)
    }

    /// What writes a text as one value of the language.
    pub(super) fn escape_fn(self) -> fn(&str, &mut dyn io::Write) -> io::Result<()> {
        match self {
            Self::Yaml => |text, out| out.write_all(Self::Yaml.escape(text).as_bytes()),
            Self::Shell => |text, out| out.write_all(Self::Shell.escape(text).as_bytes()),
            Self::JavaScript => |text, out| out.write_all(Self::JavaScript.escape(text).as_bytes()),
            Self::Dockerfile => |text, out| out.write_all(Self::Dockerfile.escape(text).as_bytes()),
        }
    }

    /// A text as one value of the language, with the quotes that it needs.
    fn escape(self, text: &str) -> String {
        match self {
            Self::Yaml => yaml::scalar(text),
            Self::Shell => shell_word(text),
            // What ends a line for JavaScript alone is escaped too, so that a string stays in its line.
            Self::JavaScript => {
                let json = serde_json::Value::from(text).to_string();
                json.replace('\u{2028}', r"\u2028").replace('\u{2029}', r"\u2029")
            }
            Self::Dockerfile => {
                let plain = |c: char| c.is_ascii_alphanumeric() || "._/:@-".contains(c);
                let is_plain = !text.is_empty() && text.chars().all(plain);
                if is_plain { text.to_owned() } else { quoted(text) }
            }
        }
    }
}

/// A text as one word of the shell, whatever stands in it.
pub(crate) fn shell_word(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A text as one argument of a command that a person reads: in quotes only where it is more than plain letters.
#[cfg(feature = "cli")]
pub(crate) fn shell_argument(text: &str) -> String {
    let is_plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c));
    if is_plain { text.to_owned() } else { shell_word(text) }
}

/// The program and the arguments of a Dockerfile's instruction in its exec form, which no shell reads.
pub(super) fn exec_form(words: &[String]) -> String {
    format!("[{}]", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", "))
}

/// A string of JSON in which a shell would find nothing to act upon either.
fn quoted(text: &str) -> String {
    Language::JavaScript.escape(text).replace('$', r"\u0024").replace('`', r"\u0060")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::render::TEMPLATES;

    #[test]
    fn every_template_names_its_language() {
        for (name, _) in TEMPLATES {
            assert!(Language::told_by(name).is_some(), "{name}: say in ENDINGS what it is written in");
        }
    }

    #[test]
    fn a_value_is_one_string_of_its_language() {
        assert_eq!(Language::Shell.escape("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(Language::JavaScript.escape("a\"b\u{2028}</script>\n"), r#""a\"b\u2028</script>\n""#);
        assert_eq!(Language::Yaml.escape("yes"), "\"yes\"");
    }

    #[cfg(feature = "cli")]
    #[test]
    fn an_argument_has_quotes_only_where_a_shell_would_read_more_than_letters() {
        assert_eq!(shell_argument("ghcr.io/acme/web:1.4.2"), "ghcr.io/acme/web:1.4.2");
        assert_eq!(shell_argument("a b"), "'a b'");
        assert_eq!(shell_argument("~"), "'~'");
        assert_eq!(shell_argument(""), "''");
    }

    /// What the shell makes of a text of words between single quotes and escaped signs.
    fn read_by_a_shell(text: &str) -> Option<String> {
        let (mut word, mut rest) = (String::new(), text);
        while let Some(sign) = rest.chars().next() {
            match sign {
                '\'' => {
                    let (inside, after) = rest[1..].split_once('\'')?;
                    word.push_str(inside);
                    rest = after;
                }
                '\\' => {
                    let escaped = rest[1..].chars().next()?;
                    word.push(escaped);
                    rest = &rest[1 + escaped.len_utf8()..];
                }
                _ => return None,
            }
        }
        Some(word)
    }

    proptest! {
        #[test]
        fn no_value_leaves_its_string(text in any::<String>()) {
            prop_assert_eq!(read_by_a_shell(&Language::Shell.escape(&text)), Some(text.clone()));
            let script = Language::JavaScript.escape(&text);
            prop_assert_eq!(serde_json::from_str::<String>(&script).ok(), Some(text.clone()));
            let breaks_a_line = script.contains(['\n', '\r', '\u{2028}', '\u{2029}']);
            prop_assert!(!breaks_a_line, "{script}");
            let word = Language::Dockerfile.escape(&text);
            let plain = |c: char| c.is_ascii_alphanumeric() || "._/:@-".contains(c);
            if !word.starts_with('"') {
                prop_assert!(!word.is_empty() && word.chars().all(plain), "{word}");
                prop_assert_eq!(&word, &text);
            }
            let exec = exec_form(&[text.clone(), "b".to_owned()]);
            prop_assert_eq!(serde_json::from_str::<Vec<String>>(&exec).ok(), Some(vec![text.clone(), "b".to_owned()]));
            let acts = exec.contains(['\n', '\r', '$', '`']);
            prop_assert!(!acts, "{exec}");
            let yaml = yaml::parse_documents("", &format!("key: {}\n", Language::Yaml.escape(&text)));
            prop_assert_eq!(yaml.ok(), Some(vec![serde_json::json!({"key": text})]));
        }
    }
}
