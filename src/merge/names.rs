//! An app that has another name now: its texts with that name, so that what tells things apart still does.

/// The name that the app had, and the one that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppName {
    /// The name of the last generation.
    pub old: String,
    /// The name of the new one.
    pub new: String,
}

/// What stands before a value that is a name.
const NAME: &str = "name: ";

impl AppName {
    /// Texts with the new name wherever the new generation has it in the place of the old one: as the `name` of
    /// an object, a container or whatever refers to them, and in the names of a chart's helpers. Everything else
    /// is a value as any other, and merged as such.
    pub(super) fn applied<const N: usize>(&self, texts: [&str; N], new: &str) -> [String; N] {
        let known = names(new);
        texts.map(|text| {
            let mut text = text.replace(&format!("\"{}.", self.old), &format!("\"{}.", self.new));
            let mut at = text.len();
            while let Some(start) = text[..at].rfind(NAME) {
                at = start;
                let Some(range) = value(&text, start) else { continue };
                let old = &text[range.clone()];
                let rest = old.strip_prefix(&self.old).filter(|rest| rest.is_empty() || rest.starts_with('-'));
                let Some(renamed) = rest.map(|rest| format!("{}{rest}", self.new)) else { continue };
                if known.contains(&renamed.as_str()) && !known.contains(&old) {
                    text.replace_range(range, &renamed);
                }
            }
            text
        })
    }
}

/// Every name in a text.
fn names(text: &str) -> Vec<&str> {
    text.match_indices(NAME).filter_map(|(start, _)| Some(&text[value(text, start)?])).collect()
}

/// Where the name stands that a key at `start` has; none where the key only ends like one.
fn value(text: &str, start: usize) -> Option<std::ops::Range<usize>> {
    if text[..start].chars().next_back().is_some_and(|c| !c.is_whitespace() && !matches!(c, '{' | ',')) {
        return None;
    }
    let rest = &text[start + NAME.len()..];
    let quote = rest.len() - rest.trim_start_matches(['"', '\'']).len();
    let length = rest[quote..].find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.'));
    let from = start + NAME.len() + quote;
    Some(from..from + length.unwrap_or(rest.len() - quote)).filter(|range| !range.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(text: &str, new: &str) -> String {
        let [renamed] = AppName { old: "web".into(), new: "shop".into() }.applied([text], new);
        renamed
    }

    #[test]
    fn the_names_that_the_new_generation_has_otherwise_are_renamed_and_no_other() {
        let new = "name: shop\nother: {name: \"shop-config\"}\n- name: web-db\n";
        let text = "name: web # mine\nother: {name: \"web-config\"}\n- name: web-db\n- name: web-mine\nweb: web\n";
        let expected =
            "name: shop # mine\nother: {name: \"shop-config\"}\n- name: web-db\n- name: web-mine\nweb: web\n";
        assert_eq!(renamed(text, new), expected);
        assert_eq!(
            renamed("app.kubernetes.io/name: web\nhostname: web\n", new),
            "app.kubernetes.io/name: web\nhostname: web\n"
        );
        assert_eq!(renamed("- name: website\n  name: 'web'", new), "- name: website\n  name: 'shop'");
    }

    #[test]
    fn a_chart_calls_its_helpers_by_their_new_names() {
        assert_eq!(renamed("{{ include \"web.labels\" . }}", ""), "{{ include \"shop.labels\" . }}");
    }
}
