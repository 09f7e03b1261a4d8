//! A new version beside the app that gets a share of its requests: an app of its own, whose pods differ in their
//! image alone.

use crate::preset::Demand;
use crate::spec::types::{Image, Name, RequestShare, TextType as _};
use crate::spec::{Canary as Asked, Exception, Kind, Settings, Strategy, join_key};

use super::App;
use super::claims::Claim;
use super::exemptions;
use super::report::Report;
use super::rollout::{self, Replicas};
use super::workload::Workload;

/// What stands behind the app's name in those of the canary's objects.
pub const CANARY: &str = "canary";

/// Why one pod of it will do.
const WHY_ALONE: &str = "a canary: the version that it is held against serves all other requests";

/// A new version that stands beside the app.
#[derive(Debug, Clone, PartialEq)]
pub struct Canary {
    /// Its own app: the pods of the other with another image, by another name.
    pub app: App,
    /// The share of the requests that it gets, in percent.
    pub weight: u8,
}

/// What is settled of a canary before the app is put together.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    name: Name,
    image: Image,
    pub(super) weight: u8,
    pub(super) replicas: u16,
}

/// The canary, where the spec wants one and the app can have it.
pub(super) fn planned(
    name: &Name,
    settings: &Settings,
    (replicas, claims): (Replicas, &[Claim]),
    demands: &[Demand],
    report: &mut Report<'_>,
) -> Option<Planned> {
    let asked = settings.canary.as_ref()?;
    // The table of kinds refuses it.
    if settings.kind.unwrap_or_default() != Kind::Deployment {
        return None;
    }
    check_route(settings, report);
    check_together(settings, replicas, claims, report);
    let full = format!("{name}-{CANARY}");
    let full = Name::parse(&full).map_err(|_| {
        let message = format!("the canary's objects would be named `{full}`, which is too long");
        report.problem("canary", message, "give the app a shorter name");
    });
    let image = image(asked, settings.image.as_ref(), report);
    let is_whole = |image: &Image| image.tag.is_some() && image.digest.is_some();
    if demands.contains(&Demand::Digest) && image.as_ref().is_some_and(|image| !is_whole(image)) {
        let hint = "say `digest` beside `tag`, as your registry reports it";
        report.warning("canary", "the preset asks for the canary's image by tag and digest", hint);
    }
    // Requests would fail that come to it before its pods are ready, so it stands there first.
    let weight = asked.weight.map_or(0, RequestShare::percent);
    let replicas = match asked.replicas {
        Some(0) if weight > 0 => {
            let message = format!("the canary gets {weight}% of the requests, and has no pod to serve them");
            report.problem("canary.replicas", message, "leave it out, or end the canary: `canary: null`");
            return None;
        }
        stated => stated.unwrap_or_else(|| usual_replicas(replicas, weight)),
    };
    Some(Planned { name: full.ok()?, image: image?, weight, replicas })
}

/// Its share of the most pods that the app has, rounded up, and one at least while the app has any.
///
/// So each of its pods carries no more than one of the app would. The most, since nothing scales a canary: its
/// pods must do when an autoscaler has started all of the app's.
fn usual_replicas(replicas: Replicas, weight: u8) -> u16 {
    let most = replicas.most();
    let share = (u32::from(most) * u32::from(weight)).div_ceil(100);
    u16::try_from(share).unwrap_or(most).max(most.min(1))
}

/// Only an HTTPRoute shares requests out by weights.
fn check_route(settings: &Settings, report: &mut Report<'_>) {
    let take_out = "or end the canary: `canary: null`";
    if settings.gateway.is_none() && settings.ingress.is_some() {
        let message = "`canary` shares requests out by the weights of an HTTPRoute, and an Ingress has none";
        let hint = format!("serve the host by a `gateway` in place of the `ingress`, {take_out}");
        report.problem("canary", message, hint);
    } else if settings.host.is_none() || settings.gateway.is_none() {
        let message = "`canary` shares out the requests of a public host, and no HTTPRoute carries any here";
        let hint = format!(
            "name the `host` and its `gateway`, say `canary` below the environment that has them alone, {take_out}"
        );
        report.problem("canary", message, hint);
    }
}

/// Two versions that must not run beside each other.
fn check_together(settings: &Settings, replicas: Replicas, claims: &[Claim], report: &mut Report<'_>) {
    let strategy = settings.rollout.as_ref().and_then(|rollout| rollout.strategy);
    if let Some(claim) = claims.iter().find(|claim| !claim.access.is_shared()) {
        let key = join_key(&["storage", claim.volume.as_str()]);
        report.problem(
            "canary",
            format!(
                "volume `{}`{} has one writer, and a canary's pods would mount it beside the app's",
                claim.volume,
                report.from(&key)
            ),
            "`access: ReadWriteMany` on a class that has it lets both; else leave the `canary` out",
        );
    } else if strategy == Some(Strategy::Recreate) {
        report.contradiction(
            "canary",
            "rollout.strategy",
            "`rollout.strategy` is Recreate, by which two versions never run at once, and a `canary` runs beside the app",
        );
    }
    // As in a rollout, which takes the old pod away first then.
    if replicas.most() == 1 && settings.excuses(Exception::Singleton) && !report.chosen("rollout") {
        let key = join_key(&["exceptions", "singleton"]);
        report.problem(
            "canary",
            format!(
                "only one pod of the app may run (the exception `singleton`{}), and a canary is one more",
                report.from(&key)
            ),
            "where two may run, say so with `replicas`, and take the exception `singleton` back",
        );
    }
}

/// The image of the new version.
fn image(asked: &Asked, own: Option<&Image>, report: &mut Report<'_>) -> Option<Image> {
    if let (Some(_), true) = (&asked.image, asked.tag.is_some() || asked.digest.is_some()) {
        let other = if asked.tag.is_some() { "canary.tag" } else { "canary.digest" };
        let message = format!("`canary.image` and `{other}` both name the version");
        report.contradiction("canary.image", other, message);
        return None;
    }
    if asked.image.is_none() && asked.tag.is_none() && asked.digest.is_none() {
        let message = "`canary` does not say which version it runs";
        report.problem("canary", message, "name it: `canary: {tag: 1.5.0}`, or another `image`");
        return None;
    }
    // That the app has none is told already.
    let own = own?;
    let made = asked.image.clone().unwrap_or_else(|| Image {
        repository: own.repository.clone(),
        tag: asked.tag.as_ref().map(ToString::to_string),
        digest: asked.digest.as_ref().map(ToString::to_string),
    });
    if made == *own {
        let hint = "name the new version, or end the canary: `canary: null`";
        report.warning("canary", format!("the canary runs what the app runs: {own}"), hint);
    }
    Some(made)
}

impl Planned {
    /// What its pods are run by, beside those of a workload.
    pub(super) fn workload(&self, of: &Workload) -> Option<Workload> {
        let Workload::Deployment { update, progress_deadline, .. } = of else { return None };
        let (replicas, update) = (Replicas::Fixed(self.replicas), *update);
        Some(Workload::Deployment { replicas, update, progress_deadline: *progress_deadline, progressive: None })
    }

    /// The canary of an app.
    pub(super) fn of(self, stable: &App, settings: &Settings) -> Option<Canary> {
        let workload = self.workload(&stable.workload)?;
        let Self { name, image, weight, replicas } = self;
        let mut app = App { workload, ..stable.clone() };
        app.labels.beside(&name, &image);
        app.name = name;
        app.beside = Some(stable.name.clone());
        for container in app.init_containers.iter_mut().chain([&mut app.main]) {
            // Another container that runs the app's image runs the new one's, too.
            if container.image == stable.main.image {
                container.image = image.clone();
            }
        }
        app.autoscaler = None;
        app.disruption = (replicas > 1).then(|| rollout::drained(settings));
        if replicas == 1 {
            app.exceptions.insert(Exception::Singleton.annotation(), WHY_ALONE.to_owned());
        } else {
            app.exceptions.remove(&Exception::Singleton.annotation());
        }
        app.exemptions.retain(exemptions::is_of_any_number);
        app.maintenance = None;
        app.external_check = None;
        app.tests = None;
        Some(Canary { app, weight })
    }
}
