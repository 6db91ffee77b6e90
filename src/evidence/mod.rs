//! The case folder. This is the only module that writes into one, and that says where in it the engine may keep rows
//! meanwhile; nothing in a case is ever overwritten.
//!
//! A case is made beside its final place and moved there when it is complete, so that no half-made case stays.

mod digests;
mod lines;
mod unfinished;

pub use digests::{LOG_FILES, digests};
pub use unfinished::{About, Unfinished};

use crate::report::encode::OneLine;
use lines::Lines;
use serde::Serialize;
use serde_json::Serializer;
use std::fs::{self, File};
use std::io::{BufWriter, Error, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A case that is being made.
pub struct CaseWriter {
    building: PathBuf,
    target: PathBuf,
    done: bool,
}

impl CaseWriter {
    /// Starts a case at a path that must not exist or be an empty folder.
    pub fn create(target: &Path) -> Result<Self, String> {
        let shown = target.display();
        if target.is_symlink() {
            return Err(format!(
                "{shown} is a symbolic link; give the folder that it leads to, or the name of a new one"
            ));
        }
        if target.exists() {
            let empty =
                target.is_dir() && fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none());
            if !empty {
                return Err(format!(
                    "{shown} exists and is not an empty folder; nothing is overwritten: give the name of a new one"
                ));
            }
        }
        let name = target
            .file_name()
            .ok_or_else(|| format!("the output {shown} has no folder name; give a folder to make"))?;
        let wrong = |error: Error| format!("making the output folder {shown}: {error}; give another");
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(wrong)?;
        }
        // A run that was killed may have left its folder, and its number may come again.
        let mut tries = (0..100).map(|number| {
            let mut name = name.to_os_string();
            name.push(format!(".partial-{}-{number}", std::process::id()));
            let building = target.with_file_name(name);
            fs::create_dir(&building).map(|()| building)
        });
        let taken = |made: &Result<PathBuf, Error>| {
            made.as_ref().is_err_and(|error| error.kind() == ErrorKind::AlreadyExists)
        };
        let made = tries.find(|made| !taken(made)).unwrap_or_else(|| Err(ErrorKind::AlreadyExists.into()));
        let building = made.map_err(wrong)?;
        Ok(Self { building, target: target.into(), done: false })
    }

    fn path(&self, name: &str) -> Result<PathBuf, String> {
        let path = self.building.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| format!("making the folder of {name}: {error}"))?;
        }
        Ok(path)
    }

    /// Writes one file.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<(), String> {
        let written = File::create_new(self.path(name)?).and_then(|mut file| file.write_all(bytes.as_ref()));
        written.map_err(|error| format!("writing {name}: {error}"))
    }

    /// Writes a value as JSON whose upper levels are indented.
    pub fn write_json(&self, name: &str, value: &impl Serialize) -> Result<(), String> {
        let wrong = |error: std::io::Error| format!("writing {name}: {error}");
        let file = File::create_new(self.path(name)?).map_err(wrong)?;
        let mut out = BufWriter::with_capacity(1 << 20, file);
        let written = value.serialize(&mut Serializer::with_formatter(&mut out, Lines::default()));
        written.map_err(|error| wrong(error.into()))?;
        out.write_all(b"\n").and_then(|()| out.flush()).map_err(wrong)
    }

    /// Opens a file of JSON lines.
    pub fn lines(&self, name: &'static str) -> Result<JsonLines, String> {
        let file = File::create_new(self.path(name)?).map_err(|error| format!("making {name}: {error}"))?;
        Ok(JsonLines { name, out: BufWriter::with_capacity(1 << 20, file) })
    }

    /// A place for what is needed only while the case is being made; whoever uses it removes it.
    pub fn scratch(&self, name: &str) -> Result<PathBuf, String> {
        self.path(&format!("{name}.partial"))
    }

    /// The folder while the case is being made.
    pub fn folder(&self) -> &Path {
        &self.building
    }

    /// Moves the complete case to its place.
    pub fn finish(mut self) -> Result<(), String> {
        if self.target.exists() {
            fs::remove_dir(&self.target)
                .map_err(|error| format!("replacing the empty folder {}: {error}", self.target.display()))?;
        }
        fs::rename(&self.building, &self.target)
            .map_err(|error| format!("moving the case to {}: {error}", self.target.display()))?;
        self.done = true;
        Ok(())
    }
}

impl Drop for CaseWriter {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_dir_all(&self.building);
        }
    }
}

/// A file of JSON lines.
pub struct JsonLines {
    name: &'static str,
    out: BufWriter<File>,
}

impl JsonLines {
    /// Appends one line.
    pub fn push(&mut self, value: &impl Serialize) -> Result<(), String> {
        let written = value
            .serialize(&mut Serializer::with_formatter(&mut self.out, OneLine))
            .map_err(std::io::Error::from)
            .and_then(|()| self.out.write_all(b"\n"));
        written.map_err(|error| format!("writing {}: {error}", self.name))
    }

    /// Writes out what is buffered.
    pub fn finish(mut self) -> Result<(), String> {
        self.out.flush().map_err(|error| format!("writing {}: {error}", self.name))
    }
}
