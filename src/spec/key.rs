//! A key of the spec as people write it: `shutdown.drain`, `labels.example\.com/team`.

/// Splits a key at its dots; `\.` is a dot inside a part, and `\\` a backslash.
pub fn split_key(key: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = key.chars().peekable();
    while let Some(c) = chars.next() {
        let part = parts.last_mut().expect("there is always a part");
        match c {
            '\\' if matches!(chars.peek(), Some('.' | '\\')) => part.extend(chars.next()),
            '.' => parts.push(String::new()),
            c => part.push(c),
        }
    }
    parts
}

/// Writes a key so that [`split_key`] reads it back.
pub fn join_key(parts: &[&str]) -> String {
    parts.iter().map(|part| part.replace('\\', r"\\").replace('.', r"\.")).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_inside_a_part_is_escaped() {
        assert_eq!(split_key(r"labels.example\.com/team"), ["labels", "example.com/team"]);
        assert_eq!(join_key(&["labels", "example.com/team"]), r"labels.example\.com/team");
    }

    #[test]
    fn every_key_reads_back() {
        for parts in [["a", "b"], ["a.b", "c"], [r"a\", "b"], [r"\.", r"\\"], ["", "."]] {
            assert_eq!(split_key(&join_key(&parts)), parts);
        }
    }
}
