//! Plain scalars that YAML 1.1 and YAML 1.2 readers take for different things.

/// Whether a plain (unquoted) scalar is read differently by YAML 1.1 (Kubernetes' Go parser) and
/// YAML 1.2 readers, or is written in a form other than the canonical one of its type.
///
/// Booleans other than `true` and `false`, numbers with underscores, leading zeros, other bases or
/// sexagesimal colons, timestamps, and nulls other than `null` are all ambiguous.
/// Source: the YAML 1.1 type repository (bool, int, float, timestamp, null).
pub(crate) fn is_ambiguous(plain: &str) -> bool {
    // No word of these has more letters, and most scalars do.
    if plain.len() <= "false".len() {
        let lower = plain.to_ascii_lowercase();
        match lower.as_str() {
            "true" | "false" | "null" => return lower != plain,
            "y" | "n" | "yes" | "no" | "on" | "off" | "~" | "=" | "<<" => return true,
            ".inf" | "-.inf" | "+.inf" | ".nan" => return true,
            _ => {}
        }
    }
    looks_numeric(plain) && !is_canonical_number(plain)
}

/// Whether any YAML reader in use may take the text for a number or a timestamp.
pub(crate) fn looks_numeric(text: &str) -> bool {
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !body.starts_with(|c: char| c == '.' || c.is_ascii_digit()) {
        return false;
    }
    let based = ["0x", "0o", "0b", "0X", "0O", "0B"].iter().any(|prefix| body.starts_with(prefix));
    based && body.len() > 2 && body[2..].chars().all(|c| c.is_ascii_hexdigit() || c == '_')
        || is_decimal(body)
        || is_sexagesimal(body)
        || is_timestamp(body)
}

/// Digits and underscores, with a point and an exponent or without.
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(head, tail)| (head, Some(tail)));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['-', '+']).unwrap_or(exponent));
    let starts = mantissa.trim_start_matches('.').starts_with(|c: char| c.is_ascii_digit());
    starts
        && digits(whole)
        && digits(fraction)
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

/// `1:30`, which YAML 1.1 reads as 90.
fn is_sexagesimal(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    whole.contains(':') && whole.starts_with(|c: char| c.is_ascii_digit()) && whole.split(':').all(digits)
}

/// Integers and decimals as JSON writes them, so that 1.1, 1.2 and JSON agree.
pub(crate) fn is_canonical_number(text: &str) -> bool {
    let body = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = body.split_once('.').map_or((body, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(digits) && text != "-0"
}

/// A YAML 1.1 timestamp: a date, alone or with a time after `T` or a space.
fn is_timestamp(text: &str) -> bool {
    let date_end = text.find(['T', 't', ' ']).unwrap_or(text.len());
    let (date, time) = text.split_at(date_end);
    let parts: Vec<&str> = date.split('-').collect();
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let timed = time.is_empty() || time[1..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    let lengths = parts.len() == 3 && parts[0].len() == 4 && parts[1..].iter().all(|part| matches!(part.len(), 1 | 2));
    lengths && timed && parts.into_iter().all(digits)
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
            "1.2.3",
            "10.0.0.1",
            "1.2.3.4:80",
            "2026-01-01-rc1",
            "2026-01-02 release",
        ] {
            assert!(!is_ambiguous(plain), "{plain} is plain");
        }
    }
}
