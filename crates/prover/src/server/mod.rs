//! One request a line on stdin, one answer a line on stdout with its id, in any order. Loaded keys stay loaded.
//!
//! `{"id":1,"op":"load","circuit":"c","zkey":"path"}`, for a step circuit with `"step":{"r1cs":..,"symbols":..,
//! "parameters":{..}}`; `{"id":2,"op":"prove","circuit":"c","witness":"path"}`;
//! `{"id":3,"op":"verify","circuit":"c","proof":{..},"publicSignals":[..]}`;
//! `train` commits to every state of a training and keeps it by name until `forget`, `proveSegment` proves a segment of
//! it (`witness` writes the witness only, `signals` tells the inputs); `commitWords` and `tree` hash files of words;
//! `{"id":9,"op":"cancel","target":2}` ends a request with the code `cancelled`; `{"id":10,"op":"shutdown"}`.
//!
//! Answers carry the id and `"ok":true`, or `"ok":false` with a code and a message. A request with `"progress":true` gets
//! lines `{"id":2,"event":"progress","stage":"proof","done":3,"of":6}` before its answer. Proofs and trainings wait for
//! one of so many places as the server was given, everything else has a place of its own.

mod files;
mod request;
mod shelf;
mod work;

use crate::{task::Task, ProverError};
use request::Request;
use serde_json::{json, Value};
use std::{
    collections::HashMap,
    io::{self, BufRead, Read, Write},
    num::NonZeroUsize,
    panic::{catch_unwind, AssertUnwindSafe},
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{channel, Receiver, Sender},
        Arc, Mutex, MutexGuard, PoisonError,
    },
    thread,
};
use work::House;

/// A verify request has less than 4 KiB; what is longer is a mistake.
const MAX_LINE_BYTES: u64 = 1 << 20;

struct Job {
    id: Value,
    request: Request,
    progress: bool,
    cancelled: Arc<AtomicBool>,
}

pub struct Server {
    /// Proofs and trainings at the same time.
    places: NonZeroUsize,
}

impl Default for Server {
    fn default() -> Self {
        Self::new(NonZeroUsize::MIN)
    }
}

impl Server {
    pub fn new(places: NonZeroUsize) -> Self {
        Self { places }
    }

    /// Serves until shutdown or the end of the input, and answers what was asked before. An error means that the pipes
    /// broke.
    pub fn run(&self, input: impl BufRead, output: impl Write + Send + 'static) -> io::Result<()> {
        let house = House::default();
        let desk = Desk::new(Box::new(output));
        let (quick, quick_jobs) = channel::<Job>();
        let (slow, slow_jobs) = channel::<Job>();
        let (quick_jobs, slow_jobs) = (Mutex::new(quick_jobs), Mutex::new(slow_jobs));
        let work_through = |jobs: &Mutex<Receiver<Job>>| {
            while let Some(job) = next(jobs) {
                work_on(job, &house, &desk);
            }
        };
        let last = thread::scope(|scope| {
            scope.spawn(|| work_through(&quick_jobs));
            for _ in 0..self.places.get() {
                scope.spawn(|| work_through(&slow_jobs));
            }
            let last = read_requests(input, &house, &desk, &quick, &slow);
            // Without senders the workers end after the last job.
            drop((quick, slow));
            last
        })?;
        if let Some(id) = last {
            desk.answer(&id, Ok(json!({})));
        }
        desk.outcome()
    }
}

fn next(jobs: &Mutex<Receiver<Job>>) -> Option<Job> {
    lock(jobs).recv().ok()
}

/// Hands out jobs; the id of the shutdown request, if that was the end.
fn read_requests(
    mut input: impl BufRead,
    house: &House,
    desk: &Arc<Desk>,
    quick: &Sender<Job>,
    slow: &Sender<Job>,
) -> io::Result<Option<Value>> {
    loop {
        let mut line = Vec::new();
        input.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line)?;
        if line.is_empty() || desk.broken() {
            return Ok(None);
        }
        if line.len() as u64 == MAX_LINE_BYTES && line.last() != Some(&b'\n') {
            input.skip_until(b'\n')?;
            let message = format!("a line is longer than {MAX_LINE_BYTES} bytes");
            desk.answer(&Value::Null, Err(bad_request(message)));
            continue;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let job = match parse(&line) {
            Ok(job) => job,
            Err((id, error)) => {
                desk.answer(&id, Err(error));
                continue;
            }
        };
        match &job.request {
            Request::Shutdown {} => return Ok(Some(job.id)),
            Request::Cancel { target } => {
                let found = desk.cancel(target);
                desk.answer(&job.id, Ok(json!({"cancelled": found})));
            }
            request => {
                let long = matches!(
                    request,
                    Request::Prove { .. }
                        | Request::ProveSegment { .. }
                        | Request::Witness { .. }
                        | Request::Train(_)
                        | Request::CommitWords { .. }
                );
                house.announce(request);
                desk.open(&job);
                // The receivers live as long as the scope.
                let _ = if long { slow } else { quick }.send(job);
            }
        }
    }
}

fn parse(line: &[u8]) -> Result<Job, (Value, ProverError)> {
    let mut value: Value =
        serde_json::from_slice(line).map_err(|e| (Value::Null, bad_request(format!("not JSON: {e}"))))?;
    let mut take = |name: &str| value.as_object_mut().and_then(|fields| fields.remove(name));
    let id = take("id").unwrap_or(Value::Null);
    let progress = take("progress") == Some(Value::Bool(true));
    match serde_json::from_value(value) {
        Ok(request) => Ok(Job {
            id,
            request,
            progress,
            cancelled: Arc::default(),
        }),
        Err(e) => Err((id, bad_request(e.to_string()))),
    }
}

fn work_on(job: Job, house: &House, desk: &Arc<Desk>) {
    let Job {
        id,
        request,
        progress,
        cancelled,
    } = job;
    let report = progress.then(|| {
        let (desk, id) = (desk.clone(), id.clone());
        Box::new(move |stage: &str, done: usize, of: usize| {
            desk.write(&json!({"id": id, "event": "progress", "stage": stage, "done": done, "of": of}));
        }) as Box<dyn Fn(&str, usize, usize) + Send + Sync>
    });
    let task = Task::new(cancelled, report);
    let outcome = match task.check() {
        Ok(()) => catch_unwind(AssertUnwindSafe(|| house.serve(request, &task))).unwrap_or_else(|_| {
            // Whoever waits for what this request announced would wait for ever.
            std::process::abort()
        }),
        Err(error) => {
            house.give_up(&request);
            Err(error)
        }
    };
    desk.close(&id);
    desk.answer(&id, outcome);
}

/// Where answers leave, and which requests are under way.
struct Desk {
    output: Mutex<(Box<dyn Write + Send>, io::Result<()>)>,
    open: Mutex<HashMap<String, Arc<AtomicBool>>>,
}

impl Desk {
    fn new(output: Box<dyn Write + Send>) -> Arc<Self> {
        Arc::new(Self {
            output: Mutex::new((output, Ok(()))),
            open: Mutex::default(),
        })
    }

    fn open(&self, job: &Job) {
        lock(&self.open).insert(job.id.to_string(), job.cancelled.clone());
    }

    fn close(&self, id: &Value) {
        lock(&self.open).remove(&id.to_string());
    }

    fn cancel(&self, id: &Value) -> bool {
        let open = lock(&self.open);
        let found = open.get(&id.to_string());
        if let Some(cancelled) = found {
            cancelled.store(true, Ordering::Relaxed);
        }
        found.is_some()
    }

    fn answer(&self, id: &Value, result: Result<Value, ProverError>) {
        let mut reply = match result {
            Ok(fields) => fields,
            Err(error) => json!({"code": error.code, "message": error.message}),
        };
        reply["ok"] = json!(reply.get("code").is_none());
        reply["id"] = id.clone();
        self.write(&reply);
    }

    /// The first error is kept; after it nothing more is written.
    fn write(&self, value: &Value) {
        let mut output = lock(&self.output);
        if output.1.is_ok() {
            let mut line = value.to_string();
            line.push('\n');
            output.1 = output
                .0
                .write_all(line.as_bytes())
                .and_then(|()| output.0.flush());
        }
    }

    fn broken(&self) -> bool {
        lock(&self.output).1.is_err()
    }

    fn outcome(&self) -> io::Result<()> {
        std::mem::replace(&mut lock(&self.output).1, Ok(()))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn bad_request(message: String) -> ProverError {
    ProverError::new("bad_request", message)
}
