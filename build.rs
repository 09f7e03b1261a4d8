//! Embeds every file of `presets/`, `components/` and `templates/`, and the names of the rules and components, so that adding one is adding a file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let folders =
        [("PRESETS", "presets", ".yaml"), ("COMPONENTS", "components", ".yaml"), ("TEMPLATES", "templates", ".tera")];
    for (constant, folder, ending) in folders {
        let mut code = String::new();
        println!("cargo::rerun-if-changed={folder}");
        let mut files = Vec::new();
        collect(&root.join(folder), ending, &mut files)?;
        files.sort();
        let _ = writeln!(code, "pub(crate) static {constant}: &[(&str, &str)] = &[");
        for file in files {
            let name = file.strip_prefix(root.join(folder)).expect("the file is below the folder");
            let name = name.to_string_lossy().replace('\\', "/");
            let _ = writeln!(code, "    ({name:?}, include_str!({:?})),", file.display().to_string());
        }
        code.push_str("];\n");
        fs::write(out.join(format!("embedded_{folder}.rs")), code)?;
    }
    let components = names(&root.join("components"), ".yaml")?;
    fs::write(out.join("component_names.rs"), format!("static COMPONENT_NAMES: &[&str] = &{components:?};\n"))?;
    println!("cargo::rerun-if-changed=src/check/rules");
    let rules = names(&root.join("src/check/rules"), ".rs")?;
    let ids: Vec<String> = rules.iter().map(|name| name.replace('_', "-")).filter(|id| id != "mod").collect();
    fs::write(out.join("rule_ids.rs"), format!("static RULE_IDS: &[&str] = &{ids:?};\n"))
}

/// The names of the files in a folder, without their ending, in order.
fn names(folder: &Path, ending: &str) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    collect(folder, ending, &mut files)?;
    let stems = files.iter().filter_map(|file| file.file_stem()).map(|stem| stem.to_string_lossy().into_owned());
    let mut names: Vec<String> = stems.collect();
    names.sort();
    Ok(names)
}

fn collect(folder: &Path, ending: &str, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, ending, files)?;
        } else if path.to_string_lossy().ends_with(ending) {
            files.push(path);
        }
    }
    Ok(())
}
