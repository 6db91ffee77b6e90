//! keytrail: from a leaked AWS key to a report that can be handed over.
//!
//! The modules, in the order of what rests on what; each uses only those that stand before it (a test keeps that):
//!
//! 1. words and forms: [`hidden`] characters, [`digest`], [`vocabulary`], [`table`], [`address`], [`agents`],
//!    [`attack`], [`raw_json`], [`lenient_json`];
//! 2. what is investigated, valid by construction: [`subject`]; and what no output holds as it is, secrets: [`mask`];
//! 3. a row of the logs: [`event`]; question templates that become statements over such rows: [`sql`], [`catalog`];
//! 4. what is the owner's own: [`baseline`], [`config`];
//! 5. what a row says: [`classify`] gives it category, outcome and severity; pure and total;
//! 6. the facts as a structure: [`facts`]; what was handed in: [`finding`]; which credentials there are: [`lineage`];
//! 7. rows to facts: [`incident`]; facts to Markdown, HTML, charts and drafts: [`report`]; pure, both;
//! 8. [`evidence`]: the only writer of a case folder;
//! 9. rows from a folder of logs: [`trino`] is Athena's SQL, [`embedded`] the engine; from elsewhere: [`source`];
//! 10. answers to facts: [`answer`], [`coverage`], [`attribution`], [`volume`], [`analyse`];
//! 11. hop after hop, until no new credential appears: [`collect`];
//! 12. the program: [`cli`], [`demo`], [`commands`].
//!
//! Classify, facts, lineage, incident and report know no engine, path, clock or network.

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
pub mod table;
pub mod trino;
pub mod vocabulary;
pub mod volume;
