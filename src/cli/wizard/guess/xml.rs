//! Walks the elements of an XML file that hold nothing but text, tag by tag.
//!
//! Comments, CDATA, declarations and processing instructions are skipped, entities are not read.

/// Deeper files are not a project's own.
const DEEPEST: usize = 64;

/// Visits every element that holds text alone, with the names of the elements around it, outermost
/// first; stops where the file is not well-formed.
pub(crate) fn texts<'x>(xml: &'x str, visit: &mut dyn FnMut(&[&'x str], &'x str)) {
    let (mut rest, mut path, mut leaf) = (xml, Vec::new(), false);
    while let Some((text, tag)) = rest.split_once('<') {
        if let Some(end) = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>"), ("!", ">")]
            .iter()
            .find_map(|(start, end)| tag.starts_with(start).then_some(end))
        {
            let Some((_, after)) = tag.split_once(end) else { return };
            rest = after;
            continue;
        }
        let Some((tag, after)) = tag.split_once('>') else { return };
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            if path.last() != Some(&name.trim_end()) {
                return;
            }
            if leaf {
                visit(&path, text.trim());
            }
            path.pop();
            leaf = false;
        } else if !tag.ends_with('/') {
            if path.len() == DEEPEST {
                return;
            }
            path.push(tag.split_whitespace().next().unwrap_or_default());
            leaf = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(xml: &str) -> Vec<String> {
        let mut seen = Vec::new();
        texts(xml, &mut |path, text| seen.push(format!("{}={text}", path.join("/"))));
        seen
    }

    #[test]
    fn visits_texts_with_the_elements_around_them() {
        let xml = "<?xml version=\"1.0\"?>\n<!DOCTYPE a>\n<a x=\"1\"><!-- <b>no</b> --><b> 1 </b><c/><d><b>2</b></d><![CDATA[<b>no</b>]]></a>";
        assert_eq!(seen(xml), ["a/b=1", "a/d/b=2"]);
    }

    #[test]
    fn stops_where_the_file_is_not_well_formed() {
        for xml in ["", "<", "<a", "<a>", "<a>1</b>", "</a>", "<!--", "<![CDATA[", "<>", "a<b>c"] {
            assert_eq!(seen(xml), Vec::<String>::new(), "{xml:?}");
        }
        assert_eq!(seen(&"<a>".repeat(100_000)), Vec::<String>::new());
    }
}
