//! The same work on some things, on all cores.

use std::sync::Mutex;
use std::thread;

/// What comes of the work on each of some things, in their order.
pub(crate) fn parallel<T: Send, R: Send>(
    things: impl IntoIterator<Item = T, IntoIter: Send>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let things = Mutex::new(things.into_iter().enumerate());
    let next = || things.lock().expect("no worker panics while it holds this").next();
    let workers = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        let work = || std::iter::from_fn(next).map(|(at, thing)| (at, work(thing))).collect::<Vec<_>>();
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let joined = workers.into_iter().flat_map(|worker| worker.join().expect("no worker panics"));
        let mut results: Vec<(usize, R)> = joined.collect();
        results.sort_by_key(|(at, _)| *at);
        results.into_iter().map(|(_, result)| result).collect()
    })
}
