use super::*;
use crate::state::JobTerms;

const NOW: i64 = 1_800_000_000;
const PRICE: u64 = 1_000_000_007;
const SILENCE: i64 = 7_200;

fn key(byte: u8) -> Pubkey {
    Pubkey::new_from_array([byte; 32])
}

/// A job whose node accepted now, should take 1,000 seconds, and has proven `proven` of 50 checkpoints.
fn job(proven: u8) -> Job {
    let all = proven == 50;
    Job {
        state: if all { JobState::Proving } else { JobState::Running },
        client: key(1),
        price: PRICE,
        stage_price: PRICE,
        node: key(2),
        node_owner: key(3),
        fee_bps: 1_000,
        checkpoints: 50,
        anchored_checkpoints: proven,
        proven_checkpoints: proven,
        estimated_seconds: 1_000,
        created_at: NOW,
        accepted_at: NOW,
        accept_by: NOW,
        anchored_at: NOW + 1_000,
        proven_at: if all { NOW + 1_000 } else { 0 },
        deadline: NOW + 86_400,
        terms: JobTerms {
            silence: SILENCE,
            objection_window: 600,
            time_min_bps: 5_000,
            time_max_bps: 20_000,
            time_grace: 120,
            ..JobTerms::default()
        },
        ..Job::default()
    }
}

fn refused<T: std::fmt::Debug + PartialEq>(result: Result<T>, expected: JobEscrowError) {
    assert_eq!(result, Err(error!(expected)));
}

#[test]
fn client_and_owner_are_the_parties() -> Result<()> {
    assert_eq!(job(0).party_of(&key(1))?, Party::Client);
    assert_eq!(job(0).party_of(&key(3))?, Party::Node);
    refused(job(0).party_of(&key(2)), JobEscrowError::NotAParty);
    Ok(())
}

#[test]
fn a_job_that_a_node_works_on_can_be_disputed() -> Result<()> {
    for party in [Party::Client, Party::Node] {
        job(0).require_disputable(party, NOW, NOW)?;
        job(25).require_disputable(party, NOW, NOW)?;
    }
    let mut other = job(0);
    for (state, expected) in [
        (JobState::Funded, JobEscrowError::JobNotRunning),
        (JobState::Disputed, JobEscrowError::JobIsDisputed),
        (JobState::Settled, JobEscrowError::JobEnded),
        (JobState::Cancelled, JobEscrowError::JobEnded),
        (JobState::TimedOut, JobEscrowError::JobEnded),
        (JobState::Resolved, JobEscrowError::JobEnded),
    ] {
        other.state = state;
        refused(other.require_disputable(Party::Client, NOW, NOW), expected);
    }
    Ok(())
}

#[test]
fn proven_work_can_be_disputed_while_the_client_may_object() -> Result<()> {
    let over = NOW + 1_000 + 600;
    for party in [Party::Client, Party::Node] {
        job(50).require_disputable(party, NOW, over)?;
        refused(
            job(50).require_disputable(party, NOW, over + 1),
            JobEscrowError::ObjectionWindowOver,
        );
    }
    let mut waived = job(50);
    waived.objection_waived = true;
    refused(
        waived.require_disputable(Party::Client, NOW, NOW + 1_000),
        JobEscrowError::ObjectionWindowOver,
    );
    let mut unproven = waived;
    unproven.proven_checkpoints = 49;
    unproven.require_disputable(Party::Client, NOW, over + 1)
}

#[test]
fn a_node_that_failed_cannot_flee_into_a_dispute() -> Result<()> {
    let silent = NOW + 1_000 + SILENCE;
    job(0).require_disputable(Party::Node, NOW, silent)?;
    refused(
        job(0).require_disputable(Party::Node, NOW, silent + 1),
        JobEscrowError::NodeHasFailed,
    );
    job(0).require_disputable(Party::Node, silent, silent + 1)?;
    let late = NOW + 86_401;
    refused(
        job(0).require_disputable(Party::Node, late, late),
        JobEscrowError::NodeHasFailed,
    );
    job(0).require_disputable(Party::Client, NOW, late)
}

#[test]
fn a_frozen_job_keeps_what_it_was_and_the_invariant() -> Result<()> {
    for proven in [0, 25, 50] {
        let mut job = job(proven);
        let before = job.state;
        job.freeze(key(9));
        assert_eq!(
            (job.state, job.disputed_from, job.dispute),
            (JobState::Disputed, before, key(9))
        );
        job.invariant()?;
        let resolution = job.resolution(Verdict::ForClient, Party::Client)?;
        job.end(JobState::Resolved, &resolution.payout, NOW + 2_000)?;
        job.invariant()?;
        job.dispute = Pubkey::default();
        refused(job.invariant(), JobEscrowError::InvariantViolated);
    }
    Ok(())
}

#[test]
fn every_verdict_pays_out_all_that_is_left() -> Result<()> {
    for proven in [0, 1, 25, 49, 50] {
        for verdict in [Verdict::ForClient, Verdict::ForNode, Verdict::NoQuorum] {
            for opener in [Party::Client, Party::Node] {
                let mut job = job(proven);
                job.freeze(key(9));
                let resolution = job.resolution(verdict, opener)?;
                assert_eq!(resolution.payout.total()?, PRICE);
                job.end(JobState::Resolved, &resolution.payout, NOW + 2_000)?;
                job.invariant()?;
            }
        }
    }
    Ok(())
}

#[test]
fn a_verdict_says_who_is_paid_and_what_becomes_of_the_node() -> Result<()> {
    let disputed = job(25);
    let end = |verdict, opener| disputed.resolution(verdict, opener);
    let won = end(Verdict::ForClient, Party::Client)?;
    assert_eq!(won.payout.to_client, PRICE);
    assert_eq!(
        (won.fate, won.outcome),
        (NodeFate::Lost, OutcomeKind::DisputeLost)
    );

    let lost = end(Verdict::ForNode, Party::Client)?;
    assert_eq!((lost.payout.fee, lost.payout.to_client), (PRICE / 10, 0));
    assert_eq!(
        (lost.fate, lost.outcome),
        (NodeFate::Released, OutcomeKind::DisputeWon)
    );

    let open = end(Verdict::NoQuorum, Party::Client)?;
    let earned = PRICE / 2;
    assert_eq!(open.payout.to_node + open.payout.fee, earned);
    assert_eq!((open.payout.to_client, open.payout.burned), (PRICE - earned, 0));
    assert_eq!(
        (open.fate, open.outcome),
        (NodeFate::Released, OutcomeKind::Cancelled)
    );
    Ok(())
}

#[test]
fn a_node_gains_nothing_by_a_dispute_without_a_quorum() -> Result<()> {
    let end = |job: &Job| -> Result<_> {
        let resolution = job.resolution(Verdict::NoQuorum, Party::Node)?;
        Ok((resolution.fate, resolution.outcome))
    };
    let failed = (NodeFate::Failed, OutcomeKind::TimedOut);
    assert_eq!(end(&job(0))?, failed);
    assert_eq!(end(&job(49))?, failed);
    let mut too_late = job(50);
    too_late.anchored_at = NOW + 2_121;
    assert_eq!(end(&too_late)?, failed);
    assert_eq!(end(&job(50))?, (NodeFate::Released, OutcomeKind::Cancelled));
    Ok(())
}
