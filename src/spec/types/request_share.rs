//! A share of the requests.

use std::fmt;

use super::TextType;
use super::name::shown;

/// A share of the requests in whole percent, `0%` to `100%`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestShare(u8);

impl RequestShare {
    /// The number before the sign, at most 100.
    pub fn percent(self) -> u8 {
        self.0
    }
}

impl TextType for RequestShare {
    const FORMAT: &'static str = "request-share";
    const WHAT: &'static str = "a share of the requests in whole percent: 10%";
    const PATTERN: Option<&'static str> = Some("^(100|[1-9]?[0-9])%$");

    fn parse(text: &str) -> Result<Self, String> {
        let digits = text.strip_suffix('%').filter(|digits| {
            let is_plain = *digits == "0" || !digits.starts_with('0');
            is_plain && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
        });
        let percent = digits.and_then(|digits| digits.parse().ok()).filter(|percent| *percent <= 100);
        percent.map(Self).ok_or_else(|| {
            format!("{} is no share of the requests: use whole percent from `0%` to `100%`, such as `10%`", shown(text))
        })
    }
}

impl fmt::Display for RequestShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_and_all_are_shares_too() {
        for text in ["0%", "5%", "10%", "100%"] {
            assert_eq!(RequestShare::parse(text).map(|share| share.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "%", "10", "101%", "-1%", "007%", "2.5%", "ten%"] {
            assert!(RequestShare::parse(text).is_err(), "{text:?}");
        }
    }
}
