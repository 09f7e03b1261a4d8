//! Values that the API takes of those that a field's type allows.

use std::net::Ipv4Addr;

use serde_json::{Map, Value};

use crate::problem::did_you_mean;
use crate::spec::types::{
    Cidr, CronSchedule, LabelKey, LabelValue, TextType as _, dns_label, is_dns_label, is_dns_name, shown,
};

/// The values that the API takes. An empty text stands for the default and is let through, as is what is of another
/// type, which the types tell.
#[derive(Debug, Clone, Copy)]
pub(super) enum Takes {
    /// One of some words; of a list each item.
    OneOf(&'static [&'static str]),
    /// A whole number from this one on.
    AtLeast(i64),
    /// A whole number from one to another.
    Between(i64, i64),
    /// The number of a port.
    Port,
    /// The number of a port, or its name.
    PortOrName,
    /// The name of a port: at most 15 lower-case letters, digits and dashes, with a letter (RFC 6335).
    PortName,
    /// A number from 0 on, or a percentage.
    CountOrPercent,
    /// A DNS label.
    Label,
    /// The name of a variable: any visible ASCII without `=`.
    Variable,
    /// Labels.
    Labels,
    /// Annotations, whose values are free.
    Annotations,
    /// When a CronJob runs.
    Schedule,
    /// A range of addresses.
    Range,
    /// A DNS name, with a leading `*.` for all its children.
    Host,
}

/// What the API does not take.
#[derive(Debug)]
pub(super) struct Refused {
    /// The item of a list, or the key of a map, that it is.
    pub(super) below: Option<String>,
    /// Why, after the field's path.
    pub(super) why: String,
    /// The next step, where one is near.
    pub(super) hint: Option<String>,
}

impl Takes {
    /// Whether it is about a name.
    pub(super) fn is_name(self) -> bool {
        matches!(self, Self::PortName | Self::Label | Self::Variable | Self::Labels | Self::Annotations)
    }

    /// Everything of a field's value that the API does not take.
    pub(super) fn refused(self, value: &Value) -> Vec<Refused> {
        match value {
            Value::Array(items) => {
                let each = items.iter().enumerate().filter_map(|(index, item)| {
                    Some(Refused { below: Some(index.to_string()), ..self.refused_scalar(item)? })
                });
                each.collect()
            }
            Value::Object(map) => self.refused_pairs(map),
            scalar => self.refused_scalar(scalar).into_iter().collect(),
        }
    }

    fn refused_scalar(self, value: &Value) -> Option<Refused> {
        match value {
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => self.refused_text(text),
            Value::Number(number) => self.refused_number(number.as_i64()?),
            _ => None,
        }
    }

    fn refused_number(self, number: i64) -> Option<Refused> {
        let (least, most) = match self {
            Self::AtLeast(least) => (least, i64::MAX),
            Self::CountOrPercent => (0, i64::MAX),
            Self::Between(least, most) => (least, most),
            Self::Port | Self::PortOrName => (1, 65535),
            _ => return None,
        };
        let wanted = if most == i64::MAX { format!("{least} or more") } else { format!("{least} to {most}") };
        (number < least || number > most).then(|| refused(format!(" is {number}, and the API takes {wanted}")))
    }

    fn refused_text(self, text: &str) -> Option<Refused> {
        match self {
            Self::OneOf(words) if !words.contains(&text) => {
                let hint = did_you_mean(text, words.iter().copied());
                let why = format!(" is {}, and the API takes {}", shown(text), listed(words));
                Some(Refused { hint, ..refused(why) })
            }
            Self::PortOrName if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                let why = format!(" is the text {}, which the API takes for a port's name", shown(text));
                Some(Refused { hint: Some(format!("write the number without quotes: {text}")), ..refused(why) })
            }
            Self::PortOrName | Self::PortName if !is_port_name(text) => {
                let form = "use at most 15 lower-case letters, digits and single dashes, with a letter among them";
                Some(refused(format!(": {} is not a port's name: {form}", shown(text))))
            }
            Self::CountOrPercent => {
                let digits = text.strip_suffix('%').unwrap_or_default();
                let is_percent = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
                let why = format!(" is {}, and the API takes a number or a percentage such as 25%", shown(text));
                (!is_percent).then(|| refused(why))
            }
            Self::Label => dns_label("a name", text, 63, false).err().map(|why| refused(format!(": {why}"))),
            Self::Variable if !text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b'=') => {
                Some(refused(format!(": {} is not a variable's name: use visible ASCII without `=`", shown(text))))
            }
            // Intervals since the start of the controller, which robfig/cron knows as well.
            Self::Schedule if !text.starts_with("@every ") => {
                CronSchedule::read(text).err().map(|why| refused(format!(": {why}")))
            }
            // Blanks around a range are taken where it once was an annotation.
            Self::Range => Cidr::parse(text.trim()).err().map(|why| refused(format!(": {why}"))),
            Self::Host => {
                let name = text.strip_prefix("*.").unwrap_or(text);
                let form = "use lower-case letters, digits, dashes and dots inside, without `https://`, port or path";
                let why = || refused(format!(": {} is not a host name: {form}", shown(text)));
                (!is_dns_name(name, 253) || name.parse::<Ipv4Addr>().is_ok()).then(why)
            }
            _ => None,
        }
    }

    fn refused_pairs(self, map: &Map<String, Value>) -> Vec<Refused> {
        let at = |key: &String, why: String| Refused { below: Some(key.clone()), ..refused(format!(": {why}")) };
        let keys = matches!(self, Self::Labels | Self::Annotations);
        let wrong = map.iter().filter(|_| keys).filter_map(|(key, value)| {
            let value = value.as_str().filter(|_| matches!(self, Self::Labels));
            let error = self.key(key).err().or_else(|| value.and_then(|value| LabelValue::parse(value).err()))?;
            Some(at(key, error))
        });
        wrong.collect()
    }

    /// The key of a label; that of an annotation is compared in lower case.
    fn key(self, key: &str) -> Result<LabelKey, String> {
        LabelKey::parse(&if matches!(self, Self::Annotations) { key.to_lowercase() } else { key.to_owned() })
    }
}

fn refused(why: String) -> Refused {
    Refused { below: None, why, hint: None }
}

fn is_port_name(text: &str) -> bool {
    is_dns_label(text, 15) && !text.contains("--") && text.bytes().any(|byte| byte.is_ascii_lowercase())
}

fn listed(words: &[&str]) -> String {
    match words {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        words => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn takes_what_the_api_takes_and_nothing_else() {
        for (takes, good, bad) in [
            (Takes::OneOf(&["TCP", "UDP"]), json!(["TCP", "", ["UDP", "TCP"]]), json!(["tcp", ["TCP", "SCTPP"]])),
            (Takes::Port, json!([1, 65535]), json!([0, -1, 65536])),
            (Takes::PortOrName, json!([80, "http", "8080-tcp"]), json!([99999, "8080", "a--b", "web_x"])),
            (Takes::PortName, json!(["http", "8080-tcp"]), json!(["a-name-that-is-too-long", "HTTP"])),
            (Takes::CountOrPercent, json!([0, 3, "25%", "100%"]), json!([-1, "3", "a%", "%"])),
            (Takes::AtLeast(0), json!([0, 7]), json!([-1])),
            (Takes::Between(0, 0o777), json!([0, 0o777]), json!([777])),
            (Takes::Label, json!(["web", "1web"]), json!(["Web", "web_x", "web.x", "-"])),
            (Takes::Variable, json!(["A", "a.b-c", "1"]), json!(["A=B", "A\n"])),
            (
                Takes::Schedule,
                json!(["17 3 * * *", "@daily", "@every 1h", "0  3 * * *", "17 3 * * * ", "0 0 30 2 *"]),
                json!(["17 3 * *", "17 25 * * *", "@daily ", " "]),
            ),
            (
                Takes::Range,
                json!(["10.0.0.0/8", " fd00::/8 "]),
                json!(["10.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "a/8"]),
            ),
            (
                Takes::Host,
                json!(["web.example.com", "*.example.com", "localhost", "a--b.c"]),
                json!(["https://a.b", "a.b:80", "A.b", "10.0.0.1", "*", "a.*.b", "a_b.c", "a..b"]),
            ),
            (Takes::Labels, json!([{"app": "web"}, {"a.b/c": ""}]), json!([{"a b": "web"}, {"app": "a b"}])),
            (Takes::Annotations, json!([{"a.b/c": "a b"}, {"A.b/c": ""}]), json!([{"a b": "web"}])),
        ] {
            for value in good.as_array().into_iter().flatten() {
                assert!(takes.refused(value).is_empty(), "{takes:?} {value}");
            }
            for value in bad.as_array().into_iter().flatten() {
                assert_eq!(takes.refused(value).len(), 1, "{takes:?} {value}");
            }
        }
    }

    #[test]
    fn names_what_was_most_likely_meant() {
        let found = Takes::OneOf(&["ClusterIP", "NodePort"]).refused(&json!("ClusterIpp"));
        assert_eq!(found[0].why, " is `ClusterIpp`, and the API takes ClusterIP or NodePort");
        assert_eq!(found[0].hint.as_deref(), Some("did you mean `ClusterIP`?"));
    }
}
