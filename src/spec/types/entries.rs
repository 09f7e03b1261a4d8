//! Maps whose keys are typed, with a schema that says so.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::Hash;
use std::ops::Deref;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A map from typed keys to values, ordered by key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent, bound(deserialize = "K: Ord + Deserialize<'de>, V: Deserialize<'de>"))]
pub struct Entries<K, V>(BTreeMap<K, V>);

impl<K, V> Default for Entries<K, V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K, V> From<BTreeMap<K, V>> for Entries<K, V> {
    fn from(entries: BTreeMap<K, V>) -> Self {
        Self(entries)
    }
}

impl<K, V> Deref for Entries<K, V> {
    type Target = BTreeMap<K, V>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<K: Ord + ToString, V: ToString> Entries<K, V> {
    /// Keys and values as plain texts.
    pub fn texts(&self) -> BTreeMap<String, String> {
        self.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
    }
}

impl<K: JsonSchema, V: JsonSchema> JsonSchema for Entries<K, V> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("EntriesOf{}", V::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (keys, values) = (generator.subschema_for::<K>(), generator.subschema_for::<V>());
        json_schema!({"type": "object", "propertyNames": keys, "additionalProperties": values})
    }
}

/// A map from typed keys to values, in the order in which it was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    transparent,
    bound(
        serialize = "K: Hash + Eq + Serialize, V: Serialize",
        deserialize = "K: Hash + Eq + Deserialize<'de>, V: Deserialize<'de>"
    )
)]
pub struct Ordered<K: Hash + Eq, V>(IndexMap<K, V>);

impl<K: Hash + Eq, V> Deref for Ordered<K, V> {
    type Target = IndexMap<K, V>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<K: Hash + Eq + JsonSchema, V: JsonSchema> JsonSchema for Ordered<K, V> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("OrderedOf{}", V::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Entries::<K, V>::json_schema(generator)
    }
}
