//! The source that the command line names, opened: local files or a Trino cluster.

use super::{Outside, in_partitions, logs, relation};
use crate::catalog::Catalog;
use crate::cli::SourceArgs;
use crate::embedded::ScanReport;
use crate::source::local::Local;
use crate::source::trino::Trino;
use crate::source::{Description, Receipt, Rows, Source, SourceError};
use crate::sql::{Relation, Statement, Target};
use crate::subject::Window;
use async_trait::async_trait;

/// An opened source.
pub enum Opened {
    /// A folder or file.
    Local(Local),
    /// A table on a Trino cluster, and the days on which a log may still arrive.
    Trino(Box<Trino>, u64),
}

impl Opened {
    /// Opens what `--source` names; see `ScanOptions` for `survey`.
    pub async fn open(args: &SourceArgs, outside: &Outside<'_>, survey: bool) -> Result<Self, String> {
        if args.source.starts_with("trino://") {
            let trino = Trino::open(&args.source, outside.interrupt.clone()).await?;
            return Ok(Self::Trino(Box::new(trino), args.late_days));
        }
        Ok(Self::Local(Local::new(logs(args, outside, survey)?, &args.source)?))
    }

    /// The relation `events` over this source.
    pub fn relation(&self, catalog: &Catalog, window: Window) -> Result<Relation, String> {
        match self {
            Opened::Local(_) => relation(catalog, window, Target::Local, &["logs"]),
            Opened::Trino(trino, late_days) => {
                let mut relation = relation(catalog, window, Target::Trino, &trino.table())?;
                in_partitions(&mut relation, trino.layout(), window, *late_days);
                Ok(relation)
            }
        }
    }

    /// What reading files counted since it was last taken; a cluster does not tell.
    pub fn take_report(&self) -> Option<ScanReport> {
        match self {
            Opened::Local(local) => Some(local.logs().take_report()),
            Opened::Trino(..) => None,
        }
    }

    /// Changes when the files that are read change; a cluster's tables cannot be told to have changed.
    pub fn fingerprint(&self) -> String {
        match self {
            Opened::Local(local) => local.logs().fingerprint(),
            Opened::Trino(..) => "not known".into(),
        }
    }

    /// Whether reading costs nothing but time.
    pub fn reads_freely(&self) -> bool {
        matches!(self, Opened::Local(_))
    }

    fn source(&self) -> &dyn Source {
        match self {
            Opened::Local(local) => local,
            Opened::Trino(trino, _) => trino.as_ref(),
        }
    }
}

#[async_trait]
impl Source for Opened {
    fn describe(&self) -> Description {
        self.source().describe()
    }

    fn target(&self) -> Target {
        self.source().target()
    }

    async fn run(&self, statement: &Statement, rows: Rows) -> Result<Receipt, SourceError> {
        self.source().run(statement, rows).await
    }
}
