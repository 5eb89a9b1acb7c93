//! Ctrl-C, SIGTERM and SIGHUP: what was started is stopped, what was put down is cleared away.

use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

type Undo = Box<dyn FnOnce() + Send>;

static CHILDREN: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static UNDO: Mutex<Vec<(u32, Undo)>> = Mutex::new(Vec::new());

/// A child process that a signal would end.
#[derive(Debug)]
pub(crate) struct Watched(u32);

impl Drop for Watched {
    fn drop(&mut self) {
        lock(&CHILDREN).retain(|id| *id != self.0);
    }
}

/// Something that is undone when this is dropped, or by the signal if that comes first; never twice.
#[derive(Debug)]
pub(crate) struct Cleanup(u32);

impl Drop for Cleanup {
    fn drop(&mut self) {
        let undo = {
            let mut list = lock(&UNDO);
            list.iter().position(|(key, _)| *key == self.0).map(|at| list.remove(at).1)
        };
        if let Some(undo) = undo {
            undo();
        }
    }
}

/// Listens from here on. Until this is called, a signal just ends the program, as it should.
pub(crate) fn listen() -> Result<()> {
    ctrlc::set_handler(|| {
        // Held to the end: the program's own thread sees its child end, and must not leave before this is done.
        let mut list = lock(&UNDO);
        for id in lock(&CHILDREN).drain(..) {
            terminate(id);
        }
        for (_, undo) in list.drain(..).rev() {
            undo();
        }
        std::process::exit(130);
    })
    .context("could not listen for Ctrl-C")
}

/// Remembers a child while it runs.
pub(crate) fn watch(id: u32) -> Watched {
    lock(&CHILDREN).push(id);
    Watched(id)
}

/// Remembers what is to be undone at the end, whichever end that is.
pub(crate) fn at_end(undo: impl FnOnce() + Send + 'static) -> Cleanup {
    let mut list = lock(&UNDO);
    let key = list.last().map_or(0, |(key, _)| key + 1);
    list.push((key, Box::new(undo)));
    Cleanup(key)
}

/// Asks a process that we started to end.
pub(crate) fn terminate(id: u32) {
    if let Ok(id) = i32::try_from(id) {
        // It may have ended by itself; then there is nothing left to ask for.
        let _ = kill(Pid::from_raw(id), Signal::SIGTERM);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
