//! Folders of templates of the operator's own. Only files are read: a pipe or a device would never end.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// Bytes of a template; ours have some thousand.
const LARGEST: u64 = 4 << 20;

/// A file of such a folder.
pub(super) struct TemplateFile {
    /// Its name below the folder, with `/`.
    pub name: String,
    /// Where it is, for messages.
    pub path: String,
    pub text: String,
}

/// The files below a folder that end so, by name. `option` names the folder in errors.
pub(super) fn read(option: &str, folder: &Path, ends: &[&str]) -> Result<Vec<TemplateFile>, String> {
    let mut files = Vec::new();
    if !folder.is_dir() {
        return Err(format!(
            "{option} {} is not a folder; give the folder that holds the templates",
            folder.display()
        ));
    }
    for entry in walkdir::WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let entry = entry.map_err(|error| format!("reading {option} {}: {error}", folder.display()))?;
        let (path, shown) = (entry.path(), entry.path().display());
        let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let wanted = path.extension().is_some_and(|own| ends.iter().any(|end| own == *end));
        if entry.file_type().is_dir() || !wanted {
            continue;
        }
        let wrong =
            |error: std::io::Error| format!("reading {shown}: {error}; take it out of {option}, or mend it");
        if !fs::metadata(path).map_err(wrong)?.is_file() {
            return Err(format!("{shown} is neither a file nor a folder; take it out of {option}"));
        }
        let mut text = String::new();
        File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text)).map_err(wrong)?;
        if text.len() as u64 > LARGEST {
            return Err(format!("{shown} is larger than 4 MiB, and no template; take it out of {option}"));
        }
        files.push(TemplateFile { name, path: shown.to_string(), text });
    }
    Ok(files)
}
