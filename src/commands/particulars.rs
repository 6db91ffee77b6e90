//! What the operator says of a case: who reports, to whom, and since when the organisation knows.

use crate::cli::Particulars;
use crate::config::{self, Config, Organisation};
use crate::incident::Case;
use crate::subject::parse_time;

/// The file of `--config`, or nothing declared.
pub(super) fn config(args: &Particulars) -> Result<Config, String> {
    args.config.as_deref().map_or_else(|| Ok(Config::default()), config::read)
}

/// Puts into a case what is said; what is not said stays as it was.
pub(super) fn state(case: &mut Case, args: &Particulars, said: Organisation) -> Result<(), String> {
    let aware_at = args.aware_at.as_deref().map(|text| parse_time("--aware-at", text)).transpose()?;
    case.aware_at = aware_at.or(case.aware_at);
    let texts = [
        (&mut case.title, args.title.clone()),
        (&mut case.organisation, said.name),
        (&mut case.contact, said.contact),
        (&mut case.author, said.author),
        (&mut case.reviewer, said.reviewer),
        (&mut case.distribution, said.distribution),
        (&mut case.tlp, said.tlp),
        (&mut case.timezone, said.timezone),
    ];
    for (known, text) in texts {
        if text.is_some() {
            *known = text;
        }
    }
    Ok(())
}
