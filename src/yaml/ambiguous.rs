//! Plain scalars that YAML 1.1 and YAML 1.2 readers take for different things.

/// Whether a plain (unquoted) scalar is read differently by YAML 1.1 (Kubernetes' Go parser) and
/// YAML 1.2 readers, or is written in a form other than the canonical one of its type.
///
/// Booleans other than `true` and `false`, numbers with underscores, leading zeros, other bases or
/// sexagesimal colons, timestamps, and nulls other than `null` are all ambiguous.
/// Source: the YAML 1.1 type repository (bool, int, float, timestamp, null).
pub(crate) fn is_ambiguous(plain: &str) -> bool {
    let lower = plain.to_ascii_lowercase();
    match lower.as_str() {
        "true" | "false" | "null" => return lower != plain,
        "y" | "n" | "yes" | "no" | "on" | "off" | "~" | "=" | "<<" => return true,
        ".inf" | "-.inf" | "+.inf" | ".nan" => return true,
        _ => {}
    }
    looks_numeric(plain) && !is_canonical_number(plain)
}

/// Whether any YAML reader may take the text for a number or a timestamp.
pub(crate) fn looks_numeric(text: &str) -> bool {
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    let body = body.strip_prefix('.').unwrap_or(body);
    if !body.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let based = ["0x", "0o", "0b", "0X", "0O", "0B"].iter().any(|prefix| body.starts_with(prefix));
    based && body.len() > 2 && body[2..].chars().all(|c| c.is_ascii_hexdigit() || c == '_')
        || body.chars().all(|c| c.is_ascii_digit() || matches!(c, '_' | '.' | ':' | 'e' | 'E' | '+' | '-'))
        || is_timestamp(body)
}

/// Integers and decimals as JSON writes them, so that 1.1, 1.2 and JSON agree.
pub(crate) fn is_canonical_number(text: &str) -> bool {
    let body = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = body.split_once('.').map_or((body, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(digits) && text != "-0"
}

/// A YAML 1.1 timestamp starts with four digits, a dash, one or two digits and a dash.
fn is_timestamp(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let (Some(year), Some(month), Some(rest)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    year.len() == 4
        && digits(year)
        && matches!(month.len(), 1 | 2)
        && digits(month)
        && rest.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::is_ambiguous;

    #[test]
    fn knows_what_readers_disagree_about() {
        for plain in [
            "y",
            "N",
            "yes",
            "Off",
            "True",
            "012",
            "0o17",
            "0x1F",
            "1_000",
            "1:30",
            "190:20:30",
            "2026-01-01",
            "1e3",
            ".5",
            "+1",
            "~",
            ".nan",
            "0b1",
        ] {
            assert!(is_ambiguous(plain), "{plain} is ambiguous");
        }
    }

    #[test]
    fn leaves_what_all_readers_agree_about() {
        for plain in [
            "true",
            "false",
            "null",
            "0",
            "12",
            "-3",
            "1.5",
            "web",
            "1.2.3-alpha",
            "100m",
            "64Mi",
            "10.0.0.0/8",
            "v1",
            "no-cache",
            "0.25",
        ] {
            assert!(!is_ambiguous(plain), "{plain} is plain");
        }
    }
}
