//! From the collected events and their credentials to the [facts](crate::facts), which it hands on; pure code.

mod assemble;
mod copied;
mod corrected;
mod let_in;
mod record;
mod shorten;
mod target;
mod touched;

pub use crate::facts::*;
pub use assemble::{
    ANYBODY, Acting, Admitted, AdmittedCalls, Around, Before, Input, LISTED, Lookups, TechniqueFacts,
    Through, assemble, evidence_id, home_region, query_id, searched,
};
pub use copied::copy_source;
pub use corrected::correct;
pub use let_in::accounts_let_in;
pub use record::{Claim, Interner, Record, Thing};
pub use shorten::shortened;
pub use target::{is_the_call, named};
pub use touched::{Call, Named, Touched, call, read_name, touched, undated};
