//! A time span in whole seconds.

use std::fmt;

use super::TextType;
use super::name::shown;

/// A time span of at most a day in whole seconds: `20s`, `2m`, `1m30s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Duration(u32);

impl Duration {
    /// Whole seconds.
    pub const fn seconds(self) -> u32 {
        self.0
    }

    /// A span of this many seconds.
    pub const fn from_seconds(seconds: u32) -> Self {
        Self(seconds)
    }
}

impl TextType for Duration {
    const FORMAT: &'static str = "time-span";
    const WHAT: &'static str = "a time span such as 20s, 2m or 1m30s";
    const PATTERN: Option<&'static str> = Some("^([0-9]+h)?([0-9]+m)?([0-9]+s)?$");

    fn parse(text: &str) -> Result<Self, String> {
        let error = || {
            let near = if text.parse::<u32>().is_ok() { format!("; `{text}s` would do") } else { String::new() };
            format!("{} is not a time span: use `20s`, `2m` or `1m30s`{near}", shown(text))
        };
        let (mut rest, mut seconds) = (text, 0u32);
        for (unit, factor) in [('h', 3600), ('m', 60), ('s', 1)] {
            if let Some((digits, after)) = rest.split_once(unit) {
                let amount: u32 =
                    digits.parse().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit())).ok_or_else(error)?;
                seconds = amount.checked_mul(factor).and_then(|part| seconds.checked_add(part)).ok_or_else(error)?;
                rest = after;
            }
        }
        if text.is_empty() || !rest.is_empty() {
            return Err(error());
        }
        if seconds > 86_400 {
            return Err(format!("{} is more than a day: use at most `24h`", shown(text)));
        }
        Ok(Self(seconds))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 60, self.0 % 60) {
            (0, seconds) => write!(f, "{seconds}s"),
            (minutes, 0) => write!(f, "{minutes}m"),
            (minutes, seconds) => write!(f, "{minutes}m{seconds}s"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_spans_with_units_and_asks_for_one_that_is_missing() {
        assert_eq!(Duration::parse("1m30s").map(Duration::seconds), Ok(90));
        assert_eq!(Duration::parse("0s").map(Duration::seconds), Ok(0));
        assert!(Duration::parse("20").expect_err("no unit").ends_with("`20s` would do"));
        for text in ["", "s", "1.5s", "-1s", "5s3m", "1d", "100h"] {
            assert!(Duration::parse(text).is_err(), "{text:?}");
        }
    }
}
