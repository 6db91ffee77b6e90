//! keytrail: from a leaked AWS key to a report that can be handed over.
//!
//! The modules, in reading order, and the flow of a run:
//!
//! 1. `subject`, `finding`, `config`: what is investigated, valid by construction;
//! 2. `sql`, `catalog`: question templates become statements over the relation `events` ([`event`]);
//! 3. [`source`], [`embedded`]: statements become rows, on a folder of logs or elsewhere;
//! 4. `collect`: hop after hop, until no new credential appears ([`lineage`]);
//! 5. [`classify`]: rows become categories, outcomes and severities; pure and total;
//! 6. [`incident`]: the facts, with their states and their evidence; pure;
//! 7. [`report`]: facts become Markdown, HTML, charts and drafts; pure;
//! 8. [`evidence`]: the only writer of a case folder.
//!
//! Below them all: [`event`], [`digest`], and what no output holds as it is: [`mask`], secrets, and [`hidden`] characters.
//!
//! Arrows go down only: classify, lineage, incident and report know no engine, path, clock or network.

pub mod address;
pub mod agents;
pub mod analyse;
pub mod answer;
pub mod attack;
pub mod attribution;
pub mod baseline;
pub mod catalog;
pub mod classify;
pub mod cli;
pub mod collect;
pub mod commands;
pub mod config;
pub mod coverage;
pub mod demo;
pub mod digest;
pub mod embedded;
pub mod event;
pub mod evidence;
pub mod facts;
pub mod finding;
pub mod hidden;
pub mod incident;
pub mod lenient_json;
pub mod lineage;
pub mod mask;
pub mod raw_json;
pub mod report;
pub mod source;
pub mod sql;
pub mod subject;
pub mod trino;
pub mod vocabulary;
pub mod volume;
