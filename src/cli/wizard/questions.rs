//! What the wizard asks, in its order; each question is a flag, and so a key of the spec.

use crate::app::size_table;

use super::answers::Answers;
use super::guess::{Guess, Guesses};

/// One question.
pub(super) struct Question {
    /// The flag that gives the same answer; `name` and `reach` stand for the name and the gateway.
    pub(super) flag: &'static str,
    /// The question.
    pub(super) text: &'static str,
    /// What is told to whoever types `?`.
    pub(super) help: &'static str,
    /// How it is asked.
    pub(super) kind: Kind,
    /// Whether it only comes up when more questions are wanted.
    pub(super) advanced: bool,
    /// The default and its reason.
    pub(super) default: fn(&Answers, &Guesses) -> Option<(String, String)>,
    /// Whether it makes sense after the answers so far.
    pub(super) when: fn(&Answers) -> bool,
}

/// How a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One line; must not be left empty.
    Required,
    /// One line, or `none`.
    Optional,
    /// Lines until an empty one.
    Many,
    /// Yes or no.
    YesNo,
    /// A named size.
    Size,
}

fn nothing(_: &Answers, _: &Guesses) -> Option<(String, String)> {
    None
}

fn always(_: &Answers) -> bool {
    true
}

fn guessed<T: ToString>(guess: Option<&Guess<T>>) -> Option<(String, String)> {
    guess.map(|guess| (guess.value.to_string(), guess.reason.clone()))
}

fn because(value: &str, reason: &str) -> Option<(String, String)> {
    Some((value.to_owned(), reason.to_owned()))
}

const fn advanced(flag: &'static str, text: &'static str, kind: Kind, help: &'static str) -> Question {
    Question { flag, text, help, kind, advanced: true, default: nothing, when: always }
}

/// Every question: ten basic ones at the most, then the advanced ones.
pub(super) const QUESTIONS: &[Question] = &[
    Question {
        flag: "name",
        text: "Name of the app",
        help: "It names every object and cannot be changed later without replacing them: lower-case letters, digits, dashes.",
        kind: Kind::Required,
        advanced: false,
        default: |_, guesses| guessed(guesses.name.as_ref()),
        when: always,
    },
    Question {
        flag: "image",
        text: "Image, with its tag",
        help: "As your pipeline pushes it, such as ghcr.io/acme/web:1.4.2; a digest may follow. Never latest, whose meaning changes under a running app.",
        kind: Kind::Required,
        advanced: false,
        default: nothing,
        when: always,
    },
    Question {
        flag: "port",
        text: "Port that the app listens on",
        help: "The container's port; the Service has the same. `none` for a worker that serves nobody.",
        kind: Kind::Optional,
        advanced: false,
        default: |_, guesses| {
            guessed(guesses.port.as_ref()).or_else(|| because("8080", "the usual port of a web service"))
        },
        when: always,
    },
    Question {
        flag: "readiness",
        text: "How to ask whether it can serve",
        help: "An http path such as /readyz that answers 200 only when the app can serve, `grpc` for the grpc health protocol, or `none`: then Kubernetes only tries to connect.",
        kind: Kind::Optional,
        advanced: false,
        default: |_, guesses| guessed(guesses.readiness.as_ref()),
        when: |answers| answers.is_given("port"),
    },
    Question {
        flag: "liveness",
        text: "How to ask whether it still lives",
        help: "An http path such as /livez that fails only when a restart helps, never because a database is away; `grpc`, or `none`: then a hung container is not restarted.",
        kind: Kind::Optional,
        advanced: false,
        default: |_, guesses| guessed(guesses.liveness.as_ref()),
        when: |answers| answers.is_given("port"),
    },
    Question {
        flag: "namespace",
        text: "Namespace",
        help: "Written into every object. With `none`, kubectl's context decides where they go.",
        kind: Kind::Optional,
        advanced: false,
        default: |answers, _| {
            because(answers.one("name").unwrap_or_default(), "one namespace an app keeps rights and quotas apart")
        },
        when: always,
    },
    Question {
        flag: "create-namespace",
        text: "Write the Namespace too?",
        help: "Yes where this repository owns the namespace; no where a platform team makes it, or several apps share it.",
        kind: Kind::YesNo,
        advanced: false,
        default: |_, _| because("no", "somebody else often owns it"),
        when: |answers| answers.is_given("namespace"),
    },
    Question {
        flag: "size",
        text: "Size of a pod in production",
        help: "Requested cpu and memory; the memory limit is the same, the cpu limit four times as high. Measure after a week and choose again.",
        kind: Kind::Size,
        advanced: false,
        default: |_, _| because("medium", "what the production preset says"),
        when: always,
    },
    Question {
        flag: "host",
        text: "Public host name in production",
        help: "Such as web.example.com. Needs a Gateway or an ingress controller in the cluster, which owns the certificate.",
        kind: Kind::Optional,
        advanced: false,
        default: nothing,
        when: |answers| answers.is_given("port"),
    },
    Question {
        flag: "reach",
        text: "What serves that host",
        help: "`NAMESPACE/NAME` of a Gateway with an https listener, or `ingress:CLASS` for an ingress controller.",
        kind: Kind::Required,
        advanced: false,
        default: nothing,
        when: |answers| answers.is_given("host"),
    },
    Question {
        default: |_, guesses| guessed(guesses.user.as_ref()),
        ..advanced(
            "user",
            "User id of the process",
            Kind::Optional,
            "The image's own numeric user where it has one other than root; 10001 otherwise.",
        )
    },
    Question {
        default: |_, guesses| guessed(guesses.group.as_ref()),
        ..advanced(
            "group",
            "Group id of the process",
            Kind::Optional,
            "The image's own numeric group; the user's number otherwise.",
        )
    },
    Question {
        default: |_, guesses| guessed(guesses.startup.as_ref()),
        ..advanced(
            "startup-within",
            "Time that the slowest start may take",
            Kind::Optional,
            "Such as 60s or 2m; the other probes wait for so long.",
        )
    },
    advanced(
        "drain",
        "Time to finish running requests at the end",
        Kind::Optional,
        "Such as 20s; what takes longer after SIGTERM is cut off.",
    ),
    advanced(
        "replicas",
        "Pods in production",
        Kind::Optional,
        "Three by default: one may be drained and one may crash, and one still serves.",
    ),
    advanced(
        "max-replicas",
        "Most pods in production, to scale with the load",
        Kind::Optional,
        "With a number here an autoscaler moves between the pods above and this many, at 70% of the cpu request.",
    ),
    advanced(
        "config",
        "Configuration, NAME=VALUE",
        Kind::Many,
        "A variable of the container, kept in a ConfigMap; a change rolls the pods. No secrets here.",
    ),
    advanced(
        "secret",
        "Secret, NAME=SECRET/KEY",
        Kind::Many,
        "A key of an existing Secret. As a file it is /etc/secrets/NAME, and NAME_FILE holds that path; as a variable it is in NAME.",
    ),
    Question {
        default: |_, guesses| {
            guesses.writable.first().map(|guess| (format!("{}=64Mi", guess.value), guess.reason.clone()))
        },
        ..advanced(
            "writable",
            "Path that the app writes to, PATH=SIZE",
            Kind::Many,
            "Such as /var/cache=256Mi; empty at every start. /tmp is writable anyway, all else is read-only.",
        )
    },
    advanced(
        "calls",
        "App that it calls, NAMESPACE/APP:PORT",
        Kind::Many,
        "With one or more, every other connection to the outside but DNS is refused.",
    ),
    advanced(
        "called-by",
        "App that calls it, NAMESPACE/APP",
        Kind::Many,
        "With one or more, every other caller is refused.",
    ),
    advanced(
        "priority-class",
        "Priority class",
        Kind::Optional,
        "The name of a class that exists in every cluster; a pod with an unknown one is never made.",
    ),
    advanced(
        "pull-secret",
        "Secret with the registry's credentials",
        Kind::Many,
        "The name of a Secret of type kubernetes.io/dockerconfigjson in the same namespace.",
    ),
    advanced(
        "part-of",
        "Larger application that it is a part of",
        Kind::Optional,
        "Becomes the label app.kubernetes.io/part-of.",
    ),
];

/// The named sizes as lines to choose from.
pub(super) fn size_options() -> Vec<(String, String)> {
    let name = |size: crate::spec::Size| {
        serde_json::to_value(size).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    };
    size_table()
        .iter()
        .map(|(size, cpu, memory)| (name(*size), format!("{:<7} {cpu} cpu, {memory} memory", name(*size))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::keys::Key;

    #[test]
    fn every_question_is_a_flag() {
        for question in QUESTIONS.iter().filter(|question| !matches!(question.flag, "name" | "reach")) {
            assert!(Key::of_flag(question.flag).is_some(), "--{} does not exist", question.flag);
        }
    }

    #[test]
    fn ten_questions_are_enough() {
        assert!(QUESTIONS.iter().filter(|question| !question.advanced).count() <= 10);
    }
}
