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

kept_text!(Host, Cidr);

impl TextType for Host {
    const FORMAT: &'static str = "host";
    const WHAT: &'static str = "a host name such as web.example.com, without scheme, port or path";

    fn parse(text: &str) -> Result<Self, String> {
        let body = text.strip_prefix("*.").unwrap_or(text);
        if body.parse::<IpAddr>().is_ok() {
            return Err(format!("{} is an address: a route needs a host name", shown(text)));
        }
        if is_dns_name(body, 63) && body.contains('.') {
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
        ] {
            assert!(Host::parse(text).is_err(), "{text}");
        }
        assert!(Host::parse("*.example.com").is_ok());
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
