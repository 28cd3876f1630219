import {
  acceptJob,
  anchorProgress,
  cancel,
  claimProgress,
  closeJob,
  createJob,
  proveCheckpoints,
  rate,
  reassign,
  settle,
  timeoutRefund,
  waiveObjection,
} from '../fixtures/job-escrow.ts';
import { standardTables, type TableOptions } from '../support/tables.ts';

/** What Anchor says of a program account that is another program, or none. */
function programs(...names: string[]): Record<string, string> {
  const errors = names.map((name): [string, string][] => [
    [`${name}.owner`, 'InvalidProgramExecutable'],
    [`${name}.address`, 'InvalidProgramId'],
  ]);
  return Object.fromEntries(errors.flat());
}

/** Accounts that every end of a job touches. */
const ends: TableOptions = {
  errors: {
    ...programs('node_registry_program', 'reputation_program'),
    'rent_payer.readonly': 'ConstraintMut',
  },
};

describe('job-escrow', () => {
  standardTables('create_job', createJob, { errors: { 'vault.readonly': 'ConstraintMut' } });
  standardTables('accept_job', acceptJob, { errors: programs('node_registry_program') });
  standardTables('anchor_progress', anchorProgress);
  standardTables('prove_checkpoints', proveCheckpoints);
  standardTables('waive_objection', waiveObjection);
  standardTables('settle', settle, {
    errors: {
      ...ends.errors,
      // Read no further than needed: token program and node-registry refuse what they are not.
      'vault.owner': 'WrongTokenProgram',
      'mint.owner': 'WrongTokenProgram',
      'fee_vault.owner': 'WrongTokenProgram',
      'node_token.owner': 'WrongTokenAccount',
      'client_token.owner': 'WrongTokenAccount',
      'node.owner': 'AccountOwnedByWrongProgram',
      'node.type': 'AccountDiscriminatorMismatch',
    },
  });
  standardTables('claim_progress', claimProgress);
  standardTables('reassign', reassign, {
    errors: {
      ...ends.errors,
      ...programs('cyxwiz_token_program'),
    },
    // The job is paid in CYXWIZ: both names are the same account, writable if either is.
    except: ['cyxwiz_mint.readonly'],
  });
  standardTables('cancel', cancel, ends);
  standardTables('timeout_refund', timeoutRefund, {
    errors: { ...ends.errors, ...programs('cyxwiz_token_program') },
    // The job is paid in CYXWIZ: both names are the same account, writable if either is.
    except: ['mint.readonly', 'cyxwiz_mint.readonly'],
  });
  standardTables('rate', rate, { errors: programs('reputation_program') });
  // A job without a dispute names this program in its place.
  standardTables('close_job', closeJob, { ...ends, except: ['dispute.owner'] });
});
