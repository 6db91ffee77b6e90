//! The embedded engine: DataFusion over a folder of logs, under AWS's documented Athena table.
//!
//! [`files`] lists, [`read`] unpacks, [`unwrap`] finds records, [`needles`] passes over what cannot match,
//! [`columns`] makes Arrow, [`scan`] keeps the order, [`table`] shows it to DataFusion.

mod any_of;
mod chunks;
mod collected;
mod columns;
mod csv;
mod engine;
mod error;
mod fields_read;
mod files;
mod lake;
mod line_start;
mod logs;
mod masking;
mod needles;
mod not_records;
mod noted;
mod packed;
mod planning;
mod push;
mod read;
mod relation;
mod relevance;
mod report;
mod room;
mod scan;
mod schema;
mod session;
mod shape;
mod spelled;
mod table;
mod tell_scans;
mod together;
mod unwrap;
mod wrappers;

use crate::raw_json as json;

pub use chunks::Chunks;
pub use collected::{Collected, Collecting};
pub use engine::{Engine, is_event_data_store};
pub use error::{EngineError, sentence};
pub use logs::{LATE_DAYS, LogSet, ScanOptions};
pub use masking::masked;
pub use planning::{Ready, STACK};
pub use relation::{conform, events_of, relation_schema, timestamp_type};
pub use report::ScanReport;
pub use schema::{PATH, RECORD, TableShape, shaped_schema, table_schema};
pub use table::LogTable;
