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
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

/// A source and the folder that keeps its answers.
pub struct Resumable<'a> {
    inner: &'a dyn Source,
    unfinished: &'a Unfinished,
}

/// A finished statement: its receipt, and the digest of its rows where it had any.
#[derive(Serialize, Deserialize)]
struct Finished {
    receipt: Receipt,
    rows: Option<String>,
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
        let rows = copied.map_err(|error| {
            SourceError::Refused(format!("keeping the rows for --resume: {error}; free some disk space"))
        })?;
        let finished = Finished { receipt, rows };
        self.unfinished.keep(&format!("{name}.receipt.json"), &finished).map_err(SourceError::Refused)?;
        Ok(finished.receipt)
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
        let kept = self.unfinished.kept::<Finished>(&format!("{name}.receipt.json"));
        let Some(Finished { receipt, rows: digest }) = kept.map_err(SourceError::Refused)? else {
            return self.ask(statement, rows, &name).await;
        };
        let path = self.unfinished.path(&format!("{name}.rows"));
        let wrong = |error: ArrowError| {
            SourceError::Refused(format!(
                "reading {}: {error}; remove the folder and run without --resume",
                path.display()
            ))
        };
        let Some(digest) = digest else { return Ok(receipt) };
        let found = crate::digest::sha256_of_file(&path).map_err(|error| wrong(error.into()))?;
        if found != digest {
            return Err(wrong(ArrowError::IpcError("the rows are not those that were kept".into())));
        }
        for batch in FileReader::try_new_buffered(File::open(&path).map_err(|e| wrong(e.into()))?, None)
            .map_err(wrong)?
        {
            if rows.send(batch.map_err(wrong)?).await.is_err() {
                return Err(SourceError::Interrupted);
            }
        }
        Ok(receipt)
    }
}

/// Writes batches to a file that is made with the first one.
struct Keeper {
    path: PathBuf,
    writer: Option<FileWriter<Hashed>>,
}

/// A file, and the digest of what was written to it so far.
struct Hashed {
    out: BufWriter<File>,
    hash: Sha256,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

impl Keeper {
    fn new(path: PathBuf) -> Self {
        Self { path, writer: None }
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        let writer = match &mut self.writer {
            Some(writer) => writer,
            None => {
                let out = Hashed { out: BufWriter::new(File::create(&self.path)?), hash: Sha256::new() };
                self.writer.insert(FileWriter::try_new(out, &batch.schema())?)
            }
        };
        writer.write(batch)
    }

    /// The digest of the file, if there is one.
    fn finish(&mut self, target: &Path) -> Result<Option<String>, ArrowError> {
        let Some(writer) = self.writer.take() else { return Ok(None) };
        let Hashed { out, hash } = writer.into_inner()?;
        drop(out.into_inner().map_err(|error| error.into_error())?);
        std::fs::rename(&self.path, target)?;
        Ok(Some(crate::digest::hex(&hash.finalize())))
    }
}
