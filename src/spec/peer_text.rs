//! The short form of a peer.

use std::fmt;
use std::net::IpAddr;

use super::peer::{PeerEntry, PeerPort};
use super::types::{Cidr, Host, Name, NamespaceName, Port, PortRange, TextType, shown};

/// `namespace/app:port`, or `host:port`. No app and no namespace has a dot, so a text with a dot and no
/// slash is a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerText(PeerEntry);

impl PeerText {
    /// The full description.
    pub(super) fn entry(&self) -> &PeerEntry {
        &self.0
    }
}

impl fmt::Display for PeerText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(host) = &self.0.host {
            write!(f, "{host}")?;
        }
        if let Some(namespace) = &self.0.namespace {
            write!(f, "{namespace}/")?;
        }
        if let Some(app) = &self.0.app {
            write!(f, "{app}")?;
        }
        match self.0.port {
            Some(PeerPort::One(port)) => write!(f, ":{}", port.get()),
            Some(PeerPort::Range(range)) => write!(f, ":{range}"),
            None => Ok(()),
        }
    }
}

impl TextType for PeerText {
    const FORMAT: &'static str = "peer";
    const WHAT: &'static str = "another app as namespace/app:port, of which namespace and port may be left out; or a host outside the cluster as api.example.com:443";

    fn parse(text: &str) -> Result<Self, String> {
        let with = |error: String| format!("{error}; write a peer as `namespace/app:port`");
        if let Some((_, rest)) = text.split_once("://") {
            let host = rest.split(['/', ':']).next().unwrap_or_default();
            return Err(format!("{} is a URL: write it as `{host}:443`", shown(text)));
        }
        if let Ok(cidr) = Cidr::parse(text) {
            return Err(format!("`{cidr}` is a range of addresses: write it as `{{cidr: {cidr}}}`"));
        }
        let (target, port) = text.split_once(':').map_or((text, None), |(target, port)| (target, Some(port)));
        let port = port.map(port_of).transpose().map_err(with)?;
        if target.contains('.') && !target.contains('/') {
            if target.parse::<IpAddr>().is_ok() {
                return Err(format!("`{target}` is an address: write it as `{{cidr: {target}/32}}`"));
            }
            let host = Host::parse(target).map_err(|error| format!("{error}; an app's name has no dot"))?;
            return Ok(Self(PeerEntry { host: Some(host), port, ..PeerEntry::default() }));
        }
        let (namespace, app) = target.split_once('/').map_or((None, target), |(namespace, app)| (Some(namespace), app));
        Ok(Self(PeerEntry {
            app: Some(Name::parse(app).map_err(with)?.as_str().parse()?),
            namespace: namespace.map(NamespaceName::parse).transpose().map_err(with)?,
            port,
            ..PeerEntry::default()
        }))
    }
}

fn port_of(text: &str) -> Result<PeerPort, String> {
    if text.contains('-') {
        return PortRange::parse(text).map(PeerPort::Range);
    }
    let number = text.parse::<u64>().map_err(|_| format!("{} is not a port", shown(text)))?;
    Port::try_from(number).map(PeerPort::One)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_written_as_it_was_read() {
        for text in ["cart", "cart:7070", "shop/cart", "shop/cart:7070", "shop/cart:8000-8100", "api.example.com:443"] {
            assert_eq!(PeerText::parse(text).map(|peer| peer.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn a_dot_without_a_slash_makes_a_host_and_nothing_else_does() {
        let of = |text: &str| PeerText::parse(text).map(|peer| peer.0.host.is_some());
        assert_eq!(of("api.example.com"), Ok(true));
        assert_eq!(of("*.example.com:443"), Ok(true));
        assert_eq!(of("cart"), Ok(false));
        for (text, next) in [
            ("shop.x/cart", "`namespace/app:port`"),
            ("10.0.0.1:80", "`{cidr: 10.0.0.1/32}`"),
            ("10.0.0.0/8", "`{cidr: 10.0.0.0/8}`"),
            ("https://api.example.com/v1", "`api.example.com:443`"),
            ("Api.Example.com", "in lower case"),
        ] {
            let error = of(text).expect_err(text);
            assert!(error.contains(next), "{error}");
        }
    }
}
