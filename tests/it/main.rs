//! The one crate of tests: the embedded engine links once. Tests run the real program on real files.
//!
//! Each file is one subject. What they share: `record` makes records of CloudTrail, `case` investigates them and reads what
//! was written, `harness` runs every other command and knows where the data is.

#![allow(clippy::expect_used)] // a test that cannot go on says why it expected to

mod abuse;
mod addenda;
mod again;
mod answered;
mod attribution;
mod bad_input;
mod case;
mod catalogue;
mod charts;
mod console_keys;
mod containment;
mod context;
mod counted_once;
mod covered;
mod data_impact;
mod demo;
mod documentation;
mod effects;
mod exported;
mod failed_inside;
mod fallback;
mod finding_forms;
mod findings;
mod formats;
mod from_there;
mod function_names;
mod giant;
mod handover;
mod harness;
mod hidden;
mod hostile;
mod hostile_sql;
mod impact;
mod let_in;
mod lineage;
mod lineage_rules;
mod many_sessions;
mod minting;
mod own_templates;
mod owner;
mod page_one;
mod places;
mod pruning;
mod query;
mod questions;
mod record;
mod reference;
mod render;
mod reported;
mod resume;
mod schema;
mod secret_ends;
mod secrets;
mod spellings;
mod sql_page;
mod standing;
mod stated;
mod stated_of_credentials;
mod stories;
mod stratus;
mod structure;
mod timeline;
mod trino_golden;
mod trino_source;
mod trino_values;
mod uncovered;
mod untold;
mod used_by;
mod volume;
mod working_hours;
mod zone;
