import * as funds from '../fixtures/funds.ts';
import * as governance from '../fixtures/governance.ts';
import * as votes from '../fixtures/votes.ts';
import { standardTables } from '../support/tables.ts';

/** Wallets without data, which the program checks before the runtime does. */
const paysRentBack = { errors: { 'rent_payer.readonly': 'ConstraintMut' } };

describe('governance', () => {
  standardTables('init_config', governance.initConfig);
  standardTables('update_config', governance.updateConfig);
  standardTables('propose_authority', governance.proposeAuthority);
  standardTables('accept_authority', governance.acceptAuthority);
  standardTables('set_pause', governance.setPause);
  standardTables('allow_mint', governance.allowMint, { errors: { 'fee_vault.readonly': 'ConstraintMut' } });
  standardTables('disallow_mint', governance.disallowMint);
  standardTables('add_verifying_key', () => governance.addVerifyingKey(governance.smallKey));
  standardTables('retire_verifying_key', governance.retireVerifyingKey);
  standardTables('set_guardians', governance.setGuardians);
  standardTables('approve_pause', governance.approvePause);
  standardTables('lock_tokens', votes.lockTokens);
  standardTables('unlock_tokens', votes.unlockTokens, paysRentBack);
  standardTables('create_proposal', votes.createProposal);
  standardTables('write_proposal', votes.writeProposal);
  standardTables('open_proposal', votes.openProposal);
  standardTables('vote_proposal', votes.voteProposal);
  standardTables('cancel_proposal', votes.cancelProposal);
  // The target is a program: its owner is the loader, and the proposal says which one it is.
  standardTables('execute_proposal', votes.executeProposal, {
    except: ['target.owner'],
    errors: { 'payer.readonly': 'ConstraintMut' },
  });
  standardTables('close_proposal', votes.closeProposal, paysRentBack);
  standardTables('close_vote', votes.closeVote, paysRentBack);
  standardTables('init_fund', funds.initFund);
  standardTables('distribute_fees', funds.distributeFees);
  standardTables('spend_fund', funds.spendFund);
  standardTables('create_vesting', funds.createVesting);
  standardTables('claim_vesting', funds.claimVesting, paysRentBack);
});
