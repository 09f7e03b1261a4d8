//! Amounts of cpu and memory in Kubernetes' notation.

use std::fmt;

use super::TextType;
use super::name::shown;

/// An amount of cpu in thousandths of a core: `250m` or `2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cpu(u64);

/// A limit on cpu: an amount, or `none`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CpuLimit {
    /// No limit: the pod may use what the node has to spare.
    None,
    /// At most this much.
    Amount(Cpu),
}

/// An amount of memory or storage in bytes, in binary units: `512Mi` or `2Gi`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Memory(u64);

/// More than any node has; a bound that keeps sums and multiples exact.
const MOST_MILLIS: u64 = 1_000_000_000;
/// One pebibyte, for the same reason.
const MOST_BYTES: u64 = 1 << 50;
const UNITS: [(&str, u64); 4] = [("Ti", 1 << 40), ("Gi", 1 << 30), ("Mi", 1 << 20), ("Ki", 1 << 10)];

impl Cpu {
    /// Thousandths of a core.
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// An amount in thousandths of a core.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }
}

impl Memory {
    /// Bytes.
    pub const fn bytes(self) -> u64 {
        self.0
    }

    /// An amount in bytes.
    pub const fn from_bytes(bytes: u64) -> Self {
        Self(bytes)
    }

    /// An amount in mebibytes.
    pub const fn from_mebibytes(mebibytes: u64) -> Self {
        Self(mebibytes << 20)
    }
}

impl TextType for Cpu {
    const FORMAT: &'static str = "cpu";
    const WHAT: &'static str = "an amount of cpu: 250m is a quarter of a core, 2 two cores";
    const PATTERN: Option<&'static str> = Some("^[0-9]+(\\.[0-9]{1,3})?$|^[1-9][0-9]*m$");
    const TAKES_NUMBERS: bool = true;

    fn parse(text: &str) -> Result<Self, String> {
        let error = || format!("{} is not an amount of cpu: use `250m`, `0.5` or `2`", shown(text));
        let digits = |part: &str| !part.is_empty() && part.len() <= 9 && part.bytes().all(|b| b.is_ascii_digit());
        let millis = if let Some(millis) = text.strip_suffix('m') {
            digits(millis).then(|| millis.parse::<u64>().ok()).flatten().ok_or_else(error)?
        } else {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
            if !digits(whole) || !digits(fraction) || fraction.len() > 3 {
                return Err(error());
            }
            let whole: u64 = whole.parse().map_err(|_| error())?;
            let fraction: u64 = format!("{fraction:0<3}").parse().map_err(|_| error())?;
            whole * 1000 + fraction
        };
        if millis == 0 {
            return Err(format!("{} is no cpu at all: use at least `1m`", shown(text)));
        }
        if millis > MOST_MILLIS {
            return Err(format!("{} is more cpu than any node has: use less than `1000000`", shown(text)));
        }
        Ok(Self(millis))
    }
}

impl TextType for CpuLimit {
    const FORMAT: &'static str = "cpu-limit";
    const WHAT: &'static str = "an amount of cpu such as 500m, or none";
    const TAKES_NUMBERS: bool = true;

    fn parse(text: &str) -> Result<Self, String> {
        if text == "none" {
            Ok(Self::None)
        } else {
            Cpu::parse(text).map(Self::Amount).map_err(|error| format!("{error}, or `none`"))
        }
    }
}

impl TextType for Memory {
    const FORMAT: &'static str = "memory";
    const WHAT: &'static str = "an amount in binary units: 512Mi or 2Gi";
    const PATTERN: Option<&'static str> = Some("^[1-9][0-9]*(Ki|Mi|Gi|Ti)$");

    fn parse(text: &str) -> Result<Self, String> {
        let error = || {
            let near = if text.ends_with('m') { "; `m` means thousandths of a byte" } else { "" };
            format!("{} is not an amount of bytes: use `512Mi` or `2Gi`{near}", shown(text))
        };
        let (digits, factor) = UNITS
            .iter()
            .find_map(|(unit, factor)| text.strip_suffix(unit).map(|digits| (digits, *factor)))
            .ok_or_else(error)?;
        let valid = !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|b| b.is_ascii_digit());
        let amount: u64 = digits.parse().ok().filter(|_| valid).ok_or_else(error)?;
        if amount == 0 {
            return Err(format!("{} is nothing at all: use at least `1Mi`", shown(text)));
        }
        let bytes = amount.checked_mul(factor).filter(|bytes| *bytes <= MOST_BYTES);
        bytes.map(Self).ok_or_else(|| format!("{} is more than any node has: use less than `1024Ti`", shown(text)))
    }
}

impl fmt::Display for Cpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_multiple_of(1000) { write!(f, "{}", self.0 / 1000) } else { write!(f, "{}m", self.0) }
    }
}

impl fmt::Display for CpuLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Amount(cpu) => cpu.fmt(f),
        }
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, factor) = UNITS.iter().find(|(_, factor)| self.0.is_multiple_of(*factor)).unwrap_or(&("", 1));
        write!(f, "{}{unit}", self.0 / factor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_amounts_in_their_largest_exact_unit() {
        let cpu = |text| Cpu::parse(text).map(|cpu| cpu.to_string());
        assert_eq!((cpu("0.25"), cpu("2000m"), cpu("1.5")), (Ok("250m".into()), Ok("2".into()), Ok("1500m".into())));
        let memory = |text| Memory::parse(text).map(|memory| memory.to_string());
        assert_eq!((memory("1024Mi"), memory("1536Mi")), (Ok("1Gi".into()), Ok("1536Mi".into())));
    }

    #[test]
    fn refuses_what_is_zero_or_means_something_else() {
        for text in ["", "0", "0m", "-1", "1e3", "1_0", "0.0001", "m", "1 "] {
            assert!(Cpu::parse(text).is_err(), "{text:?}");
        }
        for text in ["", "0Mi", "512", "512M", "512m", "1.5Gi", "Gi", "99999999999Gi"] {
            assert!(Memory::parse(text).is_err(), "{text:?}");
        }
    }
}
