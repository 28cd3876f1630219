use super::*;
use crate::state::{is_quorum, DisputeTerms, Party::Client, Party::Node};

pub(super) const NOW: i64 = 1_800_000_000;
pub(super) const DAY: i64 = 86_400;
pub(super) const TOKEN: u64 = 1_000_000_000;
pub(super) const SUPPLY: u64 = 1_000_000 * TOKEN;
/// Five percent of the supply, and ten.
pub(super) const QUORUM: u64 = SUPPLY / 20;
pub(super) const DOUBLE: u64 = SUPPLY / 10;
/// The last seconds of the phases of a dispute that nobody appeals.
pub(super) const EVIDENCE: i64 = NOW + 2 * DAY;
pub(super) const VOTE: i64 = EVIDENCE + 7 * DAY;
pub(super) const APPEAL: i64 = VOTE + 7 * DAY;

pub(super) fn key(byte: u8) -> Pubkey {
    Pubkey::new_from_array([byte; 32])
}

pub(super) fn terms() -> DisputeTerms {
    DisputeTerms {
        evidence: 2 * DAY,
        vote: 7 * DAY,
        appeal: 7 * DAY,
        quorum_bps: 500,
        appeal_quorum_bps: 1_000,
        bond: 10 * TOKEN,
        appeal_deposit: 100 * TOKEN,
        voter_reward: TOKEN / 10,
    }
}

pub(super) fn open_by(opener: Party, terms: DisputeTerms, now: i64) -> Result<Dispute> {
    let id = DisputeIdentity {
        bump: 255,
        vault_bump: 254,
        job: key(1),
        rent_payer: key(2),
        mint: key(3),
        supply: SUPPLY,
    };
    let args = OpenDisputeArgs {
        node: key(4),
        client: key(5),
        node_owner: key(6),
        operator: key(7),
        opener,
        evidence_hash: [8; 32],
    };
    let dispute = Dispute::open(id, &args, terms, now)?;
    dispute.invariant(terms.bond)?;
    Ok(dispute)
}

/// A dispute that the client opened.
pub(super) fn opened() -> Result<Dispute> {
    open_by(Client, terms(), NOW)
}

/// The same, after a vote.
fn voted(for_client: u64, for_node: u64) -> Result<Dispute> {
    let mut dispute = opened()?;
    for (weight, side) in [(for_client, Client), (for_node, Node)] {
        if weight > 0 {
            dispute.vote(&key(9), weight, side, VOTE)?;
        }
    }
    dispute.check()?;
    Ok(dispute)
}

pub(super) fn refused<T: std::fmt::Debug + PartialEq>(result: Result<T>, expected: GovernanceError) {
    assert_eq!(result, Err(error!(expected)));
}

#[test]
fn a_dispute_opens_with_its_opener_s_evidence() -> Result<()> {
    let dispute = opened()?;
    assert_eq!(
        (dispute.client_evidence, dispute.node_evidence),
        ([8; 32], [0; 32])
    );
    assert_eq!(open_by(Node, terms(), NOW)?.node_evidence, [8; 32]);
    assert_eq!(
        (dispute.evidence_ends, dispute.voting_ends(), dispute.appeal_ends),
        (EVIDENCE, VOTE, APPEAL)
    );
    refused(open_by(Client, terms(), i64::MAX), GovernanceError::Overflow);
    let endless = DisputeTerms {
        appeal: i64::MAX,
        ..terms()
    };
    refused(open_by(Client, endless, NOW), GovernanceError::Overflow);
    Ok(())
}

#[test]
fn only_the_two_sides_speak() -> Result<()> {
    let dispute = opened()?;
    assert_eq!(dispute.party_of(&key(5))?, Client);
    assert_eq!(dispute.party_of(&key(6))?, Node);
    assert_eq!(
        [Client, Node].map(|side| dispute.wallet_of(side)),
        [key(5), key(6)]
    );
    for other in [key(4), key(7), key(9)] {
        refused(dispute.party_of(&other), GovernanceError::NotAParty);
    }
    Ok(())
}

#[test]
fn evidence_is_taken_to_its_last_second() -> Result<()> {
    let mut dispute = opened()?;
    dispute.submit_evidence(Node, [1; 32], EVIDENCE)?;
    dispute.submit_evidence(Client, [2; 32], EVIDENCE)?;
    assert_eq!(
        (dispute.client_evidence, dispute.node_evidence),
        ([2; 32], [1; 32])
    );
    refused(
        dispute.submit_evidence(Node, [1; 32], EVIDENCE + 1),
        GovernanceError::EvidenceClosed,
    );
    refused(
        dispute.submit_evidence(Node, [0; 32], NOW),
        GovernanceError::EvidenceMissing,
    );
    Ok(())
}

#[test]
fn votes_are_counted_between_evidence_and_the_end() -> Result<()> {
    let mut dispute = opened()?;
    for closed in [NOW, EVIDENCE, VOTE + 1, APPEAL] {
        refused(
            dispute.vote(&key(9), 1, Client, closed),
            GovernanceError::VotingClosed,
        );
    }
    dispute.vote(&key(9), 1, Client, EVIDENCE + 1)?;
    dispute.vote(&key(9), 2, Node, VOTE)?;
    let [first, _] = &dispute.rounds;
    assert_eq!((first.for_client, first.for_node, dispute.open_votes), (1, 2, 2));
    for party in [5, 6, 7] {
        refused(
            dispute.vote(&key(party), 1, Client, VOTE),
            GovernanceError::PartyMayNotVote,
        );
    }
    refused(
        dispute.vote(&key(9), u64::MAX, Node, VOTE),
        GovernanceError::Overflow,
    );
    Ok(())
}

#[test]
fn a_verdict_needs_a_quorum_and_a_majority() -> Result<()> {
    for (for_client, for_node, expected) in [
        (0, 0, Verdict::NoQuorum),
        (QUORUM - 1, 0, Verdict::NoQuorum),
        (QUORUM, 0, Verdict::ForClient),
        (0, QUORUM, Verdict::ForNode),
        (1, QUORUM - 2, Verdict::NoQuorum),
        (1, QUORUM - 1, Verdict::ForNode),
        (QUORUM, QUORUM, Verdict::NoQuorum),
        (QUORUM + 1, QUORUM, Verdict::ForClient),
        (SUPPLY, 0, Verdict::ForClient),
    ] {
        let dispute = voted(for_client, for_node)?;
        refused(dispute.final_verdict(APPEAL), GovernanceError::VerdictNotFinal);
        assert_eq!(dispute.final_verdict(APPEAL + 1)?, expected);
        assert_eq!(dispute.final_verdict(i64::MAX)?, expected);
    }
    Ok(())
}

#[test]
fn no_votes_are_no_quorum_whatever_the_parameters() {
    assert!(!is_quorum(0, 0, 0));
    assert!(!is_quorum(0, SUPPLY, 0));
    assert!(is_quorum(1, SUPPLY, 0));
    assert!(is_quorum(u64::MAX, u64::MAX, 10_000));
    assert!(!is_quorum(u64::MAX - 1, u64::MAX, 10_000));
}

#[test]
fn who_lost_may_appeal_once_and_in_time() -> Result<()> {
    let lost = || voted(0, QUORUM);
    for closed in [NOW, VOTE, APPEAL + 1] {
        refused(
            lost()?.appeal(Client, [1; 32], closed),
            GovernanceError::AppealClosed,
        );
    }
    let mut dispute = lost()?;
    refused(
        dispute.appeal(Node, [1; 32], APPEAL),
        GovernanceError::OnlyLoserMayAppeal,
    );
    refused(
        dispute.appeal(Client, [0; 32], APPEAL),
        GovernanceError::EvidenceMissing,
    );
    refused(
        dispute.appeal(Client, [8; 32], APPEAL),
        GovernanceError::EvidenceNotNew,
    );
    dispute.appeal(Client, [1; 32], APPEAL)?;
    dispute.invariant(110 * TOKEN)?;
    assert_eq!(
        (dispute.round(), dispute.voting_ends()),
        (APPEAL_ROUND, APPEAL + 7 * DAY)
    );
    for again in [Client, Node] {
        refused(
            dispute.appeal(again, [3; 32], APPEAL),
            GovernanceError::AppealClosed,
        );
    }
    for either in [Client, Node] {
        voted(0, 0)?.appeal(either, [1; 32], VOTE + 1)?;
    }
    Ok(())
}

#[test]
fn an_appeal_is_answered_and_voted_on() -> Result<()> {
    let mut dispute = voted(0, QUORUM)?;
    dispute.appeal(Client, [1; 32], APPEAL)?;
    dispute.submit_evidence(Node, [2; 32], APPEAL + 2 * DAY)?;
    refused(
        dispute.submit_evidence(Node, [2; 32], APPEAL + 2 * DAY + 1),
        GovernanceError::EvidenceClosed,
    );
    dispute.vote(&key(9), DOUBLE, Client, APPEAL)?;
    dispute.vote(&key(9), 1, Client, APPEAL + 7 * DAY)?;
    refused(
        dispute.vote(&key(9), 1, Node, APPEAL + 7 * DAY + 1),
        GovernanceError::VotingClosed,
    );
    let [first, second] = &dispute.rounds;
    assert_eq!((first.for_client, second.for_client), (0, DOUBLE + 1));
    refused(
        dispute.final_verdict(APPEAL + 7 * DAY),
        GovernanceError::VerdictNotFinal,
    );
    assert_eq!(dispute.final_verdict(APPEAL + 7 * DAY + 1)?, Verdict::ForClient);
    Ok(())
}

#[test]
fn without_the_larger_quorum_or_a_majority_the_first_verdict_stands() -> Result<()> {
    for (for_client, for_node, expected) in [
        (0, 0, Verdict::ForNode),
        (DOUBLE - 1, 0, Verdict::ForNode),
        (DOUBLE, 0, Verdict::ForClient),
        (DOUBLE, DOUBLE, Verdict::ForNode),
        (0, DOUBLE, Verdict::ForNode),
    ] {
        let mut dispute = voted(0, QUORUM)?;
        dispute.appeal(Client, [1; 32], VOTE + 1)?;
        for (weight, side) in [(for_client, Client), (for_node, Node)] {
            if weight > 0 {
                dispute.vote(&key(9), weight, side, VOTE + 1)?;
            }
        }
        assert_eq!(dispute.final_verdict(APPEAL + 2)?, expected);
    }
    Ok(())
}

#[test]
fn a_verdict_is_executed_once() -> Result<()> {
    let mut dispute = voted(QUORUM, 0)?;
    refused(dispute.resolved(), GovernanceError::NotResolved);
    refused(dispute.resolve(APPEAL), GovernanceError::VerdictNotFinal);
    assert_eq!(dispute.resolve(APPEAL + 1)?, Verdict::ForClient);
    dispute.invariant(10 * TOKEN)?;
    refused(dispute.resolve(APPEAL + 2), GovernanceError::AlreadyResolved);
    refused(
        dispute.appeal(Node, [1; 32], APPEAL),
        GovernanceError::AppealClosed,
    );
    Ok(())
}

#[test]
fn an_invariant_notices_what_no_instruction_does() -> Result<()> {
    refused(
        opened()?.invariant(10 * TOKEN - 1),
        GovernanceError::InvariantViolated,
    );
    let mut more_than_there_is = opened()?;
    let [first, _] = &mut more_than_there_is.rounds;
    first.for_node = SUPPLY + 1;
    let mut paid_twice = opened()?;
    paid_twice.bonds_released = true;
    let mut unappealed = opened()?;
    unappealed.deposit = 1;
    for broken in [more_than_there_is, paid_twice, unappealed] {
        refused(broken.check(), GovernanceError::InvariantViolated);
    }
    Ok(())
}
