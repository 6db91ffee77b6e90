//! How much of large files is in memory at once, over all threads: each may be as large as `--max-file-size` allows.

use super::logs::locked;
use std::sync::{Condvar, Mutex, PoisonError};

/// Files up to this need no room: the buffers of a thread are as large in any case.
pub const SMALL: u64 = 16 << 20;

/// The room of one scan, whose files have numbers in their order.
pub struct Room {
    limit: u64,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    taken: u64,
    /// The file whose rows are waited for. It never waits itself, so that the scan goes on.
    turn: usize,
    /// The scan has ended, and nobody waits for any file.
    over: bool,
}

impl Room {
    pub fn new(limit: u64) -> Self {
        Self { limit, state: Mutex::default(), changed: Condvar::new() }
    }

    /// From now on this file is waited for.
    pub fn turn_of(&self, file: usize) {
        locked(&self.state).turn = file;
        self.changed.notify_all();
    }

    /// What a file takes of it; nothing as yet.
    pub fn share(&self, file: usize) -> Share<'_> {
        Share { room: self, file, taken: 0 }
    }

    /// The scan is over when this goes, and nobody waits any longer.
    pub fn until_the_end(&self) -> End<'_> {
        End(self)
    }
}

/// The end of a scan, however it comes.
pub struct End<'a>(&'a Room);

impl Drop for End<'_> {
    fn drop(&mut self) {
        locked(&self.0.state).over = true;
        self.0.changed.notify_all();
    }
}

/// The room that one file has.
pub struct Share<'a> {
    room: &'a Room,
    file: usize,
    taken: u64,
}

impl Share<'_> {
    /// Takes as much as a file needs, and waits where others have too much. Whatever the thread still has to tell must be
    /// told before: the file that is waited for may be among it. False when nobody wants the file any more.
    #[must_use]
    pub fn grow(&mut self, needed: u64, before_waiting: &mut dyn FnMut()) -> bool {
        if needed <= SMALL.max(self.taken) {
            return true;
        }
        let more = needed - self.taken;
        let full = |state: &mut State| {
            !state.over && state.turn < self.file && state.taken.saturating_add(more) > self.room.limit
        };
        let mut state = locked(&self.room.state);
        if full(&mut state) {
            drop(state);
            before_waiting();
            let waited = self.room.changed.wait_while(locked(&self.room.state), full);
            state = waited.unwrap_or_else(PoisonError::into_inner);
        }
        if state.over {
            return false;
        }
        state.taken += more;
        self.taken = needed;
        true
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        if self.taken > 0 {
            locked(&self.room.state).taken -= self.taken;
            self.room.changed.notify_all();
        }
    }
}
