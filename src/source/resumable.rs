//! Another source, whose answers are kept as they come: a run that is resumed reads those that were finished from
//! disk and asks only for the rest.

use super::{Description, Receipt, Rows, Source, SourceError};
use crate::evidence::Unfinished;
use crate::sql::{Statement, Target};
use async_trait::async_trait;
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::ipc::reader::FileReader;
use datafusion::arrow::ipc::writer::FileWriter;
use datafusion::arrow::record_batch::RecordBatch;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

/// A source and the folder that keeps its answers.
pub struct Resumable<'a> {
    inner: &'a dyn Source,
    unfinished: &'a Unfinished,
}

impl<'a> Resumable<'a> {
    /// Around a source.
    pub fn new(inner: &'a dyn Source, unfinished: &'a Unfinished) -> Self {
        Self { inner, unfinished }
    }

    /// A value that belongs to the answers so far: computed by the first run, read by a resumed one.
    pub fn once<T: Serialize + DeserializeOwned>(
        &self,
        name: &str,
        compute: impl FnOnce() -> T,
    ) -> Result<T, String> {
        if let Some(kept) = self.unfinished.kept(name)? {
            return Ok(kept);
        }
        let value = compute();
        self.unfinished.keep(name, &value)?;
        Ok(value)
    }

    async fn ask(&self, statement: &Statement, rows: Rows, name: &str) -> Result<Receipt, SourceError> {
        let mut file = Keeper::new(self.unfinished.path(&format!("{name}.rows.half")));
        let (send, mut receive) = mpsc::channel::<RecordBatch>(1);
        let copy = async {
            while let Some(batch) = receive.recv().await {
                file.write(&batch)?;
                if rows.send(batch).await.is_err() {
                    break;
                }
            }
            file.finish(&self.unfinished.path(&format!("{name}.rows")))
        };
        let (result, copied) = tokio::join!(self.inner.run(statement, send), copy);
        let receipt = result?;
        copied.map_err(|error| {
            SourceError::Refused(format!("keeping the rows for --resume: {error}; free some disk space"))
        })?;
        self.unfinished.keep(&format!("{name}.receipt.json"), &receipt).map_err(SourceError::Refused)?;
        Ok(receipt)
    }
}

#[async_trait]
impl Source for Resumable<'_> {
    fn describe(&self) -> Description {
        self.inner.describe()
    }

    fn target(&self) -> Target {
        self.inner.target()
    }

    async fn run(&self, statement: &Statement, rows: Rows) -> Result<Receipt, SourceError> {
        let digest = Sha256::digest(statement.text.as_bytes());
        let name = crate::digest::hex(&digest[..16]);
        let kept = self.unfinished.kept::<Receipt>(&format!("{name}.receipt.json"));
        let Some(receipt) = kept.map_err(SourceError::Refused)? else {
            return self.ask(statement, rows, &name).await;
        };
        let path = self.unfinished.path(&format!("{name}.rows"));
        let wrong = |error: ArrowError| {
            SourceError::Refused(format!(
                "reading {}: {error}; remove the folder and run without --resume",
                path.display()
            ))
        };
        for batch in read(&path).map_err(wrong)?.into_iter().flatten() {
            if rows.send(batch.map_err(wrong)?).await.is_err() {
                return Err(SourceError::Interrupted);
            }
        }
        Ok(receipt)
    }
}

/// The batches of a file; none when the statement had no rows.
fn read(path: &Path) -> Result<Option<FileReader<std::io::BufReader<File>>>, ArrowError> {
    if !path.exists() {
        return Ok(None);
    }
    FileReader::try_new_buffered(File::open(path)?, None).map(Some)
}

/// Writes batches to a file that is made with the first one.
struct Keeper {
    path: PathBuf,
    writer: Option<FileWriter<BufWriter<File>>>,
}

impl Keeper {
    fn new(path: PathBuf) -> Self {
        Self { path, writer: None }
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        let writer = match &mut self.writer {
            Some(writer) => writer,
            None => {
                self.writer.insert(FileWriter::try_new_buffered(File::create(&self.path)?, &batch.schema())?)
            }
        };
        writer.write(batch)
    }

    fn finish(&mut self, target: &Path) -> Result<(), ArrowError> {
        let Some(mut writer) = self.writer.take() else { return Ok(()) };
        writer.finish()?;
        drop(writer);
        Ok(std::fs::rename(&self.path, target)?)
    }
}
