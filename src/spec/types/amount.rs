//! Amounts of a metric that an autoscaler aims at, and how far it lets them stray.

use std::fmt;

use super::name::shown;
use super::{TextType, kept_text};

/// A positive amount in Kubernetes' notation: `100`, `500m`, `1.5` or `10k`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount(String);

/// A share of a target that the autoscaler lets pass before it acts, 0% to 100%.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance(u8);

kept_text!(Amount);

/// The suffixes of the API's quantities (<https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>);
/// none below a thousandth, since an autoscaler counts in thousandths.
const SUFFIXES: [&str; 13] = ["", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi"];

impl TextType for Amount {
    const FORMAT: &'static str = "amount";
    const WHAT: &'static str = "an amount of a metric such as \"100\", 500m, 1.5 or 10k";
    const PATTERN: Option<&'static str> = Some("^[0-9]+(\\.[0-9]{1,3})?(m|[kMGTPE]|[KMGTP]i)?$");

    fn parse(text: &str) -> Result<Self, String> {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (number, suffix) = text.split_at(end);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |part: &str, most| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let fine = digits(whole, 15) && digits(fraction, 3) && !(suffix == "m" && number.contains('.'));
        if !fine || !SUFFIXES.contains(&suffix) {
            return Err(format!("{} is not an amount: use `\"100\"`, `500m`, `\"1.5\"` or `10k`", shown(text)));
        }
        if number.bytes().all(|b| matches!(b, b'0' | b'.')) {
            return Err(format!("{} is nothing at all: use an amount above 0", shown(text)));
        }
        Ok(Self(text.to_owned()))
    }
}

impl Tolerance {
    /// As a quantity of the API: 5% is `0.05`.
    pub fn quantity(self) -> String {
        match self.0 {
            100 => "1".to_owned(),
            percent => format!("0.{percent:02}"),
        }
    }
}

impl TextType for Tolerance {
    const FORMAT: &'static str = "tolerance";
    const WHAT: &'static str = "a share of the target such as 5%";
    const PATTERN: Option<&'static str> = Some("^[0-9]{1,3}%$");

    fn parse(text: &str) -> Result<Self, String> {
        let digits = text.strip_suffix('%').filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        let percent = digits.and_then(|digits| digits.parse::<u8>().ok()).filter(|percent| *percent <= 100);
        percent.map(Self).ok_or_else(|| format!("{} is not a share of the target: use `5%` or `10%`", shown(text)))
    }
}

impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_positive_and_one_that_the_api_reads() {
        for text in ["100", "500m", "1.5", "10k", "64Mi", "0.001"] {
            assert_eq!(Amount::parse(text).map(|amount| amount.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "0", "0.0", "-1", "1e3", "1_0", "1.2345", "1.5m", "10K", "Mi", "1 k", "5u"] {
            assert!(Amount::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_tolerance_is_a_share() {
        let quantity = |text| Tolerance::parse(text).map(Tolerance::quantity);
        assert_eq!((quantity("5%"), quantity("100%")), (Ok("0.05".to_owned()), Ok("1".to_owned())));
        for text in ["", "%", "5", "0.05", "101%", "-5%"] {
            assert!(Tolerance::parse(text).is_err(), "{text:?}");
        }
    }
}
