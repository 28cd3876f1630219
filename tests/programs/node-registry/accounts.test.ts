import { operatorAddress } from '@cyxwiz/protocol';
import * as registry from '../fixtures/node-registry.ts';
import { type Case, run } from '../support/case.ts';
import { standardTables } from '../support/tables.ts';

/** The end of a node whose two rent payers differ: one account in two places would be as writable as the other. */
function closeRotated(): Case {
  const world = registry.emptied();
  run(registry.rotateOperator({ world }));
  const operatorAccount = operatorAddress(world.stranger.publicKey);
  const accounts = { operatorAccount, operatorRentPayer: world.client.publicKey };
  return registry.closeNode({ world, accounts });
}

describe('node-registry', () => {
  standardTables('init_registry', registry.initRegistry);
  standardTables('register_node', registry.registerNode);
  standardTables('update_node', registry.updateNode);
  standardTables('heartbeat', registry.heartbeat);
  standardTables('begin_job', registry.beginJob);
  standardTables('end_job', registry.endJob);
  standardTables('fail_job', registry.failJob);
  standardTables('lose_dispute', registry.loseDispute);
  standardTables('rotate_operator', registry.rotateOperator, {
    errors: { 'owner.readonly': 'ConstraintMut', 'rent_payer.readonly': 'ConstraintMut' },
  });
  standardTables('add_stake', registry.addStake);
  standardTables('request_withdrawal', registry.requestWithdrawal);
  standardTables('cancel_withdrawal', registry.cancelWithdrawal);
  standardTables('claim_withdrawal', registry.claimWithdrawal);
  standardTables('compound_rewards', registry.compoundRewards);
  standardTables('pay_insurance', registry.payInsurance);
  standardTables('close_node', closeRotated, {
    errors: {
      'owner.readonly': 'ConstraintMut',
      'rent_payer.readonly': 'ConstraintMut',
      'operator_rent_payer.readonly': 'ConstraintMut',
    },
  });
});
