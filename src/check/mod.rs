//! Any manifests against the production checklist: rules, what they find, and what excuses it.

mod asked;
mod audit;
mod finding;
mod folders;
mod hits;
mod known;
mod kustomization;
mod links;
mod mend;
mod object;
mod overlays;
mod placeholder;
mod pod;
mod read;
mod root;
mod rule;
mod rules;
mod score;
mod selected;
mod selector;
mod set;
mod suppression;

pub use asked::{Asked, Demands};
pub use audit::{Audit, Report};
pub use finding::{Edit, Finding};
pub use known::{Known, Sifted};
pub use kustomization::Kustomized;
pub use links::{Link, MAKES, Other, Target, links};
pub use mend::{Mended, mend};
pub use object::Object;
pub use read::{Contents, read, unreadable};
pub use root::Root;
pub use rule::{Profile, Rule, Severity};
pub use rules::{RULES, rule};
pub use score::{ITEMS, Score};
pub use set::Set;
