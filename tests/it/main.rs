//! The one integration crate: the embedded engine links once.
