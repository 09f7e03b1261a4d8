//! Specs in the layout of kustomize, built by the real one: the base and every overlay give the objects of plain.

use kubewright::yaml::parse_documents;
use serde_json::Value;
use tempfile::TempDir;

use super::command::output;
use super::difference;
use super::laid::Laid;
use super::parallel::parallel;
use super::readers;
use super::tools::Tools;

/// Where what kustomize makes of an overlay is not what the environment should be, to two readers of its output:
/// kubectl, with Go's rules of YAML 1.1, and kubewright's, of 1.2.
pub(crate) fn judge(laid: &[Laid]) -> Result<Vec<String>, String> {
    let built = parallel(laid, built);
    let (mut failures, mut texts, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
    for (laid, built) in laid.iter().zip(built) {
        match built {
            Err(failure) => failures.push(failure),
            Ok(built) => {
                texts.extend(built);
                wanted.extend(
                    laid.sets().map(|(name, objects)| (format!("{} {name}", laid.case), sorted(objects.clone()))),
                );
            }
        }
    }
    let ours = texts.iter().map(|text| parse_documents("kustomize", text).map_err(|problem| problem.to_string()));
    for readings in [readers::kubectl(&texts)?, ours.collect::<Result<_, _>>()?] {
        for ((name, objects), read) in wanted.iter().zip(readings) {
            let found = difference::between(objects, &sorted(read));
            failures.extend(found.into_iter().map(|found| format!("{name}: {found}")));
        }
    }
    Ok(failures)
}

/// What kustomize makes of the base and of each overlay, in the order of the environments.
fn built(laid: &Laid) -> Result<Vec<String>, String> {
    let folder = laid.write()?;
    let base = laid.base.iter().map(|_| "base".to_owned());
    let overlays = laid.environments.iter().map(|(environment, _)| format!("overlays/{environment}"));
    base.chain(overlays).map(|below| build(laid, &folder, &below)).collect()
}

/// What kustomize makes of the base or an overlay that is written to a folder.
pub(crate) fn build(laid: &Laid, folder: &TempDir, below: &str) -> Result<String, String> {
    let folder = folder.path().join("deploy").join(below);
    let built = output(Tools::installed()?.kubectl().arg("kustomize").arg(folder), "");
    built.map_err(|failure| format!("{} {below}: {failure}", laid.case))
}

/// Objects in one order: that of documents is none.
pub(crate) fn sorted(mut values: Vec<Value>) -> Vec<Value> {
    values.sort_by_key(key);
    values
}

fn key(value: &Value) -> String {
    ["/apiVersion", "/kind", "/metadata/namespace", "/metadata/name"]
        .map(|path| value.pointer(path).and_then(Value::as_str).unwrap_or_default())
        .join(" ")
}
