//! Variables as Dockerfiles, compose files and shells write them: `$PORT`, `${PORT:-8080}`.

use std::collections::BTreeMap;

/// Longer values are nobody's port, path or user; the limit keeps doubled variables from growing.
const LONGEST: usize = 512;
/// More variables than any hand-written file has.
const MOST: usize = 1000;
/// A default inside a default inside a default is the deepest that people write.
const DEEPEST: usize = 4;

/// What `ENV` and `ARG` have set so far; a value is `None` where a part of it is unknown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Variables {
    environment: BTreeMap<String, Option<String>>,
    arguments: BTreeMap<String, Option<String>>,
}

impl Variables {
    /// Sets what the container will see.
    pub(crate) fn set(&mut self, name: &str, value: Option<String>) {
        insert(&mut self.environment, name, value);
    }

    /// Sets what only the build sees, where no `ENV` stands before it.
    pub(crate) fn set_argument(&mut self, name: &str, value: Option<String>) {
        insert(&mut self.arguments, name, value);
    }

    /// The value of a variable; `ENV` wins over `ARG`, wherever it stands.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        self.environment.get(name).or_else(|| self.arguments.get(name)).cloned().flatten()
    }

    /// The text without quotes and with every variable replaced; `None` where one is unknown.
    pub(crate) fn expand(&self, text: &str) -> Option<String> {
        expand(text, &|name| self.get(name))
    }
}

fn insert(variables: &mut BTreeMap<String, Option<String>>, name: &str, value: Option<String>) {
    if name.len() <= LONGEST && (variables.len() < MOST || variables.contains_key(name)) {
        variables.insert(name.to_owned(), value);
    }
}

/// The text without quotes and with every variable replaced; `None` where one is unknown.
pub(crate) fn expand(text: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    expand_within(text, lookup, DEEPEST)
}

fn expand_within(text: &str, lookup: &dyn Fn(&str) -> Option<String>, depth: usize) -> Option<String> {
    let (mut out, mut rest, mut quote) = (String::new(), text, None);
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\'' | '"' if quote.is_none() => quote = Some(c),
            '\'' | '"' if quote == Some(c) => quote = None,
            '\\' if quote != Some('\'') => {
                out.extend(rest.chars().next());
                rest = rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
            }
            '$' if quote != Some('\'') => {
                let (value, after) = variable(rest, lookup, depth)?;
                out.push_str(&value);
                rest = after;
            }
            c => out.push(c),
        }
        if out.len() > LONGEST {
            return None;
        }
    }
    Some(out)
}

/// The value of the variable that follows a `$`, and what follows the variable.
fn variable<'t>(text: &'t str, lookup: &dyn Fn(&str) -> Option<String>, depth: usize) -> Option<(String, &'t str)> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let split = |text: &'t str| text.split_at(text.find(|c| !word(c)).unwrap_or(text.len()));
    let Some(body) = text.strip_prefix('{') else {
        let (name, after) = split(text);
        return if name.is_empty() { Some(("$".to_owned(), after)) } else { Some((lookup(name)?, after)) };
    };
    let mut open = 1usize;
    let end = body.find(|c| {
        open = if c == '{' {
            open + 1
        } else if c == '}' {
            open - 1
        } else {
            open
        };
        open == 0
    })?;
    let (name, operator) = split(&body[..end]);
    let deeper = |word: &str| if depth == 0 { None } else { expand_within(word, lookup, depth - 1) };
    let value = lookup(name);
    let value = if operator.is_empty() {
        value
    } else if let Some(word) = operator.strip_prefix(":-") {
        value.filter(|value| !value.is_empty()).or_else(|| deeper(word))
    } else if let Some(word) = operator.strip_prefix('-') {
        value.or_else(|| deeper(word))
    } else if let Some(word) = operator.strip_prefix(":+").or_else(|| operator.strip_prefix('+')) {
        value.filter(|value| !value.is_empty()).and_then(|_| deeper(word))
    } else {
        None
    };
    Some((value?, &body[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str) -> Option<String> {
        let mut variables = Variables::default();
        variables.set("PORT", Some("8080".to_owned()));
        variables.set("EMPTY", Some(String::new()));
        variables.expand(text)
    }

    #[test]
    fn replaces_variables_with_their_defaults_and_quotes() {
        for text in [
            "$PORT",
            "${PORT}",
            "\"$PORT\"",
            "${NONE:-8080}",
            "${EMPTY:-8080}",
            "${A:-${B:-8080}}",
            "${PORT:+8080}",
            "80\\80",
        ] {
            assert_eq!(expanded(text).as_deref(), Some("8080"), "{text}");
        }
        assert_eq!(expanded("'$PORT'").as_deref(), Some("$PORT"));
        assert_eq!(expanded("${EMPTY-8080}").as_deref(), Some(""));
    }

    #[test]
    fn knows_nothing_where_a_part_is_unknown() {
        for text in
            ["$NONE", "${NONE}", "a${NONE}b", "${", "${PORT", "${PORT%0}", "${A:-${B:-${C:-${D:-${E:-${F:-1}}}}}}"]
        {
            assert_eq!(expanded(text), None, "{text}");
        }
    }

    #[test]
    fn stays_small_however_often_a_value_is_doubled() {
        let mut variables = Variables::default();
        variables.set("A", Some("ha".to_owned()));
        for _ in 0..100 {
            let value = variables.expand("$A$A");
            variables.set("A", value);
        }
        assert_eq!(variables.get("A"), None);
    }
}
