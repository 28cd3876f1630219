use super::*;
use crate::exact::SlotHash;

const NOW: i64 = 1_800_000_000;
const WINDOW: i64 = 600;
const NONCE: [u8; 32] = [5; 32];

fn anchor() -> StepsAnchor {
    StepsAnchor {
        bump: 255,
        job: Pubkey::new_from_array([1; 32]),
        rent_payer: Pubkey::new_from_array([2; 32]),
        step_key: Pubkey::new_from_array([3; 32]),
        steps: 4,
        terms: ExactTerms {
            seed: [9; 32],
            batches: 8,
        },
        segments: 100,
        steps_root: [4; 32],
        audits: 3,
        slot: 1_000,
        now: NOW,
    }
}

fn found(slot: u64) -> Lookup {
    Lookup::Found(SlotHash { slot, hash: [7; 32] })
}

fn recorded() -> Result<Audit> {
    let mut audit = Audit::new(&anchor())?;
    audit.record(&found(1_033), 1_100, NOW + 20)?;
    audit.invariant()?;
    Ok(audit)
}

fn opened() -> Result<Audit> {
    let mut audit = recorded()?;
    audit.open(Some(&NONCE), &nonce_hash(), WINDOW, NOW + 30)?;
    audit.invariant()?;
    Ok(audit)
}

fn nonce_hash() -> [u8; 32] {
    hash(&NONCE).to_bytes()
}

fn refused<T: std::fmt::Debug + PartialEq>(result: Result<T>, expected: JobEscrowError) {
    assert_eq!(result, Err(error!(expected)));
}

#[test]
fn the_slot_lies_ahead_of_the_anchor() -> Result<()> {
    assert_eq!(Audit::new(&anchor())?.challenge_slot, 1_000 + AUDIT_DELAY_SLOTS);
    let beyond = StepsAnchor {
        slot: u64::MAX - AUDIT_DELAY_SLOTS + 1,
        ..anchor()
    };
    refused(Audit::new(&beyond), JobEscrowError::MathOverflow);
    let root = StepsAnchor {
        steps_root: [0xff; 32],
        ..anchor()
    };
    refused(Audit::new(&root), JobEscrowError::NotAFieldElement);
    Ok(())
}

#[test]
fn the_slot_is_recorded_once_and_moves_once() -> Result<()> {
    let mut audit = Audit::new(&anchor())?;
    refused(
        audit.record(&Lookup::Ahead, 1_031, NOW),
        JobEscrowError::SlotAhead,
    );
    audit.record(&Lookup::Gone, 2_000, NOW + 200)?;
    audit.invariant()?;
    assert_eq!(
        (audit.moved, audit.challenge_slot, audit.recorded_at),
        (true, 2_032, 0)
    );
    refused(
        audit.record(&Lookup::Gone, 3_000, NOW + 400),
        JobEscrowError::SlotMissedTwice,
    );
    audit.record(&found(2_032), 2_040, NOW + 210)?;
    audit.invariant()?;
    assert_eq!((audit.slot, audit.recorded_at), (2_032, NOW + 210));
    for lookup in [found(2_033), Lookup::Gone, Lookup::Ahead] {
        refused(
            audit.record(&lookup, 2_041, NOW + 211),
            JobEscrowError::SlotHashRecorded,
        );
    }
    Ok(())
}

#[test]
fn the_nonce_opens_at_once_and_its_absence_only_later() -> Result<()> {
    let open = |audit: &mut Audit, nonce: Option<[u8; 32]>, now| {
        audit.open(nonce.as_ref(), &nonce_hash(), WINDOW, now)
    };
    let mut early = Audit::new(&anchor())?;
    for nonce in [Some(NONCE), None] {
        refused(
            open(&mut early, nonce, NOW + 9_000),
            JobEscrowError::SlotHashNotRecorded,
        );
    }
    let mut audit = recorded()?;
    refused(
        open(&mut audit, Some([6; 32]), NOW + 20),
        JobEscrowError::WrongNonce,
    );
    refused(
        open(&mut audit, None, NOW + 620),
        JobEscrowError::RevealWindowOpen,
    );
    open(&mut audit, None, NOW + 621)?;
    audit.invariant()?;
    let silent = audit.challenge;
    refused(
        open(&mut audit, Some(NONCE), NOW + 622),
        JobEscrowError::ChallengeOpen,
    );
    let mut audit = recorded()?;
    open(&mut audit, Some(NONCE), NOW + 9_000)?;
    assert!(audit.nonce_revealed && audit.challenge != silent);
    Ok(())
}

#[test]
fn each_audit_is_proven_once() -> Result<()> {
    refused(recorded()?.require_wanted(0), JobEscrowError::ChallengeNotOpen);
    let mut audit = opened()?;
    refused(audit.require_wanted(3), JobEscrowError::AuditOutOfRange);
    refused(audit.require_wanted(255), JobEscrowError::AuditOutOfRange);
    for index in [2, 0, 1] {
        audit.require_wanted(index)?;
        audit.prove(index)?;
        audit.invariant()?;
        refused(audit.require_wanted(index), JobEscrowError::AuditProvenAlready);
    }
    assert_eq!(audit.proven, 0b111);
    Ok(())
}

#[test]
fn as_many_audits_as_there_are_bits() -> Result<()> {
    let mut audit = Audit {
        audits: MAX_AUDITS,
        ..opened()?
    };
    for index in 0..MAX_AUDITS {
        audit.require_wanted(index)?;
        audit.prove(index)?;
        audit.invariant()?;
    }
    assert_eq!(audit.proven, u64::MAX);
    refused(audit.require_wanted(MAX_AUDITS), JobEscrowError::AuditOutOfRange);
    refused(audit.prove(MAX_AUDITS), JobEscrowError::MathOverflow);
    Ok(())
}

#[test]
fn contradictions_are_found() -> Result<()> {
    let spoil: [fn(&mut Audit); 9] = [
        |audit| audit.audits = 0,
        |audit| audit.audits = 65,
        |audit| audit.segments = 0,
        |audit| audit.segments = MAX_SEGMENTS + 1,
        |audit| audit.steps = 0,
        |audit| audit.proven = 0b1000,
        |audit| audit.slot = 0,
        |audit| audit.slot = audit.challenge_slot - 1,
        |audit| audit.opened_at = 0,
    ];
    for change in spoil {
        let mut audit = opened()?;
        change(&mut audit);
        refused(audit.invariant(), JobEscrowError::InvariantViolated);
    }
    Ok(())
}

#[test]
fn the_statement_is_of_this_job_and_this_segment() -> Result<()> {
    let audit = opened()?;
    let job = Job {
        binding: [1; 32],
        initial_weights: [2; 32],
        anchored_weights: [3; 32],
        dataset_root: [4; 32],
        ..Job::default()
    };
    let spoil: [fn(&mut Audit, &mut Job); 8] = [
        |_, _| (),
        |audit, _| audit.challenge[31] ^= 1,
        |audit, _| audit.steps_root[31] ^= 1,
        |audit, _| audit.terms.seed[0] ^= 1,
        |_, job| job.binding[31] ^= 1,
        |_, job| job.initial_weights[31] ^= 1,
        |_, job| job.anchored_weights[31] ^= 1,
        |_, job| job.dataset_root[31] ^= 1,
    ];
    let mut all = Vec::new();
    for change in spoil {
        let (mut audit, mut job) = (opened()?, Job::clone(&job));
        change(&mut audit, &mut job);
        all.push(audit.statement(&job, 7)?);
    }
    all.push(audit.statement(&job, 8)?);
    for (i, left) in all.iter().enumerate() {
        assert!(all.iter().skip(i + 1).all(|right| left != right));
    }
    Ok(())
}
