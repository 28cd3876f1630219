import {
  configAddress,
  governance,
  registryAddress,
  scorePageAddress,
  verifyingKeyAddress,
} from '@cyxwiz/protocol';
import type { PublicKey } from '@solana/web3.js';
import { disputeOf, openDispute } from '../fixtures/disputes.ts';
import { addVerifyingKey, allowMint, smallKey } from '../fixtures/governance.ts';
import { acceptJob } from '../fixtures/job-escrow.ts';
import { initPage } from '../fixtures/reputation.ts';
import { World } from '../fixtures/world.ts';
import { read, run } from '../support/case.ts';
import { createMint } from '../support/tokens.ts';

export interface Neighbourhood {
  /** People with a node and a job of their own, as far as the chain is ready; nobody without a Config. */
  readonly world: World | undefined;
  /** A mint that escrows may be paid in, and nothing is. */
  readonly mint: PublicKey;
}

/**
 * Fills a chain with what attackers have at hand: accounts of every type, real ones, that belong to somebody else.
 * It makes only what the chain is ready for, so that instructions which set a chain up find it as they need it, and no
 * time passes.
 */
export function settleNeighbours(world: World): Neighbourhood {
  const { chain } = world;
  const mint = createMint(chain);
  const has = (address: PublicKey) => chain.account(address) !== undefined;
  if (!has(configAddress())) return { world: undefined, mint };
  const { authority } = read(chain, governance, 'Config', configAddress());
  const rules = authority === world.authority.publicKey.toBase58();
  if (rules) run(allowMint({ world, accounts: { mint } }));
  if (rules && has(verifyingKeyAddress(1, 1))) run(addVerifyingKey({ world, keyVersion: 2, ...smallKey }));
  if (has(scorePageAddress(0))) run(initPage({ world, page: 1 }));
  const neighbour = new World(world);
  if (has(registryAddress())) run(acceptJob({ world: neighbour }));
  if (has(disputeOf())) run(openDispute({ world: neighbour, accounts: { job: mint } }));
  return { world: neighbour, mint };
}
