//! Several statements at a time, as many as there are cores.

use futures::StreamExt;
use std::future::Future;

/// Runs one as a task of its own, so that it can have a core to itself. A panic in it is its own failure.
pub(super) async fn task<T, F>(statement: F) -> Result<T, String>
where
    T: Send + 'static,
    F: Future<Output = Result<T, String>> + Send + 'static,
{
    let ended = tokio::spawn(statement).await;
    ended.unwrap_or_else(|error| Err(format!("the statement ended early: {error}")))
}

/// The answers in the order of the questions, whichever was ready first.
pub(super) async fn in_order<F: Future>(asked: impl Iterator<Item = F>) -> Vec<F::Output> {
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
    // Not `buffered`: what is ready there keeps its place until all before it are, and a core has nothing to do.
    let numbered = asked.enumerate().map(|(number, answer)| async move { (number, answer.await) });
    let mut answers: Vec<_> = futures::stream::iter(numbered).buffer_unordered(cores).collect().await;
    answers.sort_unstable_by_key(|(number, _)| *number);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
