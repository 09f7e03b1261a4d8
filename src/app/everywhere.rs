//! Answers that are the same in every environment.

use crate::preset::LayerKind;
use crate::spec::EVERYWHERE;

use super::report::Report;

/// Every such answer that an environment or its preset gives.
pub(super) fn check(report: &mut Report<'_>) {
    for key in EVERYWHERE {
        if report.given_in(key, &[LayerKind::Preset, LayerKind::Environment]) {
            report.problem(
                key,
                format!("`{key}` is the same in every environment"),
                "say it at the top level of the spec, or in the organisation's file",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::EVERYWHERE;

    #[test]
    fn every_answer_is_a_key_of_the_spec() {
        assert!(EVERYWHERE.iter().all(|key| crate::spec::schema_at(&[key]).is_some()));
    }
}
