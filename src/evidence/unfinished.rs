//! What a run keeps so that it can be resumed: the rows and the receipt of every finished statement, beside the
//! case that is being made. A case that is complete has no such folder. The rows are as the source gave them, secrets
//! and all: nobody else may read them.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// File that says what the run was about.
const ABOUT: &str = "about.json";

/// What a run is about, by name: two runs that differ in any of it do not share answers.
pub type About = BTreeMap<String, String>;

/// The folder of an unfinished run.
#[derive(Debug)]
pub struct Unfinished {
    folder: PathBuf,
    about: About,
}

/// A folder that its owner alone can read, where the system knows such.
fn private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent)?;
    }
    builder.create(folder)
}

impl Unfinished {
    /// Beside a case: `case` has `case.partial`.
    pub fn beside(case: &Path) -> PathBuf {
        let mut name = case.file_name().unwrap_or_default().to_os_string();
        name.push(".partial");
        case.with_file_name(name)
    }

    /// Starts anew. An older unfinished run is not thrown away.
    pub fn create(folder: &Path, about: About) -> Result<Self, String> {
        let shown = folder.display();
        if folder.join(ABOUT).is_file() {
            return Err(format!(
                "{shown} holds a run that did not finish; go on with --resume, or remove that folder to start anew"
            ));
        }
        if folder.exists() {
            return Err(format!("{shown} is in the way and holds no run that can be resumed; remove it"));
        }
        private(folder).map_err(|error| format!("making the folder {shown}: {error}"))?;
        let this = Self { folder: folder.into(), about };
        if let Err(error) = this.keep(ABOUT, &this.about) {
            // Nothing was asked yet; a folder that says nothing would be in the way of the next run.
            let _ = fs::remove_dir_all(folder);
            return Err(error);
        }
        Ok(this)
    }

    /// Goes on with a run that did not finish; refused when it was about something else. Entries of `about` that
    /// start with `first ` are those of the first run.
    pub fn open(folder: &Path, mut about: About) -> Result<Self, String> {
        let shown = folder.display();
        if !folder.join(ABOUT).is_file() {
            return Err(format!(
                "--resume: {shown} does not hold a run that can be resumed; run without --resume to start one"
            ));
        }
        let mut this = Self { folder: folder.into(), about: About::new() };
        let was: About = this.kept(ABOUT)?.unwrap_or_default();
        let first = was.iter().filter(|(name, _)| name.starts_with("first "));
        about.extend(first.map(|(name, value)| (name.clone(), value.clone())));
        let other = about.iter().find(|(name, value)| was.get(*name) != Some(*value));
        if let Some((name, now)) = other {
            let was = was.get(name).map_or("not recorded", String::as_str);
            return Err(format!(
                "--resume: the run in {shown} had another {name} ({}, and now {}); give the same arguments, or run without --resume into another --output",
                was.escape_debug(),
                now.escape_debug()
            ));
        }
        this.about = about;
        Ok(this)
    }

    /// Throws the answers away, when something that belongs to them is missing.
    pub fn start_over(self) -> Result<Self, String> {
        let Self { folder, about } = self;
        fs::remove_dir_all(&folder).map_err(|error| format!("emptying {}: {error}", folder.display()))?;
        Self::create(&folder, about)
    }

    /// What the run is about.
    pub fn about(&self, name: &str) -> Option<&str> {
        self.about.get(name).map(String::as_str)
    }

    /// Where a file of the folder is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Keeps a value; it is there whole or not at all.
    pub fn keep(&self, name: &str, value: &impl Serialize) -> Result<(), String> {
        let wrong = |error: std::io::Error| format!("writing {}: {error}", self.path(name).display());
        let bytes = serde_json::to_vec(value).map_err(|error| wrong(error.into()))?;
        let half = self.path(&format!("{name}.half"));
        fs::write(&half, bytes).and_then(|()| fs::rename(&half, self.path(name))).map_err(wrong)
    }

    /// A value that was kept.
    pub fn kept<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, String> {
        let path = self.path(name);
        if !path.exists() {
            return Ok(None);
        }
        let wrong = |error: std::io::Error| {
            format!("reading {}: {error}; remove the folder and run without --resume", path.display())
        };
        let bytes = fs::read(&path).map_err(wrong)?;
        serde_json::from_slice(&bytes).map(Some).map_err(|error| wrong(error.into()))
    }

    /// Finished statements.
    pub fn answers(&self) -> usize {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        entries.filter(|entry| entry.file_name().to_string_lossy().ends_with(".receipt.json")).count()
    }

    /// Removes the folder: the case is complete, or nothing was kept.
    pub fn remove(self) -> Result<(), String> {
        fs::remove_dir_all(&self.folder)
            .map_err(|error| format!("removing {}: {error}; it is no longer needed", self.folder.display()))
    }
}
