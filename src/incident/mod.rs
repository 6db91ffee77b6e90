//! The facts of an incident: one plain data structure, made by pure code, that every output renders.
//!
//! `incident.json` is this structure; `docs/incident.schema.json` describes it.

mod build;
mod model;
mod record;
mod shorten;

pub use build::{Acting, Before, Input, LISTED, TechniqueFacts, build, evidence_id, query_id};
pub use model::*;
pub use record::{Claim, Interner, Record};
pub use shorten::shortened;
