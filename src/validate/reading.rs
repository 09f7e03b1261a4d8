//! A value as the API's types read it, with the fields that they know wherever it has one that they do not.

use std::cell::RefCell;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Map, Value};

/// The keys that a type knows.
type Fields = &'static [&'static str];

/// The maps with a key that their type does not know, and the keys that it does.
#[derive(Default)]
pub(super) struct Unknown<'a>(RefCell<Vec<(&'a Map<String, Value>, Fields)>>);

impl<'a> Unknown<'a> {
    /// What reads a value, and remembers.
    pub(super) fn reader<'u>(&'u self, value: &'a Value) -> Reading<'a, 'u> {
        Reading { value, unknown: self }
    }

    /// The keys that are known where this map stands, if it has others.
    pub(super) fn known(&self, map: &Map<String, Value>) -> Fields {
        let found = self.0.borrow();
        found.iter().find(|(other, _)| std::ptr::eq(*other, map)).map_or(&[], |(_, known)| known)
    }
}

/// A value on its way into a type.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a, 'u> {
    value: &'a Value,
    unknown: &'u Unknown<'a>,
}

impl<'a> IntoDeserializer<'a, Error> for Reading<'a, '_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Reading<'de, '_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let below = |value| Reading { value, ..self };
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (None, Some(number), _) => visitor.visit_i64(number),
                (None, None, Some(number)) => visitor.visit_f64(number),
                (None, None, None) => Err(Error::custom(format_args!("{number} is out of range"))),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.iter().map(below))),
            Value::Object(map) => {
                visitor.visit_map(MapDeserializer::new(map.iter().map(|(key, value)| (key.as_str(), below(value)))))
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: Fields,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if let Value::Object(map) = self.value
            && map.keys().any(|key| !fields.contains(&key.as_str()))
        {
            self.unknown.0.borrow_mut().push((map, fields));
        }
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}
