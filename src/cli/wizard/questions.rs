//! What the wizard asks, in its order; each question is a flag, and so a key of the spec.

use crate::app::size_table;

use super::advanced::ADVANCED;
use super::answers::Answers;
use super::question::{Kind, Offer, Question};

/// Every question, in its order.
pub(super) fn all() -> impl Iterator<Item = &'static Question> {
    BASIC.iter().chain(ADVANCED)
}

/// The questions that a sound result needs: never more than ten of them make sense together.
pub(super) const BASIC: &[Question] = &[
    Question {
        offer: |basis| Offer::guess(basis.guesses.name.as_ref()),
        ..Question::new(
            "name",
            "Name of the app",
            Kind::Required,
            "It names every object, and cannot change later without replacing them all. Lower-case letters, digits and dashes.",
        )
    },
    Question {
        offer: |basis| {
            let guess = basis.guesses.image.as_ref()?;
            Offer::begun(format!("{}:", guess.value), &format!("{}; its tag is yours", guess.reason))
        },
        ..Question::new(
            "image",
            "Image, with its tag",
            Kind::Required,
            "As your pipeline pushes it, such as ghcr.io/acme/web:1.4.2; a digest may follow. Never latest, whose meaning changes under a running app.",
        )
    },
    Question {
        offer: |basis| {
            Offer::guess(basis.guesses.port.as_ref())
                .or_else(|| Offer::value("8080", "the usual port of a web service"))
        },
        when: |answers| !answers.ends(),
        ..Question::new(
            "port",
            "Port that it listens on",
            Kind::Optional,
            "The container's port; the Service has the same one. `none` for a worker that nobody connects to.",
        )
    },
    Question {
        offer: |basis| {
            Offer::guess(basis.guesses.readiness.as_ref())
                .or_else(|| Offer::none("nothing here names a path; then a connection that opens must do"))
        },
        when: Answers::serves,
        ..Question::new(
            "readiness",
            "Readiness, an http path",
            Kind::Optional,
            "Such as /readyz: answers 200 only while the app can serve, and takes it out of the Service otherwise. `grpc` asks by the grpc health protocol; with `none` Kubernetes only tries to connect.",
        )
    },
    Question {
        offer: |basis| {
            Offer::guess(basis.guesses.liveness.as_ref())
                .or_else(|| Offer::none("nothing here names a path, and a wrong one restarts a healthy app"))
        },
        when: Answers::serves,
        ..Question::new(
            "liveness",
            "Liveness, an http path",
            Kind::Optional,
            "Such as /livez: fails only when a restart helps, never because a database is away. `grpc` asks by the grpc health protocol; with `none` a hung container is not restarted.",
        )
    },
    Question {
        offer: |_| Offer::value("Deployment", "it runs all the time, as most workers do"),
        when: |answers| !answers.serves(),
        ..Question::new(
            "kind",
            "Kind of workload",
            Kind::Required,
            "Deployment runs all the time; StatefulSet too, with a volume for each pod; DaemonSet once on each node; CronJob at certain times; Job once.",
        )
    },
    Question {
        when: Answers::is_scheduled,
        ..Question::new(
            "schedule",
            "Schedule",
            Kind::Required,
            "Minute, hour, day of month, month, day of week: `17 3 * * *` is every night at 3:17, `*/15 * * * *` every quarter of an hour.",
        )
    },
    Question {
        offer: |_| Offer::value("Etc/UTC", "the same everywhere, in summer and winter"),
        when: Answers::is_scheduled,
        ..Question::new(
            "time-zone",
            "Time zone of the schedule",
            Kind::Required,
            "A name of the IANA database, such as Europe/Berlin.",
        )
    },
    Question {
        offer: |_| Offer::none("nothing here names a command"),
        when: Answers::works_alone,
        ..Question::new(
            "check",
            "Command that tells whether it works",
            Kind::Optional,
            "Runs inside the container, such as `my-app check`: exit code 0 is healthy, anything else for a minute is a restart. With `none` you say why there is no check.",
        )
    },
    Question {
        when: |answers| answers.works_alone() && !answers.is_given("check"),
        ..Question::new(
            "no-probe",
            "Why it needs no check",
            Kind::Required,
            "Without a port and without a command Kubernetes cannot tell whether the app works. The reason is written beside the app, such as `it exits on every error`.",
        )
    },
    Question {
        offer: |basis| Offer::value(basis.answers.one("name")?, "one namespace an app keeps rights and quotas apart"),
        ..Question::new(
            "namespace",
            "Namespace",
            Kind::Optional,
            "Stands in every object. With `none`, kubectl's context decides where they go.",
        )
    },
    Question {
        offer: |_| {
            let reason = "somebody else often owns it".to_owned();
            Some(Offer { shown: "no".to_owned(), reason, ..Offer::default() })
        },
        when: |answers| answers.is_given("namespace"),
        ..Question::new(
            "create-namespace",
            "Write the Namespace too",
            Kind::YesNo,
            "`yes` where this repository owns the namespace; `no` where a platform team makes it, or several apps share it.",
        )
    },
    Question {
        offer: |basis| {
            let (size, reason) = basis.usual.of("size")?;
            Offer::value(&size, &reason)
        },
        ..Question::new(
            "size",
            "Size of a pod",
            Kind::Size,
            "The memory limit is what is requested; the cpu limit four times as much, and one cpu at the least.",
        )
    },
    Question {
        offer: |_| Offer::none("not every app has one"),
        when: Answers::serves,
        ..Question::new(
            "host",
            "Public host name",
            Kind::Optional,
            "Such as web.example.com. A Gateway or an ingress controller in the cluster must serve it, and owns its certificate.",
        )
    },
    Question {
        when: |answers| answers.serves() && answers.is_given("host"),
        misfit: |_, text| {
            let is_said = text == "none" || text.contains('/') || text.starts_with("ingress:");
            let forms = format!("`ingress:{text}` for an ingress controller, `NAMESPACE/{text}` for a Gateway");
            (!is_said).then(|| format!("`{text}` may be either; write {forms}"))
        },
        ..Question::new(
            "reach",
            "What serves that host, such as infra/public or ingress:nginx",
            Kind::Required,
            "`NAMESPACE/NAME` of a Gateway with an https listener, such as infra/public, or `ingress:CLASS` of an ingress controller, such as ingress:nginx. `none` takes the host back.",
        )
    },
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
