//! Ports, hosts and address ranges.

use std::net::IpAddr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::name::{is_dns_name, shown};
use super::{TextType, kept_text};

/// A port number, 1 to 65535.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u64")]
pub struct Port(u16);

impl Port {
    /// The number.
    pub fn get(self) -> u16 {
        self.0
    }
}

impl TryFrom<u64> for Port {
    type Error = String;

    fn try_from(number: u64) -> Result<Self, String> {
        u16::try_from(number)
            .ok()
            .filter(|port| *port > 0)
            .map(Self)
            .ok_or_else(|| format!("`{number}` is not a port: use 1 to 65535"))
    }
}

impl JsonSchema for Port {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "port".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": 1, "maximum": 65535})
    }
}

/// A host name that clients use: a DNS name, with a leading `*.` for all its children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host(String);

/// A range of addresses in CIDR form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cidr(String);

/// Every port from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortRange(Port, Port);

kept_text!(Host, Cidr);

impl Cidr {
    /// Whether another range is a part of this one, and smaller.
    pub fn holds(&self, other: &Self) -> bool {
        let (Some((outer, bits)), Some((inner, more))) = (self.parts(), other.parts()) else { return false };
        let shift = |address: u128| address.checked_shr(128 - bits).unwrap_or(0);
        bits < more && shift(outer) == shift(inner) && self.is_v4() == other.is_v4()
    }

    fn is_v4(&self) -> bool {
        !self.0.contains(':')
    }

    /// The address and the length of its mask, both counted as in IPv6.
    fn parts(&self) -> Option<(u128, u32)> {
        let (address, bits) = self.0.split_once('/')?;
        let bits: u32 = bits.parse().ok()?;
        match address.parse().ok()? {
            IpAddr::V4(v4) => Some((v4.to_ipv6_mapped().into(), bits + 96)),
            IpAddr::V6(v6) => Some((v6.into(), bits)),
        }
    }
}

impl PortRange {
    /// The first port.
    pub fn first(self) -> Port {
        self.0
    }

    /// The last port.
    pub fn last(self) -> Port {
        self.1
    }
}

impl std::fmt::Display for PortRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.0.get(), self.1.get())
    }
}

impl TextType for PortRange {
    const FORMAT: &'static str = "port-range";
    const WHAT: &'static str = "a range of ports such as 8000-8100";

    fn parse(text: &str) -> Result<Self, String> {
        let error = || format!("{} is not a range of ports: write it as `8000-8100`", shown(text));
        let port = |digits: &str| {
            let plain = digits.len() <= 5 && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
            digits.parse::<u64>().ok().filter(|_| plain).and_then(|number| Port::try_from(number).ok())
        };
        if port(text).is_some() {
            return Err(format!("`{text}` is one port: write the number without quotes"));
        }
        let (first, last) = text.split_once('-').ok_or_else(error)?;
        let (first, last) = port(first).zip(port(last)).ok_or_else(error)?;
        if first >= last {
            return Err(format!("{} is not a range of ports: its first must be below its last", shown(text)));
        }
        Ok(Self(first, last))
    }
}

impl TextType for Host {
    const FORMAT: &'static str = "host";
    const WHAT: &'static str = "a host name such as web.example.com, without scheme, port or path";

    fn parse(text: &str) -> Result<Self, String> {
        let body = text.strip_prefix("*.").unwrap_or(text);
        if body.parse::<IpAddr>().is_ok() {
            return Err(format!("{} is an address: a route needs a host name", shown(text)));
        }
        // A name that ends in a number is read as an address (RFC 1123, 2.1).
        let number = body.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
        if is_dns_name(body, 63) && body.contains('.') && !number {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{} is not a host name: write it as `web.example.com`, in lower case, without `https://`, port or path",
            shown(text)
        ))
    }
}

impl TextType for Cidr {
    const FORMAT: &'static str = "cidr";
    const WHAT: &'static str = "a range of addresses such as 10.0.0.0/8";

    fn parse(text: &str) -> Result<Self, String> {
        let error = || format!("{} is not a range of addresses: write it as `10.0.0.0/8`", shown(text));
        let (address, bits) = text.split_once('/').ok_or_else(error)?;
        let address: IpAddr = address.parse().map_err(|_| error())?;
        let canonical = bits.bytes().all(|b| b.is_ascii_digit()) && (bits == "0" || !bits.starts_with('0'));
        let bits: u8 = bits.parse().ok().filter(|_| canonical).ok_or_else(error)?;
        let network = match address {
            IpAddr::V4(v4) if bits <= 32 => {
                IpAddr::V4((u32::from(v4) & u32::MAX.checked_shl(u32::from(32 - bits)).unwrap_or(0)).into())
            }
            IpAddr::V6(v6) if bits <= 128 => {
                IpAddr::V6((u128::from(v6) & u128::MAX.checked_shl(u32::from(128 - bits)).unwrap_or(0)).into())
            }
            _ => return Err(error()),
        };
        if network != address {
            return Err(format!("{} has bits beyond its mask: write `{network}/{bits}`", shown(text)));
        }
        Ok(Self(format!("{network}/{bits}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_hosts_that_are_urls_or_addresses() {
        for text in [
            "https://a.example",
            "a.example:80",
            "a.example/x",
            "10.0.0.1",
            "A.example",
            "localhost",
            "*.",
            "a..b",
            "a_b.example",
            "1.0",
            "a.example.1",
        ] {
            assert!(Host::parse(text).is_err(), "{text}");
        }
        assert!(Host::parse("*.example.com").is_ok());
    }

    #[test]
    fn a_range_of_ports_goes_up() {
        for text in ["8000", "8100-8000", "80-80", "0-80", "1-65536", "08-90", "a-b", "80-", "+1-9", "1-2-3"] {
            assert!(PortRange::parse(text).is_err(), "{text}");
        }
        assert_eq!(PortRange::parse("8000-8100").map(|range| range.to_string()), Ok("8000-8100".to_owned()));
    }

    #[test]
    fn a_range_holds_smaller_ranges_of_its_own() {
        let holds =
            |outer: &str, inner: &str| Cidr::parse(outer).expect("valid").holds(&Cidr::parse(inner).expect("valid"));
        for (outer, inner) in [("0.0.0.0/0", "10.0.0.0/8"), ("10.0.0.0/8", "10.1.0.0/16"), ("::/0", "fc00::/7")] {
            assert!(holds(outer, inner), "{outer} {inner}");
        }
        for (outer, inner) in [
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("10.1.0.0/16", "10.0.0.0/8"),
            ("10.0.0.0/8", "11.0.0.0/16"),
            ("::/0", "10.0.0.0/8"),
            ("0.0.0.0/0", "fc00::/7"),
        ] {
            assert!(!holds(outer, inner), "{outer} {inner}");
        }
    }

    #[test]
    fn refuses_ranges_that_the_api_would_warn_about() {
        for text in ["10.0.0.1/8", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/08", "x/8", "::1/64"] {
            assert!(Cidr::parse(text).is_err(), "{text}");
        }
        for text in ["0.0.0.0/0", "10.0.0.0/8", "::/0", "fd00::/8"] {
            assert_eq!(Cidr::parse(text).map(|cidr| cidr.to_string()), Ok(text.to_owned()));
        }
    }
}
