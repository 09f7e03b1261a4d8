//! How long a request may take.

use std::fmt;

use super::TextType;
use super::name::shown;

/// A time that a request may take, in whole milliseconds up to a minute: `250ms`, `2s` or `1.5s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Latency(u32);

const MOST: u32 = 60_000;

impl Latency {
    /// Whole milliseconds.
    pub const fn milliseconds(self) -> u32 {
        self.0
    }

    /// Seconds as a decimal number: `0.25`, `2`.
    pub fn seconds(self) -> String {
        match self.0 % 1000 {
            0 => (self.0 / 1000).to_string(),
            rest => format!("{}.{rest:03}", self.0 / 1000).trim_end_matches('0').to_owned(),
        }
    }
}

impl TextType for Latency {
    const FORMAT: &'static str = "latency";
    const WHAT: &'static str = "the time of a request such as 250ms, 2s or 1.5s";
    const PATTERN: Option<&'static str> = Some("^([0-9]+ms|[0-9]+(\\.[0-9]{1,3})?s)$");

    fn parse(text: &str) -> Result<Self, String> {
        let digits = |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        let parsed = if let Some(whole) = text.strip_suffix("ms") {
            digits(whole, 6).then(|| whole.parse::<u32>().ok()).flatten()
        } else {
            text.strip_suffix('s').and_then(|seconds| {
                let (whole, rest) = seconds.split_once('.').unwrap_or((seconds, "0"));
                (digits(whole, 3) && digits(rest, 3)).then(|| format!("{whole}{rest:0<3}").parse::<u32>().ok())?
            })
        };
        let latency = parsed
            .ok_or_else(|| format!("{} is not the time of a request: use `250ms`, `2s` or `1.5s`", shown(text)))?;
        if latency == 0 || latency > MOST {
            return Err(format!("{} is not from a millisecond to a minute: use `250ms` or `2s`", shown(text)));
        }
        Ok(Self(latency))
    }
}

impl fmt::Display for Latency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 1000 {
            0 => write!(f, "{}s", self.0 / 1000),
            _ => write!(f, "{}ms", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_latency_is_a_number_of_milliseconds() {
        for (text, seconds) in [("250ms", "0.25"), ("2s", "2"), ("1.5s", "1.5"), ("0.005s", "0.005"), ("1000ms", "1")] {
            assert_eq!(Latency::parse(text).map(Latency::seconds).as_deref(), Ok(seconds));
        }
        for text in ["", "s", "0s", "0ms", "250", "1m", "61s", "1.s", ".5s", "1.0001s", "-1s", "1e3ms"] {
            assert!(Latency::parse(text).is_err(), "{text:?}");
        }
    }
}
