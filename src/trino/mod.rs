//! Trino's dialect on the embedded engine. [`parse`] reads what Trino reads, [`analyze`] gives every expression its type
//! and refuses what Trino refuses, [`lower`] makes expressions of DataFusion. Columns, comparisons, joins and sorting,
//! which DataFusion does as Trino does, are left to it; everything else runs as a [`program`] over [`value`]s, row by row,
//! with Trino's own rules.

pub mod aggregates;
pub mod analyze;
pub mod ast;
pub mod cast;
pub mod coerce;
pub mod column;
pub mod eval;
pub mod fault;
pub mod fold;
pub mod functions;
pub mod ir;
pub mod json;
pub mod lex;
pub mod listed;
pub mod literal;
pub mod lower;
pub mod net;
pub mod number;
pub mod operator;
pub mod parse;
pub mod program;
pub mod ranking;
pub mod regex;
pub mod size;
pub mod sqljson;
pub mod text;
pub mod time;
pub mod type_names;
pub mod types;
pub mod value;

pub use fault::{Fault, Outcome};
