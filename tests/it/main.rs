//! The one integration crate: the embedded engine links once. Tests run the real program on real files.

mod bad_input;
mod harness;
mod questions;
mod stories;
