//! The embedded engine: DataFusion over a folder of logs, under AWS's documented Athena table.
