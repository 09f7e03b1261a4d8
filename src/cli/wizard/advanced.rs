//! The questions that only come up when more are wanted; what they leave open has a sound default.

use crate::problem::did_you_mean;

use super::answers::Answers;
use super::question::{Kind, Offer, Question};
use super::{components, delivery, load, monitoring};

/// Further questions.
pub(super) const ADVANCED: &[Question] = &[
    Question {
        offer: |_| {
            let reason = "one folder an environment, applied as it is".to_owned();
            Some(Offer { shown: "plain".to_owned(), reason, ..Offer::default() })
        },
        ..Question::new(
            "layout",
            "Layout of the files",
            Kind::Required,
            "plain, kustomize (a base, and an overlay for each environment) or helm (a chart, and values for each environment). All three give the same objects.",
        )
    },
    Question {
        offer: |basis| basis.leave("kind", "Deployment", "its pods are alike and hold nothing"),
        when: Answers::serves,
        ..Question::new(
            "serving-kind",
            "Kind of workload",
            Kind::Optional,
            "Deployment for most services; StatefulSet for what holds data, with a volume for each pod; DaemonSet for one pod on each node.",
        )
    },
    Question {
        offer: |_| Offer::none("most apps hold nothing"),
        ..Question::new(
            "storage",
            "Persistent volume, NAME=PATH:SIZE",
            Kind::Many,
            "Such as data=/var/lib/data:10Gi. A StatefulSet has one for each pod; any other kind one for all, which allows a single pod.",
        )
    },
    Question {
        offer: |basis| Offer::guess(basis.guesses.user.as_ref()).or_else(|| basis.leave("user", "10001", "")),
        ..Question::new(
            "user",
            "User id of the process",
            Kind::Optional,
            "The image's own numeric user where it has one other than root; 10001 otherwise.",
        )
    },
    Question {
        offer: |basis| {
            let user = basis.stands("user").unwrap_or_else(|| "10001".to_owned());
            let follows = || basis.leave("group", &user, if user == "10001" { "" } else { "the user's number" });
            Offer::guess(basis.guesses.group.as_ref()).or_else(follows)
        },
        ..Question::new(
            "group",
            "Group id of the process",
            Kind::Optional,
            "The image's own numeric group; the user's number otherwise.",
        )
    },
    Question {
        offer: |basis| {
            Offer::guess(basis.guesses.startup.as_ref())
                .or_else(|| basis.leave("startup-within", "60s", "far more than most starts take"))
        },
        when: |answers| answers.serves() || answers.is_given("check"),
        ..Question::new(
            "startup-within",
            "Time that the slowest start may take",
            Kind::Optional,
            "Such as 60s or 2m. The other probes wait for so long; what has not started then is restarted.",
        )
    },
    Question {
        offer: |basis| basis.leave("drain", "20s", ""),
        ..Question::new(
            "drain",
            "Time to finish running requests",
            Kind::Optional,
            "Such as 20s, counted from SIGTERM; what takes longer is cut off.",
        )
    },
    Question {
        offer: |basis| basis.leave("replicas", "3", ""),
        when: Answers::scales,
        misfit: |basis, text| {
            let most = basis.number("max-replicas").filter(|_| basis.number("min-replicas").is_none())?;
            let fewest: u16 = text.parse().ok()?;
            (fewest >= most)
                .then(|| format!("fewer than the {most} at the most are needed here; change that answer first"))
        },
        ..Question::new(
            "replicas",
            "Pods",
            Kind::Optional,
            "With two or more a drain, a crash or a rollout is no outage.",
        )
    },
    Question {
        offer: |basis| basis.leave("max-replicas", "none", "a fixed number needs no tuning"),
        when: Answers::scales,
        misfit: |basis, text| {
            let fewest = basis.number("min-replicas").or_else(|| basis.number("replicas")).unwrap_or(1);
            let most: u16 = text.parse().ok()?;
            (most <= fewest).then(|| format!("more than the {fewest} of the fewest are needed here, or `none`"))
        },
        ..Question::new(
            "max-replicas",
            "Highest number of pods",
            Kind::Optional,
            "With a number here an autoscaler moves between the pods above and this many, at 70% of the cpu request.",
        )
    },
    load::PEAK,
    load::WORKERS,
    load::MEMORY,
    Question {
        offer: |basis| {
            Offer::guess(basis.guesses.runtime.as_ref()).or_else(|| Offer::none("nothing here tells it for sure"))
        },
        ..Question::new(
            "runtime",
            "Runtime whose settings follow the limits",
            Kind::Optional,
            "go, java, node, gunicorn, uvicorn, puma, php-fpm or nginx: its heap, threads and processes are computed from the memory and cpu limits.",
        )
    },
    Question {
        offer: |_| Offer::none("some apps need no variable"),
        ..Question::new(
            "config",
            "Configuration, NAME=VALUE",
            Kind::Many,
            "A variable of the container, kept in a ConfigMap; a change rolls the pods. No secrets here.",
        )
    },
    Question {
        offer: |_| Offer::none("some apps have none"),
        ..Question::new(
            "secret",
            "Secret, NAME=SECRET/KEY",
            Kind::Many,
            "A key of a Secret that exists in the cluster, such as DB_PASSWORD=web-db/password. Its value is never written here.",
        )
    },
    components::COMPONENT,
    Question {
        offer: |basis| {
            let texts: Vec<String> =
                basis.guesses.writable.iter().map(|guess| format!("{}=64Mi", guess.value)).collect();
            let reasons: Vec<&str> = basis.guesses.writable.iter().map(|guess| guess.reason.as_str()).collect();
            if texts.is_empty() {
                return Offer::none("/tmp is writable anyway, all else is read-only");
            }
            Some(Offer { shown: texts.join(", "), texts, reason: reasons.join("; "), begun: false })
        },
        ..Question::new(
            "writable",
            "Path that it writes to, PATH=SIZE",
            Kind::Many,
            "Such as /var/cache=256Mi; empty at every start, and gone with the pod.",
        )
    },
    Question {
        offer: |_| Offer::none("then it may call anything"),
        ..Question::new(
            "calls",
            "What it calls, NAMESPACE/APP:PORT or HOST:PORT",
            Kind::Many,
            "Such as shop/cartservice:7070, or api.stripe.com:443 outside the cluster. With one or more, every other connection to the outside but DNS is refused.",
        )
    },
    Question {
        offer: |_| Offer::none("then anything may call it"),
        when: Answers::serves,
        ..Question::new(
            "called-by",
            "App that calls it, NAMESPACE/APP",
            Kind::Many,
            "Such as shop/frontend. With one or more, every other caller is refused.",
        )
    },
    monitoring::PORT,
    monitoring::SCRAPED_BY,
    monitoring::STYLE,
    monitoring::OBJECTIVE,
    monitoring::DASHBOARD,
    monitoring::PROBER,
    monitoring::PROBER_NAMESPACE,
    monitoring::LOG_STYLE,
    monitoring::LOG_COLLECTOR,
    monitoring::TEST_PATH,
    Question {
        offer: |_| Offer::none("two small pods that wait all the time"),
        when: Answers::serves,
        ..Question::new(
            "retry-after",
            "Have a maintenance page stand ready: time after which clients are to come back",
            Kind::Optional,
            "Such as 5m. `kubewright maintenance on` shows the page in place of the app, with status 503, and `off` the app again.",
        )
    },
    Question {
        offer: |_| Offer::none("a plain page in English comes with kubewright"),
        when: |answers| answers.is_given("retry-after"),
        ..Question::new(
            "maintenance-page",
            "File of the maintenance page",
            Kind::Optional,
            "Beside the spec, such as pages/maintenance.html. HTML unless its name ends with .json or .txt.",
        )
    },
    Question {
        offer: |basis| {
            basis.leave("pool", "none", &format!("then any node will do; known: {}", basis.pools().join(", ")))
        },
        when: Answers::knows_pools,
        misfit: |basis, text| {
            let pools = basis.pools();
            if pools.contains(&text) {
                return None;
            }
            let near = did_you_mean(text, pools.iter().copied()).map(|near| format!("{near} ")).unwrap_or_default();
            Some(format!("there is no pool `{text}`; {near}known: {}", pools.join(", ")))
        },
        ..Question::new(
            "pool",
            "Pool of nodes",
            Kind::Optional,
            "The name of nodes that are set apart; their labels and taints stand in the organisation's file or in a preset.",
        )
    },
    Question {
        offer: |basis| basis.leave("priority-class", "none", "a class must exist in the cluster"),
        ..Question::new(
            "priority-class",
            "Priority class",
            Kind::Optional,
            "The name of a class that exists in every cluster; a pod with an unknown one is never made.",
        )
    },
    Question {
        offer: |_| Offer::none("a public registry, or a node with its own credentials, needs none"),
        ..Question::new(
            "pull-secret",
            "Secret for the registry",
            Kind::Many,
            "The name of a Secret of type kubernetes.io/dockerconfigjson in the same namespace.",
        )
    },
    Question {
        offer: |basis| basis.leave("part-of", "none", "it stands for itself"),
        ..Question::new(
            "part-of",
            "Larger application that it is a part of",
            Kind::Optional,
            "Becomes the label app.kubernetes.io/part-of.",
        )
    },
    delivery::DOCKERFILE,
    delivery::DOCKERFILE_TARGET,
    delivery::DOCKERFILE_COMMAND,
    delivery::DEPLOY,
    delivery::REPOSITORY,
    delivery::CI,
    delivery::UNIT_TEST,
    delivery::TEST_IMAGE,
    delivery::DEPLOY_IMAGE,
    delivery::UPDATES,
    Question {
        offer: |_| Offer::none("the checklist holds"),
        ..Question::new(
            "exception",
            "Departure from the checklist, RULE=REASON",
            Kind::Many,
            "Such as singleton=leader election comes next quarter. Rules: singleton, root, writable-root, no-liveness, no-probe, no-network-policy, literal-secret, under-capacity.",
        )
    },
];
