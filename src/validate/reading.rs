//! A value as the API's types read it, which tells the type of each of its parts.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ptr;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

/// The type that a value was read as: its name, and the keys that it knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub(super) name: &'static str,
    fields: &'static [&'static str],
}

/// The types that the parts of a value were read as.
#[derive(Default)]
pub(super) struct Types(RefCell<HashMap<*const Value, Type>>);

impl Types {
    /// What reads a value, and remembers.
    pub(super) fn reader<'a>(&'a self, value: &'a Value) -> Reading<'a> {
        Reading { value, types: self }
    }

    /// The type that a part of the value was read as, if it was any of the API's.
    pub(super) fn of(&self, part: &Value) -> Option<Type> {
        self.0.borrow().get(&ptr::from_ref(part)).copied()
    }

    /// The keys that are known where this part stands.
    pub(super) fn known(&self, part: &Value) -> &'static [&'static str] {
        self.of(part).map_or(&[], |found| found.fields)
    }

    fn put(&self, part: &Value, name: &'static str, fields: &'static [&'static str]) {
        self.0.borrow_mut().insert(ptr::from_ref(part), Type { name, fields });
    }
}

/// A value on its way into a type.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    value: &'a Value,
    types: &'a Types,
}

impl<'a> IntoDeserializer<'a, Error> for Reading<'a> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Reading<'de> {
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

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        self.types.put(self.value, name, &[]);
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.types.put(self.value, name, fields);
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}
