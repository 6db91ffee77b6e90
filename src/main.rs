//! Parse, run, exit code: the only place that prints and exits.

fn main() {}
