//! Things by name that are made in the background: whoever asks for one that is being made waits for it.

use crate::ProverError;
use std::{
    collections::HashMap,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};

struct Entry<T> {
    value: Option<Arc<T>>,
    being_made: usize,
}

pub struct Shelf<T> {
    entries: Mutex<HashMap<String, Entry<T>>>,
    changed: Condvar,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            entries: Mutex::default(),
            changed: Condvar::new(),
        }
    }
}

impl<T> Shelf<T> {
    /// Announces a thing, so that requests read after this one wait for it.
    pub fn announce(&self, name: &str) {
        let mut entries = self.lock();
        let entry = entries.entry(name.into()).or_insert(Entry {
            value: None,
            being_made: 0,
        });
        entry.being_made += 1;
    }

    /// Puts what was announced; None leaves what was there before.
    pub fn put(&self, name: &str, value: Option<T>) {
        if let Some(entry) = self.lock().get_mut(name) {
            entry.being_made -= 1;
            if let Some(value) = value {
                entry.value = Some(Arc::new(value));
            }
        }
        self.changed.notify_all();
    }

    pub fn get(&self, name: &str, missing: &'static str, what: &str) -> Result<Arc<T>, ProverError> {
        let mut entries = self.lock();
        loop {
            match entries.get(name) {
                Some(entry) if entry.being_made > 0 => {
                    entries = self.changed.wait(entries).unwrap_or_else(PoisonError::into_inner);
                }
                found => {
                    return found.and_then(|entry| entry.value.clone()).ok_or_else(|| {
                        ProverError::new(missing, format!("{what} {name:?}: send a request for it first"))
                    })
                }
            }
        }
    }

    /// Forgets a thing; those who use it keep it until they are done.
    pub fn remove(&self, name: &str) {
        if let Some(entry) = self.lock().get_mut(name) {
            entry.value = None;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Entry<T>>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
