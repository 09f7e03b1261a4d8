//! Texts in XML.

use crate::yaml::is_hidden;

/// A text as it may stand in XML; what XML cannot hold is spelled out.
pub(crate) fn xml_text(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, c| {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if is_hidden(c) => escaped.extend(c.escape_unicode()),
            c => escaped.push(c),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_takes_for_its_own_or_cannot_hold_is_spelled_out() {
        assert_eq!(xml_text("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
        assert_eq!(xml_text("bell \u{7}"), "bell \\u{7}");
    }
}
