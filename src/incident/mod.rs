//! The facts of an incident: one plain data structure, made by pure code, that every output renders.
//!
//! `incident.json` is this structure; `docs/incident.schema.json` describes it.

mod model;

pub use model::*;
