//! What a statement asks of the engine itself.

use super::Table;
use crate::trino::fault::Fault;

pub(super) fn add(t: &mut Table) {
    t.nullable("typeof(T) -> varchar", |c, _| Ok(c.ty(0).to_string().into()));
    t.sure("current_user() -> varchar", |_, _| Ok("keytrail".into()));
    t.nullable("fail(varchar) -> unknown", |_, a| Err(Fault::new("GENERIC_USER_ERROR", a[0].str())));
}
