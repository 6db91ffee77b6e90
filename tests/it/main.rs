//! The one integration crate: the embedded engine links once. Tests run the real program on real files.

#![allow(clippy::expect_used)] // a test that cannot go on says why it expected to

mod abuse;
mod addenda;
mod attribution;
mod bad_input;
mod catalogue;
mod charts;
mod containment;
mod context;
mod demo;
mod documentation;
mod effects;
mod fallback;
mod finding_forms;
mod findings;
mod formats;
mod giant;
mod harness;
mod hidden;
mod hostile;
mod hostile_sql;
mod impact;
mod lineage;
mod many_sessions;
mod minting;
mod owner;
mod query;
mod questions;
mod reference;
mod render;
mod reported;
mod resume;
mod schema;
mod secrets;
mod spellings;
mod sql_page;
mod stated;
mod stories;
mod stratus;
mod trino_golden;
mod trino_source;
mod trino_values;
mod untold;
mod volume;
mod zone;
