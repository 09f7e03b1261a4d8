//! Embeds every file of `presets/` and `templates/`, and the names of the rules, so that adding one is adding a file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for (constant, folder, ending) in [("PRESETS", "presets", ".yaml"), ("TEMPLATES", "templates", ".tera")] {
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
    println!("cargo::rerun-if-changed=src/check/rules");
    let mut rules = Vec::new();
    collect(&root.join("src/check/rules"), ".rs", &mut rules)?;
    let stems = rules.iter().filter_map(|file| file.file_stem()).map(|stem| stem.to_string_lossy().replace('_', "-"));
    let mut ids: Vec<String> = stems.filter(|id| id != "mod").collect();
    ids.sort();
    fs::write(out.join("rule_ids.rs"), format!("static RULE_IDS: &[&str] = &{ids:?};\n"))
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
