//! What a pipeline does to an overlay: `kustomize edit set image` gives the app another tag, and nothing else.

use kubewright::yaml::parse_documents;
use serde_json::Value;

use super::command::output;
use super::difference;
use super::laid::Laid;
use super::overlays::{build, sorted};
use super::parallel::parallel;
use super::tools::Tools;

/// The tag that is set.
const TAG: &str = "9.9.9-edited";

/// How many containers have the tag, and where an overlay's objects are others than with it alone.
pub(crate) fn judge(laid: &[Laid]) -> Result<(usize, Vec<String>), String> {
    let judged = parallel(laid, judge_one).into_iter().collect::<Result<Vec<_>, _>>()?;
    let (counts, failures): (Vec<usize>, Vec<Vec<String>>) = judged.into_iter().unzip();
    Ok((counts.into_iter().sum(), failures.concat()))
}

fn judge_one(laid: &Laid) -> Result<(usize, Vec<String>), String> {
    let folder = laid.write()?;
    let (mut count, mut failures) = (0, Vec::new());
    let in_base = laid.base.iter().flatten().find_map(|object| image_of(object, &laid.app));
    for (environment, _) in &laid.environments {
        let told = |failure: String| format!("{} {environment}: {failure}", laid.case);
        let objects = || -> Result<Vec<Value>, String> {
            let text = build(laid, &folder, &format!("overlays/{environment}"))?;
            parse_documents("kustomize", &text).map(sorted).map_err(|problem| problem.to_string())
        };
        let mut wanted = objects()?;
        let (Some(in_base), Some(own)) = (in_base, wanted.iter().find_map(|object| image_of(object, &laid.app))) else {
            return Err(told("there is no container of the app".to_owned()));
        };
        let (in_base, own) = (repository(in_base), repository(own).to_owned());
        let overlay = format!("deploy/overlays/{environment}");
        // An entry has the name that the base has; a patch that says the whole image leaves it its own.
        let is_entry = laid.tree[&format!("{overlay}/kustomization.yaml")].contains(&format!("newName: {own}\n"));
        let set = if own == in_base || is_entry { format!("{in_base}=*:{TAG}") } else { format!("{own}:{TAG}") };
        let mut edit = Tools::installed()?.kustomize();
        output(edit.args(["edit", "set", "image", &set]).current_dir(folder.path().join(overlay)), "")?;
        let tagged: usize = wanted.iter_mut().map(|object| tag(object, &own)).sum();
        count += tagged;
        failures.extend(difference::between(&wanted, &objects()?).into_iter().map(told));
    }
    Ok((count, failures))
}

/// The image of the container that is named as the app is.
fn image_of<'a>(value: &'a Value, app: &str) -> Option<&'a str> {
    let inside = || match value {
        Value::Object(map) => map.values().find_map(|value| image_of(value, app)),
        Value::Array(items) => items.iter().find_map(|value| image_of(value, app)),
        _ => None,
    };
    let is_app = value.get("name").is_some_and(|name| name == app);
    value.get("image").and_then(Value::as_str).filter(|_| is_app).or_else(inside)
}

/// Gives every container with an image of a name the tag, and tells how many there are.
fn tag(value: &mut Value, name: &str) -> usize {
    let Value::Object(map) = value else { return 0 };
    let mut found = 0;
    for (key, value) in map {
        let containers = if key.ends_with("ontainers") { value.as_array_mut() } else { None };
        for container in containers.into_iter().flatten() {
            if container["image"].as_str().is_some_and(|image| repository(image) == name) {
                container["image"] = format!("{name}:{TAG}").into();
                found += 1;
            }
        }
        found += tag(value, name);
    }
    found
}

/// An image without its tag and digest.
fn repository(image: &str) -> &str {
    let image = image.split('@').next().unwrap_or(image);
    let start = image.rfind('/').unwrap_or_default();
    image[start..].find(':').map_or(image, |at| &image[..start + at])
}
