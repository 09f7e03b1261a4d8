//! What a part of a text says, whatever way it is written.

use std::collections::HashMap;

use serde_json::{Number, Value};

use crate::yaml::ambiguous::{is_ambiguous, looks_numeric};

/// A value. Two are equal where they mean the same: the order of keys does not count.
#[derive(Debug, Clone)]
pub(crate) enum Data {
    /// A scalar that every reader takes for the same.
    Scalar(Value),
    /// A bare scalar that readers disagree about, as it stands.
    Ambiguous(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl Data {
    /// What a bare scalar says.
    pub(in crate::yaml) fn of_plain(text: &str) -> Self {
        match text {
            "" | "~" | "null" => return Self::Scalar(Value::Null),
            "true" => return Self::Scalar(true.into()),
            "false" => return Self::Scalar(false.into()),
            _ => {}
        }
        if is_ambiguous(text) {
            return Self::Ambiguous(text.to_owned());
        }
        if !looks_numeric(text) {
            return Self::Scalar(text.into());
        }
        let number = text.parse::<u64>().map(Number::from).or_else(|_| text.parse::<i64>().map(Number::from)).ok();
        let number = number.or_else(|| text.parse().ok().and_then(Number::from_f64));
        match number.filter(|number| number.to_string() == text) {
            Some(number) => Self::Scalar(Value::Number(number)),
            None => Self::Ambiguous(text.to_owned()),
        }
    }

    /// The plain value; a scalar that readers disagree about is the text that stands there.
    pub(crate) fn value(&self) -> Value {
        match self {
            Self::Scalar(value) => value.clone(),
            Self::Ambiguous(text) => Value::from(text.as_str()),
            Self::List(items) => items.iter().map(Self::value).collect(),
            Self::Map(entries) => {
                Value::Object(entries.iter().map(|(key, data)| (key.clone(), data.value())).collect())
            }
        }
    }

    /// How many values it holds, itself included.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Scalar(_) | Self::Ambiguous(_) => 1,
            Self::List(items) => items.iter().map(Self::size).sum::<usize>() + 1,
            Self::Map(entries) => entries.iter().map(|(_, data)| data.size()).sum::<usize>() + 1,
        }
    }
}

impl PartialEq for Data {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Scalar(one), Self::Scalar(other)) => one == other,
            (Self::Ambiguous(one), Self::Ambiguous(other)) => one == other,
            (Self::List(one), Self::List(other)) => one == other,
            (Self::Map(one), Self::Map(other)) => {
                if one.len() != other.len() || one.iter().zip(other).all(|(one, other)| one.0 == other.0) {
                    return one == other;
                }
                let values: HashMap<&str, &Self> = other.iter().map(|(key, data)| (key.as_str(), data)).collect();
                one.iter().all(|(key, data)| values.get(key.as_str()) == Some(&data))
            }
            _ => false,
        }
    }
}
