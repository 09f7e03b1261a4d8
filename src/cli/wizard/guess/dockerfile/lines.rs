//! Splits a Dockerfile into instructions: continued lines, comments, escapes and here-documents.
//!
//! Follows BuildKit's frontend/dockerfile/parser/parser.go.

/// One instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Instruction {
    /// Its keyword in upper case.
    pub(crate) keyword: String,
    /// What follows the keyword, on one line.
    pub(crate) rest: String,
    /// The here-documents that it holds, one after the other.
    pub(crate) script: String,
}

/// The instructions of a Dockerfile.
pub(crate) fn instructions(text: &str) -> Vec<Instruction> {
    let escape = escape(text);
    let mut lines = text.lines();
    let mut all = Vec::new();
    while let Some(line) = lines.next() {
        let line = line.trim_start();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut joined = String::new();
        let mut open = join(&mut joined, line, escape);
        while let Some(next) = open.then(|| lines.next()).flatten() {
            // Comments and empty lines do not end what a backslash goes on with.
            let skipped = next.trim_start();
            open = skipped.is_empty() || skipped.starts_with('#') || join(&mut joined, next, escape);
        }
        let (keyword, rest) = joined.split_once(char::is_whitespace).unwrap_or((&joined, ""));
        let (keyword, rest) = (keyword.to_ascii_uppercase(), rest.trim().to_owned());
        let mut script = String::new();
        for (end, tabs) in here_documents(&keyword, &rest) {
            let body = lines.by_ref().take_while(|line| if tabs { line.trim_start_matches('\t') } else { line } != end);
            body.for_each(|line| script.extend([line, "\n"]));
        }
        all.push(Instruction { keyword, rest, script });
    }
    all
}

/// Backslash, unless a comment at the very top says `escape=` and a backtick.
fn escape(text: &str) -> char {
    let directives = text.lines().map_while(|line| line.trim().strip_prefix('#')?.split_once('='));
    let mut escapes = directives.filter(|(name, _)| name.trim().eq_ignore_ascii_case("escape"));
    if escapes.next().is_some_and(|(_, value)| value.trim() == "`") { '`' } else { '\\' }
}

/// Appends a line without its continuation mark; says whether it had one.
fn join(joined: &mut String, line: &str, escape: char) -> bool {
    let body = line.trim_end().strip_suffix(escape).filter(|body| !body.ends_with(escape));
    joined.push_str(body.unwrap_or(line));
    body.is_some()
}

/// The ends of the here-documents that an instruction opens, each with whether tabs may precede it.
fn here_documents(keyword: &str, rest: &str) -> Vec<(String, bool)> {
    let inner = if keyword == "ONBUILD" {
        rest.split_whitespace().next().unwrap_or_default().to_ascii_uppercase()
    } else {
        keyword.to_owned()
    };
    if !matches!(inner.as_str(), "RUN" | "COPY" | "ADD") || rest.starts_with('[') || !rest.contains("<<") {
        return Vec::new();
    }
    let opened = words(rest).into_iter().filter_map(|word| {
        let name = word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")?;
        let (name, tabs) = name.strip_prefix('-').map_or((name, false), |name| (name, true));
        let name: String = name.chars().filter(|c| !matches!(c, '"' | '\'' | '\\')).collect();
        (!name.is_empty() && !name.contains('<')).then_some((name, tabs))
    });
    opened.collect()
}

/// The words of a text, split at spaces outside quotes; quotes and escapes stay.
pub(crate) fn words(text: &str) -> Vec<&str> {
    let (mut words, mut start, mut quote, mut escaped) = (Vec::new(), 0, None, false);
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' && quote != Some('\'') {
            escaped = true;
        } else if quote == Some(c) {
            quote = None;
        } else if quote.is_none() && matches!(c, '"' | '\'') {
            quote = Some(c);
        } else if quote.is_none() && c.is_whitespace() {
            words.push(&text[start..at]);
            start = at + c.len_utf8();
        }
    }
    words.push(&text[start..]);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        instructions(text).into_iter().map(|found| format!("{} {}", found.keyword, found.rest)).collect()
    }

    #[test]
    fn joins_continued_lines_across_comments_and_empty_lines() {
        let text = "# a comment\n  expose 80 \\\n# EXPOSE 1\n\n  81 \\ \n  82\nUSER app\\\\\nCMD x";
        assert_eq!(read(text), ["EXPOSE 80   81   82", "USER app\\\\", "CMD x"]);
    }

    #[test]
    fn a_directive_changes_the_escape() {
        assert_eq!(
            read("# syntax=docker/dockerfile:1\n# escape=`\nENV DIR=c:\\\nEXPOSE 80 `\n 81\n"),
            ["ENV DIR=c:\\", "EXPOSE 80  81"]
        );
    }

    #[test]
    fn here_documents_hide_what_looks_like_instructions() {
        let text = "RUN <<EOF cat > a && <<-'END' tee b\nUSER root\nEOF\nEXPOSE 1\n\tEND\nCOPY <<\"F\" /f\nEXPOSE 2\nF\nEXPOSE 80\n";
        let found = instructions(text);
        assert_eq!(found.iter().map(|found| found.keyword.as_str()).collect::<Vec<_>>(), ["RUN", "COPY", "EXPOSE"]);
        assert_eq!(found[0].script, "USER root\nEXPOSE 1\n");
    }

    #[test]
    fn shifts_here_strings_and_json_open_no_document() {
        for text in [
            "RUN echo $((1<<3))\nEXPOSE 80",
            "RUN cat <<<EOF\nEXPOSE 80",
            "RUN [\"cat\", \"<<EOF\"]\nEXPOSE 80",
            "RUN echo \"a <<EOF\"\nEXPOSE 80",
            "ENV A=<<EOF\nEXPOSE 80",
        ] {
            assert_eq!(read(text).last().map(String::as_str), Some("EXPOSE 80"), "{text}");
        }
    }

    #[test]
    fn whatever_is_left_open_ends_with_the_file() {
        for text in ["EXPOSE 80 \\", "RUN <<EOF\nUSER 1", "ENV A=\"b", "\\", "#", "\u{85}FROM"] {
            let _ = instructions(text);
        }
    }
}
