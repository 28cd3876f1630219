import * as disputes from '../fixtures/disputes.ts';
import { World } from '../fixtures/world.ts';
import { standardTables } from '../support/tables.ts';

/** The node opened the dispute and lost the client's appeal: two accounts are named, and one is paid. */
function bothPaid() {
  const { appealed, countedOut, disputed, executed, MANY, releaseBonds } = disputes;
  const voted = countedOut(disputed(new World(), 'Node'), 0n, MANY);
  return releaseBonds({ world: executed(appealed(voted, MANY)) });
}

describe('governance, disputes', () => {
  standardTables('open_dispute', disputes.openDispute);
  standardTables('submit_evidence', disputes.submitEvidence);
  standardTables('appeal', disputes.appeal);
  standardTables('execute_verdict', disputes.executeVerdict);
  standardTables('release_bonds', bothPaid, {
    errors: { 'rent_payer.readonly': 'ConstraintMut' },
  });
  standardTables('vote_dispute', disputes.voteDispute);
  standardTables('claim_vote_reward', disputes.claimVoteReward, {
    errors: { 'rent_payer.readonly': 'ConstraintMut' },
  });
  standardTables('close_dispute_vote', disputes.closeDisputeVote, {
    errors: { 'rent_payer.readonly': 'ConstraintMut' },
  });
  standardTables('close_dispute', disputes.closeDispute, {
    errors: { 'rent_payer.readonly': 'ConstraintMut' },
  });
});
