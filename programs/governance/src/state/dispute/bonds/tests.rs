use super::*;
use crate::state::{dispute::tests::*, Party::Client, Party::Node, Verdict};

/// A dispute that `opener` opened and that ended so.
fn ended(opener: Party, verdict: Verdict) -> Result<Dispute> {
    let mut dispute = open_by(opener, terms(), NOW)?;
    if let Some(side) = verdict.winner() {
        dispute.vote(&key(9), QUORUM, side, VOTE)?;
    }
    assert_eq!(dispute.resolve(APPEAL + 1)?, verdict);
    Ok(dispute)
}

/// A dispute that the client opened, in which `first` won the vote, `by` appealed and `second` won that.
fn appealed(first: Option<Party>, by: Party, second: Option<Party>) -> Result<Dispute> {
    let mut dispute = opened()?;
    if let Some(side) = first {
        dispute.vote(&key(9), QUORUM, side, VOTE)?;
    }
    dispute.appeal(by, [1; 32], VOTE + 1)?;
    if let Some(side) = second {
        dispute.vote(&key(9), DOUBLE, side, VOTE + 1)?;
    }
    dispute.resolve(APPEAL + 2)?;
    Ok(dispute)
}

#[test]
fn a_bond_is_lost_with_the_dispute_alone() -> Result<()> {
    for (opener, verdict, back) in [
        (Client, Verdict::ForClient, true),
        (Client, Verdict::ForNode, false),
        (Client, Verdict::NoQuorum, true),
        (Node, Verdict::ForClient, false),
        (Node, Verdict::ForNode, true),
        (Node, Verdict::NoQuorum, true),
    ] {
        let mut dispute = ended(opener, verdict)?;
        let released = dispute.release_bonds()?;
        let expected = if back { (10 * TOKEN, 0) } else { (0, 10 * TOKEN) };
        assert_eq!((released.opener, released.treasury), expected);
        assert_eq!(released.appellant, 0);
        dispute.invariant(0)?;
    }
    Ok(())
}

#[test]
fn a_deposit_is_lost_unless_the_appeal_wins() -> Result<()> {
    for (first, by, second, back) in [
        (Some(Node), Client, Some(Client), true),
        (Some(Node), Client, Some(Node), false),
        (Some(Node), Client, None, false),
        (None, Client, Some(Client), true),
        (None, Client, Some(Node), false),
        (None, Client, None, false),
        (None, Node, Some(Node), true),
        (Some(Client), Node, Some(Node), true),
    ] {
        let mut dispute = appealed(first, by, second)?;
        let released = dispute.release_bonds()?;
        assert_eq!(released.appellant, if back { 100 * TOKEN } else { 0 });
        let all = released.opener + released.appellant + released.treasury;
        assert_eq!(all, 110 * TOKEN);
        dispute.invariant(0)?;
    }
    Ok(())
}

#[test]
fn bonds_leave_once_and_after_the_verdict() -> Result<()> {
    refused(opened()?.release_bonds(), GovernanceError::NotResolved);
    let mut dispute = ended(Client, Verdict::NoQuorum)?;
    refused(dispute.require_closable(), GovernanceError::BondsNotReleased);
    dispute.release_bonds()?;
    refused(dispute.release_bonds(), GovernanceError::BondsReleased);
    dispute.require_closable()
}

#[test]
fn voters_of_the_winning_side_are_rewarded() -> Result<()> {
    let dispute = ended(Client, Verdict::ForNode)?;
    assert_eq!(dispute.reward(FIRST_ROUND, QUORUM, Node)?, TOKEN / 10);
    assert_eq!(dispute.reward(FIRST_ROUND, QUORUM, Client)?, 0);
    assert_eq!(dispute.reward(APPEAL_ROUND, QUORUM, Node)?, 0);
    refused(
        opened()?.reward(FIRST_ROUND, 1, Node),
        GovernanceError::NotResolved,
    );
    let undecided = ended(Client, Verdict::NoQuorum)?;
    assert_eq!(undecided.reward(FIRST_ROUND, 1, Client)?, 0);
    Ok(())
}

#[test]
fn the_round_that_decided_is_rewarded() -> Result<()> {
    let overturned = appealed(Some(Node), Client, Some(Client))?;
    assert_eq!(overturned.reward(APPEAL_ROUND, DOUBLE, Client)?, TOKEN / 10);
    assert_eq!(overturned.reward(FIRST_ROUND, QUORUM, Node)?, 0);
    let confirmed = appealed(Some(Node), Client, Some(Node))?;
    assert_eq!(confirmed.reward(APPEAL_ROUND, DOUBLE, Node)?, TOKEN / 10);
    assert_eq!(confirmed.reward(FIRST_ROUND, QUORUM, Node)?, 0);
    let stands = appealed(Some(Node), Client, None)?;
    assert_eq!(stands.reward(FIRST_ROUND, QUORUM, Node)?, TOKEN / 10);
    Ok(())
}

#[test]
fn all_rewards_together_stay_within_the_bond() -> Result<()> {
    // A thousandth of the votes earns a thousandth of the bond, however many wallets share them.
    let dispute = ended(Client, Verdict::ForNode)?;
    assert_eq!(dispute.reward(FIRST_ROUND, QUORUM / 1_000, Node)?, TOKEN / 100);
    assert_eq!(dispute.reward(FIRST_ROUND, QUORUM / 100, Node)?, TOKEN / 10);
    assert_eq!(dispute.reward(FIRST_ROUND, QUORUM / 50, Node)?, TOKEN / 10);
    assert_eq!(dispute.reward(FIRST_ROUND, 1, Node)?, 0);
    Ok(())
}

#[test]
fn an_account_is_closed_when_every_vote_is() -> Result<()> {
    let mut open = opened()?;
    open.vote(&key(9), 1, Node, VOTE)?;
    refused(open.close_vote(), GovernanceError::NotResolved);
    let mut dispute = ended(Client, Verdict::ForNode)?;
    dispute.release_bonds()?;
    refused(dispute.require_closable(), GovernanceError::VotesOpen);
    dispute.close_vote()?;
    dispute.require_closable()?;
    refused(dispute.close_vote(), GovernanceError::Overflow);
    Ok(())
}
