//! The one integration crate: the embedded engine links once. Tests run the real program on real files.

#![allow(clippy::expect_used)] // a test that cannot go on says why it expected to

mod bad_input;
mod catalogue;
mod demo;
mod findings;
mod formats;
mod harness;
mod hostile;
mod questions;
mod schema;
mod stories;
mod trino_golden;
mod trino_source;
mod trino_values;
mod volume;
