//! Amounts in every notation that Kubernetes takes.

use serde_json::Value;

use crate::yaml::Node;

/// Thousandths of an amount: of a core, or of a byte. None where it is no quantity
/// (<https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>).
pub(crate) fn millis_of_value(value: &Value) -> Option<i128> {
    match value {
        Value::Number(number) => parse(&number.to_string()),
        Value::String(text) => parse(text),
        _ => None,
    }
}

/// The same of a value with its place.
pub(crate) fn millis_of_node(node: &Node) -> Option<i128> {
    millis_of_value(&node.to_value())
}

fn parse(text: &str) -> Option<i128> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    let number: f64 = number.parse().ok()?;
    let factor = match suffix {
        "n" => 1e-9,
        "u" => 1e-6,
        "m" => 1e-3,
        "" => 1.0,
        "k" => 1e3,
        "M" => 1e6,
        "G" => 1e9,
        "T" => 1e12,
        "P" => 1e15,
        "E" => 1e18,
        "Ki" => 1024.0,
        "Mi" => 1024_f64.powi(2),
        "Gi" => 1024_f64.powi(3),
        "Ti" => 1024_f64.powi(4),
        "Pi" => 1024_f64.powi(5),
        "Ei" => 1024_f64.powi(6),
        exponent => 10_f64.powi(exponent.strip_prefix(['e', 'E'])?.parse().ok().filter(|e: &i32| e.abs() < 25)?),
    };
    #[allow(clippy::cast_possible_truncation, reason = "an amount is far below 2^127")]
    Some((number * factor * 1000.0).round() as i128)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_every_notation() {
        for (text, millis) in [
            ("100m", 100),
            ("0.5", 500),
            ("2", 2000),
            ("1Ki", 1_024_000),
            ("1.5Gi", 1_610_612_736_000),
            ("1e3", 1_000_000),
            ("128M", 128_000_000_000),
            ("-1", -1000),
        ] {
            assert_eq!(parse(text), Some(millis), "{text}");
        }
        for text in ["", "1GB", "Mi", "1 Gi", "1eX", "ten"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
