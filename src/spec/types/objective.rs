//! The share of requests that must be served well.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// The smallest objective, in percent. An alert that wakes somebody waits for 14.4 times the errors that the
/// objective allows; below 93.1 % not even an outage of everything comes to that.
const LEAST: f64 = 95.0;
/// The largest, in percent.
const MOST: f64 = 99.999;
/// How many of the stored units are all requests.
const ALL: u32 = 100_000;

/// A share of requests in percent, 95 to 99.999 with at most three decimals: `99.9`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Objective(u32);

impl Objective {
    /// A percentage in whole numbers.
    pub const fn percent(percent: u32) -> Self {
        Self(percent * 1000)
    }

    /// The share of requests that may be served badly, as a decimal number: `0.001` for an objective of 99.9.
    pub fn budget(self) -> String {
        format!("0.{:05}", ALL - self.0).trim_end_matches('0').to_owned()
    }
}

impl TryFrom<f64> for Objective {
    type Error = String;

    fn try_from(percent: f64) -> Result<Self, String> {
        let thousandths = (percent * 1000.0).round();
        if !(LEAST..=MOST).contains(&percent) || (percent * 1000.0 - thousandths).abs() > 1e-6 {
            return Err(format!(
                "`{percent}` is no objective: use {LEAST} to {MOST} percent with at most three decimals"
            ));
        }
        // In range: at most 99999.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Ok(Self(thousandths as u32))
    }
}

impl From<Objective> for f64 {
    fn from(Objective(thousandths): Objective) -> Self {
        Self::from(thousandths) / 1000.0
    }
}

impl fmt::Display for Objective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f64::from(*self).fmt(f)
    }
}

impl JsonSchema for Objective {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "objective".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "number", "minimum": LEAST, "maximum": MOST})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_objective_leaves_a_budget() {
        let budget = |percent: f64| Objective::try_from(percent).map(Objective::budget);
        for (percent, expected) in
            [(99.9, "0.001"), (99.95, "0.0005"), (99.999, "0.00001"), (95.0, "0.05"), (97.5, "0.025")]
        {
            assert_eq!(budget(percent).as_deref(), Ok(expected));
            assert_eq!(Objective::try_from(percent).map(|one| one.to_string()), Ok(percent.to_string()));
        }
        for percent in [94.9, 100.0, 99.9999, -1.0, f64::NAN] {
            assert!(budget(percent).is_err(), "{percent}");
        }
    }
}
