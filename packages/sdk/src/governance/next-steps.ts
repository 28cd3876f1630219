/** What to do about errors of governance that proposers, voters, guardians and beneficiaries meet. */
export const GOVERNANCE_NEXT: Readonly<Record<string, string>> = {
  NotAuthority:
    'sign with the authority’s key; once token holders are the authority, propose it: cyxwiz vote propose',
  NotPendingAuthority: 'the authority names the executor first: cyxwiz vote hand-over',
  AuthorityUnchanged: 'nothing to do: token holders are the authority already',
  LockTooSmall:
    'lock more CYXWIZ first: cyxwiz vote lock AMOUNT; what is locked now counts for later matters only',
  LockedTooLate:
    'these tokens count for what is opened later; what was opened before they were locked goes on without them',
  StillLocked: 'wait until the last vote they were cast in is over',
  NotProposer: 'use the keypair that drafted the proposal',
  DataIncomplete: 'the draft was cut off: cyxwiz vote cancel NUMBER, then propose again',
  ProposalNotDraft: 'it is open already: cyxwiz vote show NUMBER',
  NotVoting: 'look at the proposal: cyxwiz vote show NUMBER',
  StillVoting: 'wait for the end of voting: cyxwiz vote show NUMBER',
  TimelockRunning: 'wait for the end of the timelock: cyxwiz vote show NUMBER',
  ProposalDefeated: 'get its rent back: cyxwiz vote close NUMBER; it can be proposed again',
  ProposalExpired: 'get its rent back: cyxwiz vote close NUMBER; it can be proposed again',
  ProposalNotOpen: 'look at the proposal: cyxwiz vote show NUMBER',
  ProposalNotOver: 'wait for its end, or let its proposer withdraw it: cyxwiz vote cancel NUMBER',
  NotGuardian: 'use the keypair of a guardian: cyxwiz guard show names them',
  AlreadyApproved: 'nothing to do: wait for the other guardians',
  AlreadyPaused: 'nothing to do until the pause is over: cyxwiz guard show',
  NothingVested: 'look at what vests when: cyxwiz token vesting',
};
