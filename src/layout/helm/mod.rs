//! A chart that Helm's users know their way around in: templates from the objects' own text, values for
//! what the table names and for what environments have otherwise.

mod about;
mod canary;
mod chart;
mod collected;
mod config;
mod configured;
mod derive;
mod expression;
mod extension;
mod giving;
mod helpers;
mod image;
mod items;
mod job;
mod key;
mod lines;
mod name;
mod object;
mod page;
mod part;
mod peers;
mod print;
mod routes;
mod scaling;
mod schema;
mod slot;
mod special;
mod spread;
mod steered;
mod table;
mod values;
mod weave;
mod woven_list;

use crate::manifest::Document;
use crate::problem::Problem;

use super::{Objects, Tree};
use collected::Collected;
use derive::Release;
use object::{Object, configurations, objects};

/// The folder of the chart.
pub(super) const CHART: &str = "deploy/chart";

/// Lays the documents out as a chart: the base's values are the chart's own, and each environment has a
/// file with what it says differently. What the base has `at_hand` is in the chart, too, switched off.
///
/// # Errors
/// What of the documents a chart cannot say.
pub fn helm(base: Objects<'_>, at_hand: &[Document], environments: &[Objects<'_>]) -> Result<Tree, Vec<Problem>> {
    let app = base.app.name.as_str();
    let all = [&[base], environments].concat();
    let canary = canary::name(&all);
    let whole = [base.documents, at_hand].concat();
    let own = environments.iter().map(|objects| objects.documents);
    let sets: Vec<&[Document]> = [whole.as_slice()].into_iter().chain(own).collect();
    let woven: Option<Vec<Vec<Document>>> =
        canary.map(|canary| sets.iter().map(|documents| canary::woven(documents, canary)).collect());
    let sets = woven.as_ref().map_or(sets, |woven| woven.iter().map(Vec::as_slice).collect());
    let immutable: Vec<Option<bool>> = sets.iter().map(|documents| config::is_immutable(app, documents)).collect();
    let mixed = immutable.contains(&Some(true));
    let page = all.iter().find_map(|objects| Some(objects.app.maintenance.as_ref()?.page.name.as_str()));
    let releases: Vec<Release<'_>> =
        sets.iter().map(|documents| Release::of(app, documents, mixed, [page, canary])).collect();
    let names = all.iter().map(|objects| objects.environment().to_owned()).collect();
    let values = vec![values::Values::default(); sets.len()];
    let mut collected =
        Collected { names, values, has_page: page.is_some(), has_canary: canary.is_some(), ..Collected::default() };
    let objects = objects(app, &releases, &sets, at_hand, [page.is_some(), canary.is_some()]);
    collected.configurations = configurations(app, mixed, &sets, &objects);
    object::survey(app, &objects, &mut collected);
    page::activate(&all, &mut collected);
    canary::give(&all, &mut collected);
    if mixed {
        collected.mixed(&immutable);
    }
    let mut tree = Tree::new();
    for object in &objects {
        for (file, text) in object.templates(app, &mut collected) {
            let file: &mut String = tree.entry(format!("{CHART}/templates/{file}")).or_default();
            if !file.is_empty() {
                file.push_str("---\n");
            }
            file.push_str(&text);
        }
    }
    chart::common(&releases, &mut collected);
    collected.shorten();
    collected.need();
    if !collected.refused.is_empty() {
        let told = collected.refused.iter().map(|(index, message)| {
            Problem::new(format!("{}: {message}", collected.names[*index]))
                .hint("a chart cannot say this; another `layout` can, or the same in all environments")
        });
        return Err(told.collect());
    }
    tree.extend(chart::files(base, environments, &objects, &collected));
    Ok(tree)
}

/// The file of an environment's values.
pub fn values_file(environment: &str) -> String {
    format!("{CHART}/values-{environment}.yaml")
}

/// The files of the chart in which a change of an environment's object can stand, the nearest to it first.
pub(super) fn files_of(environment: &str, file: &str) -> Vec<String> {
    let template = file.strip_prefix("00-").unwrap_or(file);
    vec![values_file(environment), format!("{CHART}/templates/{template}"), format!("{CHART}/values.yaml")]
}

type All<'a> = [Object<'a>];
