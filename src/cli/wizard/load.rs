//! The questions about the load at the busiest time, and what one pod carries of it.

use super::answers::Answers;
use super::question::{Kind, Offer, Question};

/// What the busiest time asks of it.
pub(super) const PEAK: Question = Question {
    offer: |_| Offer::none("nobody has measured it yet"),
    when: Answers::scales,
    ..Question::new(
        "peak-concurrency",
        "Requests at the same moment, at the busiest time",
        Kind::Optional,
        "Over all pods: requests a second times the seconds that one takes. Production is then refused where its pods cannot carry them.",
    )
};

/// What one pod carries of that.
pub(super) const WORKERS: Question = Question {
    offer: |_| Offer::none("then the runtime must decide it, as gunicorn, puma and php-fpm do"),
    when: |answers| answers.scales() && answers.is_given("peak-concurrency"),
    ..Question::new(
        "workers-per-replica",
        "Requests that one pod works on at the same moment",
        Kind::Optional,
        "Its processes times the threads of each, or what it is limited to, such as 25.",
    )
};

/// What that takes.
pub(super) const MEMORY: Question = Question {
    offer: |_| Offer::none("then the memory is not counted"),
    when: |answers| answers.scales() && answers.is_given("workers-per-replica"),
    ..Question::new(
        "memory-per-worker",
        "Memory that each of them takes",
        Kind::Optional,
        "Such as 12Mi, at its busiest. What all of them together need must fit into the memory limit.",
    )
};
