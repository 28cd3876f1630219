//! Many seeds on all cores, in the order of their seeds.
use std::sync::{
    atomic::{AtomicU64, Ordering},
    mpsc, Mutex,
};

/// Does `work` for each of `count` numbers and hands the results over as they come.
pub fn each<T: Send>(count: u64, work: impl Fn(u64) -> T + Sync, mut take: impl FnMut(u64, T)) {
    let next = AtomicU64::new(0);
    let (sender, receiver) = mpsc::channel();
    let sender = Mutex::new(sender);
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    std::thread::scope(|scope| {
        for _ in 0..cores.min(count as usize) {
            let Ok(sender) = sender.lock().map(|sender| sender.clone()) else {
                return;
            };
            let (next, work) = (&next, &work);
            // Pairings and big frames want room.
            let thread = std::thread::Builder::new().stack_size(64 << 20);
            let spawned = thread.spawn_scoped(scope, move || loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count || sender.send((number, work(number))).is_err() {
                    break;
                }
            });
            spawned.unwrap_or_else(|error| panic!("no thread: {error}"));
        }
        drop(sender);
        for (number, result) in receiver {
            take(number, result);
        }
    });
}
