import { PublicKey } from '@solana/web3.js';
import { cyxwizOf, MANY } from '../fixtures/disputes.ts';
import { decided, disputed, openDispute, resolveDispute } from '../fixtures/job-escrow/disputes.ts';
import type { World } from '../fixtures/world.ts';
import { standardTables } from '../support/tables.ts';

/** What Anchor says of a program account that is another program, or none. */
function programs(...names: string[]): Record<string, string> {
  const errors = names.map((name): [string, string][] => [
    [`${name}.owner`, 'InvalidProgramExecutable'],
    [`${name}.address`, 'InvalidProgramId'],
  ]);
  return Object.fromEntries(errors.flat());
}

/** A second CYXWIZ account of the client, so that no account is named twice. */
function secondAccount(world: World): PublicKey {
  const stored = world.chain.account(cyxwizOf(world, world.client));
  if (!stored) throw new Error('the client has no account');
  const data = stored.data.slice();
  data.fill(0, 64, 72);
  const address = new PublicKey(new Uint8Array(32).fill(251));
  world.chain.setAccount(address, { ...stored, data });
  return address;
}

/** A verdict for the client: every account but the insurance vault is used. */
function forClient() {
  const world = decided(disputed(), MANY, 0n);
  return resolveDispute({ world, accounts: { clientStakeToken: secondAccount(world) } });
}

describe('job-escrow, disputes', () => {
  standardTables('open_dispute', openDispute, {
    errors: {
      ...programs('governance_program', 'cyxwiz_token_program'),
      // Made by governance, after this program has asked for them to be writable.
      'payer.readonly': 'ConstraintMut',
      'dispute.readonly': 'ConstraintMut',
      'dispute_vault.readonly': 'ConstraintMut',
    },
  });
  standardTables('resolve_dispute', forClient, {
    errors: {
      ...programs(
        'governance_program',
        'node_registry_program',
        'reputation_program',
        'cyxwiz_token_program',
      ),
      'rent_payer.readonly': 'ConstraintMut',
    },
    except: [
      // The job is paid in CYXWIZ: both names are the same account, writable if either is.
      'mint.readonly',
      'cyxwiz_mint.readonly',
      // Not looked at unless a node that opened the dispute finds no quorum.
      'insurance.owner',
    ],
  });
});
