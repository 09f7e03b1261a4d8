//! What the strictest linters demand, as statements about the objects of one environment.

mod kinds;
mod network;
mod pods;
mod set;

use kubewright::generate::Generated;

pub(crate) use set::Promise;
use set::Set;

/// Holds every demand against the objects of one environment.
#[track_caller]
pub(crate) fn check(one: &Generated, promise: Promise) {
    let set = Set::of(one, promise);
    pods::check(&set);
    kinds::check(&set);
    network::check(&set);
}
