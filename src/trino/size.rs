//! How large a value may become: one row must not take all memory.

use super::fault::{Fault, Outcome, UNSUPPORTED};

/// Bytes of a text at most.
const BYTES: usize = 64 << 20;

/// Items of an array at most.
pub const ITEMS: usize = 4 << 20;

/// Refuses a text of so many bytes or an array of so many items when that is too large.
pub fn limit(bytes: usize, items: usize) -> Outcome<()> {
    if bytes > BYTES || items > ITEMS {
        return Err(Fault::new(
            UNSUPPORTED,
            format!(
                "a text of more than {} MiB or an array of more than {ITEMS} items is not made on local logs",
                BYTES >> 20
            ),
        ));
    }
    Ok(())
}
