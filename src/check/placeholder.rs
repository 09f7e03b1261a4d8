//! Values that stand in for what is filled in elsewhere.

/// What a value says whose letters hold it.
const SAYS: [&str; 9] =
    ["CHANGEME", "CHANGEIT", "REPLACEME", "REPLACEWITH", "PLACEHOLDER", "REDACTED", "FILLMEIN", "INSERTHERE", "DUMMY"];
/// How its letters begin.
const BEGINS: [&str; 4] = ["YOUR", "TODO", "REPLACE", "INSERT"];
/// Pairs of marks between which something is filled in.
const MARKS: [(&str, &str); 7] =
    [("${", "}"), ("$(", ")"), ("{{", "}}"), ("<", ">"), ("%", "%"), ("__", "__"), ("@", "@")];

/// Whether a value is no secret, but says where one goes: `CHANGE_ME`, `<password>`, `${PASSWORD}`, `xxxx`; or is one that
/// is encrypted where it stands, as sops does.
pub(super) fn is_placeholder(value: &str) -> bool {
    let value = value.trim();
    let letters: String = value.to_ascii_uppercase().chars().filter(char::is_ascii_alphanumeric).collect();
    let marked = MARKS.iter().any(|(open, close)| {
        value.find(open).is_some_and(|at| value[at + open.len()..].find(close).is_some_and(|length| length > 0))
    });
    let crossed_out = value.len() > 2 && value.chars().all(|c| "xX*.-_?".contains(c));
    let example = letters.len() > 12 && letters.ends_with("EXAMPLE");
    marked
        || crossed_out
        || example
        || value.starts_with("ENC[")
        || SAYS.iter().any(|words| letters.contains(words))
        || BEGINS.iter().any(|words| letters.starts_with(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_filled_in_is_told_from_what_is() {
        for value in [
            "CHANGE_ME",
            "changeme",
            "<password>",
            "${DB_PASSWORD}",
            "$(PASSWORD)",
            "{{ .Values.password }}",
            "postgres://app:${PASSWORD}@db/app",
            "REPLACE_WITH_TOKEN",
            "your-api-key",
            "xxxxxxxx",
            "***",
            "__TOKEN__",
            "AKIAIOSFODNN7EXAMPLE",
            "ENC[AES256_GCM,data:abc]",
        ] {
            assert!(is_placeholder(value), "{value}");
        }
        for value in ["hunter2", "s3cr3t!", "example", "postgres://app:hunter2@db/app", "a%20b", "P@ssw0rd", "x"] {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
