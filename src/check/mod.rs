//! Any manifests against the production checklist: rules, what they find, and what excuses it.

mod audit;
mod finding;
mod folders;
mod hits;
mod kustomization;
mod mend;
mod object;
mod pod;
mod quantity;
mod read;
mod rule;
mod rules;
mod score;
mod selector;
mod set;
mod suppression;

pub use audit::{Audit, Report, Settings};
pub use finding::{Edit, Finding};
pub use mend::{Mended, mend};
pub use object::Object;
pub use read::{Contents, read, unreadable};
pub use rule::{Profile, Rule, Severity};
pub use rules::{RULES, rule};
pub use score::{ITEMS, Score};
pub use set::Set;
