//! `demo`: a made-up incident, from log files to a report.

use super::{Done, Outside};
use crate::cli::Demo;

/// Runs `demo`.
pub async fn demo(_args: &Demo, _outside: &mut Outside<'_>) -> Result<Done, String> {
    Err("the demo is not built yet".into())
}
