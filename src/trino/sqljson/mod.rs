//! SQL's own JSON functions: JSON_EXISTS, JSON_VALUE, JSON_QUERY, JSON_OBJECT and JSON_ARRAY. They have a grammar
//! and a language of paths that the older json_extract and its kin do not share.

pub mod call;
pub mod construct;
pub mod item;
pub mod parse;
pub mod path;
pub mod predicate;
pub mod read;
pub mod walk;

pub use call::{Call, Function, Otherwise, Wrapper};
