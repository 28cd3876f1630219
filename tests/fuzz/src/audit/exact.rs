//! Audits of exact jobs: what was asked, who could know it when, and how much time it leaves.
use job_escrow::{Audit, Job, JobState, VerificationTier};
use solana_sha256_hasher::hashv;

use super::Entry;
use crate::{
    audits,
    books::Books,
    coverage::{
        AUDITS_PASSED, AUDIT_FAILED, EXACT_SETTLED, OPENED_WITHOUT_NONCE, OPENED_WITH_NONCE, SLOT_MOVED,
    },
    ledger::{Audits, Ledger},
    setup::STEPS,
    slots,
};

/// Slots from an anchor to the one whose hash chooses.
const DELAY: u64 = 32;
const MOST_AUDITS: u8 = 64;

fn agree<T: PartialEq + std::fmt::Debug>(what: &str, is: &T, should: &T) -> Result<(), String> {
    (is == should)
        .then_some(())
        .ok_or_else(|| format!("{what}: {is:?}, and should be {should:?}"))
}

/// The audit that the instruction proves.
fn index(entry: &Entry) -> u8 {
    entry.step.instruction.data[8]
}

/// The nonce that the instruction reveals, if any.
fn nonce(entry: &Entry) -> Option<[u8; 32]> {
    let revealed = &entry.step.instruction.data[8..];
    revealed
        .strip_prefix(&[1])
        .and_then(|nonce| nonce.first_chunk())
        .copied()
}

/// Counts the audits that the job's node must pass and has passed, and checks the time that the job has left.
pub fn enter(entry: &Entry, ledger: &mut Ledger, before: &Job, after: &Job) -> Result<(), String> {
    let name = entry.step.name;
    if let Some(audits) = &mut ledger.exact {
        match name {
            "accept_job" => audits.due = accepted(before, after)?,
            "prove_audit" => audits.prove(index(entry))?,
            _ => {}
        }
    }
    let (reveal, prove) = (before.terms.reveal_window, before.terms.audit_window);
    let least = match name {
        "reassign" => return Ok(()),
        "anchor_steps" | "record_slot_hash" => entry.now.saturating_add(reveal.saturating_add(prove)),
        "open_challenge" => entry.now.saturating_add(prove),
        _ => before.deadline,
    };
    agree("deadline", &after.deadline, &before.deadline.max(least))
}

/// As many as the client asked for, or as often as many as a Bronze node must pass.
fn accepted(before: &Job, after: &Job) -> Result<u8, String> {
    let more = before.audits.saturating_mul(before.terms.bronze_audit_factor);
    let fits = [before.audits, more.min(MOST_AUDITS)].contains(&after.audits_due);
    fits.then_some(after.audits_due).ok_or_else(|| {
        format!(
            "{} audits are due, and {} were ordered",
            after.audits_due, before.audits
        )
    })
}

/// What the job says of its audits is what has happened.
pub fn counts(books: &mut Books, job: &Job, ledger: &Ledger) -> Result<(), String> {
    let exact = job.tier == VerificationTier::Exact;
    agree("exact", &exact, &ledger.exact.is_some())?;
    let Audits { due, proven } = ledger.exact.unwrap_or_default();
    let counted = (due, proven.count_ones() as u8);
    agree("audits", &(job.audits_due, job.audits_proven), &counted)?;
    if exact {
        books.turns.extend(match (job.state, ledger.earns()) {
            (JobState::Settled, true) => Some(EXACT_SETTLED),
            (JobState::TimedOut, false) if job.steps_anchored => Some(AUDIT_FAILED),
            (_, true) => Some(AUDITS_PASSED),
            _ => None,
        });
    }
    let unpaid = job.state == JobState::Settled && !ledger.earns();
    (!unpaid)
        .then_some(())
        .ok_or_else(|| "it was paid for before its audits".into())
}

/// Every step of an audit is the only one that could follow.
pub fn audits(books: &mut Books, entry: &Entry) -> Result<(), String> {
    for (key, before, after) in &entry.moves.audits {
        match (before, after) {
            (None, Some(new)) => begun(books, entry, new),
            (Some(was), Some(now)) => {
                books.turns.extend(turn(was, now));
                next(books, entry, was).and_then(|should| agree("it says", now, &should))
            }
            (Some(was), None) => closed(books, entry, was),
            (None, None) => Ok(()),
        }
        .map_err(|what| format!("audit {key}: {what}"))?;
    }
    Ok(())
}

fn turn(was: &Audit, now: &Audit) -> Option<&'static str> {
    let opened = was.opened_at < now.opened_at;
    match (opened, now.nonce_revealed) {
        (true, true) => Some(OPENED_WITH_NONCE),
        (true, false) => Some(OPENED_WITHOUT_NONCE),
        _ => (was.moved != now.moved).then_some(SLOT_MOVED),
    }
}

/// Nothing is chosen yet, and nobody can know what will be.
fn begun(books: &Books, entry: &Entry, new: &Audit) -> Result<(), String> {
    let job = books.jobs.get(&new.job).ok_or("its job is missing")?;
    let allowed = entry.step.name == "anchor_steps" && job.state == JobState::Proving && job.steps_anchored;
    if !allowed {
        return Err(format!("{} began it", entry.step.name));
    }
    let terms = audits::terms(&new.job);
    let should = Audit {
        rent_payer: entry.step.payer,
        step_key: entry.ground.step_key,
        steps: STEPS,
        segments: job.epochs * u32::from(terms.batches / u16::from(STEPS)),
        terms,
        anchored_at: entry.now,
        challenge_slot: entry.slot + DELAY,
        audits: job.audits_due,
        ..Audit::default()
    };
    let same = Audit {
        bump: new.bump,
        job: new.job,
        steps_root: new.steps_root,
        ..should
    };
    agree("it begins as", new, &same)
}

fn next(books: &Books, entry: &Entry, was: &Audit) -> Result<Audit, String> {
    let is = was.clone();
    Ok(match entry.step.name {
        "record_slot_hash" => recorded(entry, is)?,
        "open_challenge" => opened(books, entry, is)?,
        "prove_audit" => Audit {
            proven: was.proven | 1 << index(entry),
            ..is
        },
        _ => is,
    })
}

/// The first block from its slot on, if the chain can still tell which that was.
fn recorded(entry: &Entry, is: Audit) -> Result<Audit, String> {
    if slots::oldest(entry.slot) > is.challenge_slot {
        return match is.moved {
            true => Err("its slot moved twice".into()),
            false => Ok(Audit {
                moved: true,
                challenge_slot: entry.slot + DELAY,
                ..is
            }),
        };
    }
    let (slot, slot_hash) = slots::first_from(is.challenge_slot);
    if slot >= entry.slot {
        return Err(format!("slot {slot} was recorded in slot {}", entry.slot));
    }
    Ok(Audit {
        slot,
        slot_hash,
        recorded_at: entry.now,
        ..is
    })
}

/// With the client's nonce, or after the time that the client had for it; the hash is fixed before.
fn opened(books: &Books, entry: &Entry, is: Audit) -> Result<Audit, String> {
    let job = books.jobs.get(&is.job).ok_or("its job is missing")?;
    let nonce = nonce(entry);
    let may = match nonce {
        Some(nonce) => nonce == audits::secret(&is.job),
        None => entry.now > is.recorded_at.saturating_add(job.terms.reveal_window),
    };
    if is.recorded_at == 0 || !may {
        return Err("it was opened too early, or by who does not know the nonce".into());
    }
    let shares: [&[u8]; 4] = [
        b"cyxwiz:audit-challenge:v1",
        &is.slot_hash,
        &nonce.unwrap_or_default(),
        is.job.as_ref(),
    ];
    let mut challenge = hashv(&shares).to_bytes();
    challenge[0] &= 0x1f;
    Ok(Audit {
        challenge,
        nonce_revealed: nonce.is_some(),
        opened_at: entry.now,
        ..is
    })
}

/// With its job, which has ended.
fn closed(books: &Books, entry: &Entry, was: &Audit) -> Result<(), String> {
    let gone = entry.step.name == "close_job" && !books.jobs.contains_key(&was.job);
    gone.then_some(())
        .ok_or_else(|| format!("{} closed it", entry.step.name))
}
