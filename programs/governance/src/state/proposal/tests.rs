use super::*;
use crate::state::params::tests::design;

const START: i64 = 1_800_000_000;
const DAY: i64 = 86_400;

fn args(slots: Vec<AccountSlot>, data_len: u16) -> CreateProposalArgs {
    CreateProposalArgs {
        number: 0,
        text_hash: [1; 32],
        program: crate::ID,
        slots,
        data_len,
    }
}

fn key(byte: u8) -> Pubkey {
    Pubkey::new_from_array([byte; 32])
}

/// With a supply of 1,000 base units, 50 must vote.
fn open() -> Proposal {
    let mut proposal = draft();
    assert!(proposal.write(0, &[1, 2]).is_ok());
    assert!(proposal.open(1_000, &design().voting, START).is_ok());
    proposal
}

fn draft() -> Proposal {
    Proposal::new(255, key(1), key(2), args(vec![], 2)).unwrap_or_else(|_| unreachable!())
}

fn refusal(outcome: Result<()>) -> Option<Error> {
    outcome.err()
}

#[test]
fn a_draft_is_written_in_order_and_sealed() {
    let mut proposal = draft();
    assert_eq!(
        refusal(proposal.write(1, &[1])),
        Some(error!(GovernanceError::ChunkOutOfOrder))
    );
    assert_eq!(
        refusal(proposal.write(0, &[1, 2, 3])),
        Some(error!(GovernanceError::ProposalTooLarge))
    );
    assert!(proposal.write(0, &[1]).is_ok());
    let voting = design().voting;
    assert_eq!(
        refusal(proposal.open(1, &voting, START)),
        Some(error!(GovernanceError::DataIncomplete))
    );
    assert!(proposal.write(1, &[2]).is_ok() && proposal.open(1, &voting, START).is_ok());
    assert_eq!(
        refusal(proposal.write(2, &[])),
        Some(error!(GovernanceError::ProposalNotDraft))
    );
    assert_eq!(
        refusal(proposal.open(1, &voting, START)),
        Some(error!(GovernanceError::ProposalNotDraft))
    );
    assert!(proposal.invariant().is_ok());
}

#[test]
fn a_draft_calls_one_of_the_programs_and_stays_small() {
    let refused = |args| Proposal::new(255, key(1), key(2), args).err();
    let slot = AccountSlot::Account {
        key: key(3),
        writable: true,
    };
    assert!(refused(args(vec![slot; 32], 2_048)).is_none());
    assert_eq!(
        refused(args(vec![slot; 33], 0)),
        Some(error!(GovernanceError::ProposalTooLarge))
    );
    assert_eq!(
        refused(args(vec![], 2_049)),
        Some(error!(GovernanceError::ProposalTooLarge))
    );
    let system = CreateProposalArgs {
        program: key(0),
        ..args(vec![], 0)
    };
    assert_eq!(refused(system), Some(error!(GovernanceError::TargetNotAllowed)));
    let executor = AccountSlot::Account {
        key: EXECUTOR,
        writable: true,
    };
    assert_eq!(
        refused(args(vec![executor], 0)),
        Some(error!(GovernanceError::ExecutorNamed))
    );
}

#[test]
fn votes_count_until_the_end() {
    let mut proposal = open();
    assert!(proposal.vote(true, 30, START + 7 * DAY - 1).is_ok());
    assert_eq!(
        refusal(proposal.vote(true, 1, START + 7 * DAY)),
        Some(error!(GovernanceError::NotVoting))
    );
    assert_eq!(
        refusal(proposal.vote(true, u64::MAX, START)),
        Some(error!(GovernanceError::Overflow))
    );
    assert_eq!((proposal.votes_for, proposal.votes_against), (30, 0));
    assert!(draft().vote(true, 1, START).is_err());
}

#[test]
fn carries_with_quorum_and_majority_only() {
    for (votes_for, votes_against, carried) in [
        (50, 0, true),
        (49, 0, false),
        (26, 24, true),
        (25, 25, false),
        (24, 26, false),
        (0, 0, false),
    ] {
        let proposal = Proposal {
            votes_for,
            votes_against,
            ..open()
        };
        assert_eq!(
            proposal.carried(),
            carried,
            "{votes_for} for, {votes_against} against"
        );
    }
    let everyone = Proposal {
        votes_for: u64::MAX,
        votes_against: u64::MAX - 1,
        quorum: u64::MAX,
        ..open()
    };
    assert!(everyone.carried());
}

#[test]
fn executes_once_between_timelock_and_expiry() {
    let carried = Proposal {
        votes_for: 50,
        ..open()
    };
    let at = |day: i64| carried.clone().execute(START + day * DAY).err();
    assert_eq!(at(6), Some(error!(GovernanceError::StillVoting)));
    assert_eq!(at(7), Some(error!(GovernanceError::TimelockRunning)));
    assert_eq!(at(9), None);
    assert_eq!(at(22), None);
    assert_eq!(at(23), Some(error!(GovernanceError::ProposalExpired)));
    let mut once = carried.clone();
    assert!(once.execute(START + 9 * DAY).is_ok() && once.invariant().is_ok());
    assert_eq!(
        refusal(once.execute(START + 9 * DAY)),
        Some(error!(GovernanceError::ProposalNotOpen))
    );
    assert_eq!(
        refusal(open().execute(START + 9 * DAY)),
        Some(error!(GovernanceError::ProposalDefeated))
    );
}

#[test]
fn is_over_when_nothing_can_happen_any_more() {
    let carried = Proposal {
        votes_for: 50,
        ..open()
    };
    assert!(!draft().is_over(i64::MAX));
    assert!(!open().is_over(START + 7 * DAY - 1) && open().is_over(START + 7 * DAY));
    assert!(!carried.is_over(START + 23 * DAY - 1) && carried.is_over(START + 23 * DAY));
    let mut cancelled = open();
    assert!(cancelled.cancel(START).is_ok() && cancelled.is_over(START) && cancelled.invariant().is_ok());
    assert_eq!(
        refusal(cancelled.cancel(START)),
        Some(error!(GovernanceError::NotVoting))
    );
    assert!(open().cancel(START + 7 * DAY).is_err());
}

#[test]
fn a_part_of_the_supply_is_rounded_up() {
    assert_eq!(part_of_supply(1_001, 500).ok(), Some(51));
    assert_eq!(part_of_supply(1_000, 500).ok(), Some(50));
    assert_eq!(part_of_supply(u64::MAX, 10_000).ok(), Some(u64::MAX));
    assert_eq!(part_of_supply(0, 10_000).ok(), Some(0));
    assert!(part_of_supply(u64::MAX, 10_001).is_err());
}

#[test]
fn the_payer_takes_its_place_and_nobody_else_signs() {
    let slots = vec![
        AccountSlot::Payer,
        AccountSlot::Executor,
        AccountSlot::Account {
            key: key(7),
            writable: true,
        },
        AccountSlot::Account {
            key: key(8),
            writable: false,
        },
    ];
    let proposal = Proposal { slots, ..draft() };
    let metas = proposal.instruction(key(9)).accounts;
    let seen: Vec<_> = metas
        .iter()
        .map(|meta| (meta.pubkey, meta.is_signer, meta.is_writable))
        .collect();
    assert_eq!(
        seen,
        [
            (key(9), true, true),
            (EXECUTOR, true, false),
            (key(7), false, true),
            (key(8), false, false)
        ]
    );
    assert!(proposal.names(&key(8)) && !proposal.names(&key(9)));
}

#[test]
fn space_is_exact() {
    let slot = AccountSlot::Account {
        key: key(3),
        writable: true,
    };
    let mut proposal =
        Proposal::new(255, key(1), key(2), args(vec![slot; 5], 77)).unwrap_or_else(|_| draft());
    assert!(proposal.write(0, &[1; 77]).is_ok());
    let mut bytes = Vec::new();
    assert!(proposal.try_serialize(&mut bytes).is_ok());
    assert_eq!(bytes.len(), Proposal::space(5, 77));
}
