//! What is wrong with an input: where, why, and the next step.

use std::fmt;

/// Where a value came from, as precisely as its source allows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// A file's path, a flag (`--port`) or a variable (`KUBEWRIGHT_PORT`).
    pub source: String,
    /// Line and column, both counted from 1; absent for flags and variables.
    pub position: Option<Position>,
}

/// A line and a column in a text, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u64,
    /// Column in characters, from 1.
    pub column: u64,
}

impl Place {
    /// A place in a file.
    pub fn new(source: impl Into<String>, position: Option<Position>) -> Self {
        Self { source: source.into(), position }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)?;
        if let Some(Position { line, column }) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        Ok(())
    }
}

/// One thing that is wrong, or, as a warning, one thing worth a second look.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where, if there is a place to name.
    pub place: Option<Place>,
    /// What, in one lower-case sentence without a full stop.
    pub message: String,
    /// The next step.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem that has no place yet.
    pub fn new(message: impl Into<String>) -> Self {
        Self { place: None, message: message.into(), hint: None }
    }

    /// The same problem at a place.
    #[must_use]
    pub fn at(mut self, place: Option<Place>) -> Self {
        self.place = place;
        self
    }

    /// The same problem with its next step.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, " (hint: {hint})")?;
        }
        Ok(())
    }
}

/// The name among `valid` that was most likely meant by `given`, if one is near.
pub fn nearest<'a>(given: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = given.to_lowercase();
    valid
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&lower, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= (name.len().max(given.len()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The hint that names what was most likely meant, if a valid name is near.
pub fn did_you_mean<'a>(given: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(given, valid).map(|near| format!("did you mean `{near}`?"))
}

/// The hint that names what was most likely meant, else all that is valid.
pub fn nearest_or_all<'a>(given: &str, valid: impl IntoIterator<Item = &'a str> + Clone) -> String {
    did_you_mean(given, valid.clone()).unwrap_or_else(|| match valid.into_iter().collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => "there are none: take it out".to_owned(),
        all => format!("valid: {all}"),
    })
}

/// How many names are listed whole.
pub const LISTED: usize = 16;

/// How like two names are that may be meant for each other, from 0 to 1.
const LIKE: f64 = 0.75;

/// The hint that names the valid keys: all of them where they are few, else those that are like the given one.
pub fn valid_keys(given: &str, valid: &[&str]) -> String {
    if valid.len() <= LISTED {
        return format!("valid keys: {}", valid.join(", "));
    }
    let likeness = |name: &&str| strsim::jaro_winkler(&given.to_lowercase(), &name.to_lowercase());
    let mut nearest: Vec<&str> = valid.iter().copied().filter(|name| likeness(name) > LIKE).collect();
    nearest.sort_by(|one, other| likeness(other).total_cmp(&likeness(one)));
    let nearest: Vec<String> = nearest.iter().take(3).map(|name| format!("`{name}`")).collect();
    let near = if nearest.is_empty() { String::new() } else { format!("near it: {}; ", nearest.join(", ")) };
    format!("{near}`kubewright schema` lists all keys")
}

/// The problems in the order of their places, so that a file is mended from top to bottom.
pub fn sorted(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by(|one, other| one.place.cmp(&other.place));
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_nearest_valid_name_and_nothing_far() {
        let valid = ["replicas", "resources", "runAs"];
        assert_eq!(nearest("replcas", valid), Some("replicas"));
        assert_eq!(nearest("runas", valid), Some("runAs"));
        assert_eq!(nearest("banana", valid), None);
    }

    #[test]
    fn names_all_of_few_keys_and_the_nearest_of_many() {
        assert_eq!(valid_keys("x", &["a", "b"]), "valid keys: a, b");
        let many: Vec<String> = (0..30).map(|number| format!("key{number}")).chain(["memory".to_owned()]).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(valid_keys("mem", &many), "near it: `memory`; `kubewright schema` lists all keys");
        assert_eq!(valid_keys("x", &many), "`kubewright schema` lists all keys");
    }

    #[test]
    fn prints_place_message_and_hint() {
        let position = Position { line: 3, column: 7 };
        let problem =
            Problem::new("port is 0").at(Some(Place::new("kubewright.yaml", Some(position)))).hint("use 1 to 65535");
        assert_eq!(problem.to_string(), "kubewright.yaml:3:7: port is 0 (hint: use 1 to 65535)");
    }
}
