//! Reading a file that others made: only a plain one, and never more of it than is of use.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::Path;

/// Reads a file that holds `most` bytes at most. Whatever is no plain file, such as a pipe or a device,
/// is refused before it is opened: it could hold a reader for ever. Links are followed.
///
/// # Errors
/// Why it is not read, in words.
pub(super) fn read(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let meta = std::fs::metadata(path).map_err(|error| words(&error))?;
    if meta.is_dir() {
        return Err("it is a folder".to_owned());
    }
    if !meta.is_file() {
        return Err("it is no plain file, but a pipe, a device or the like".to_owned());
    }
    if meta.len() > most {
        return Err(too_large(meta.len(), most));
    }
    let mut bytes = Vec::new();
    // One byte more shows a file that grew, or that does not know its size.
    let file = File::open(path).map_err(|error| words(&error))?;
    let read = file.take(most + 1).read_to_end(&mut bytes).map_err(|error| words(&error))?;
    if read as u64 > most { Err(too_large(read as u64, most)) } else { Ok(bytes) }
}

/// Where a path leads once links are followed, which must be below a folder.
///
/// # Errors
/// Why it leads to nothing of use, in words.
pub(super) fn stays_below(root: &Path, path: &Path) -> Result<(), String> {
    let canonical = |path: &Path| std::fs::canonicalize(path).map_err(|error| words(&error));
    if canonical(path)?.starts_with(canonical(root)?) {
        Ok(())
    } else {
        Err("a link on its way leads out of the spec's folder".to_owned())
    }
}

fn too_large(bytes: u64, most: u64) -> String {
    format!("it holds {bytes} bytes, and at most {most} are taken")
}

fn words(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_is_within_the_bound_and_tells_the_size_of_what_is_not() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a");
        std::fs::write(&path, "1234").expect("writable");
        assert_eq!(read(&path, 4), Ok(b"1234".to_vec()));
        assert_eq!(read(&path, 3), Err("it holds 4 bytes, and at most 3 are taken".to_owned()));
        assert_eq!(read(folder.path(), 3), Err("it is a folder".to_owned()));
        assert_eq!(read(&folder.path().join("b"), 3), Err("there is no such file".to_owned()));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_never_opened() {
        assert!(read(Path::new("/dev/zero"), 4).expect_err("it is endless").contains("no plain file"));
    }
}
