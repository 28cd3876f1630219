import { PublicKey } from '@solana/web3.js';
import { type JobId, jobId, type NodeId, nodeId } from '../ids.ts';
import type { Address } from './addresses.ts';
import { governance, jobEscrow, nodeRegistry, reputation } from './programs.ts';

// Every address comes from the seeds that an instruction declares in the IDL: nothing here repeats a seed.

export function configAddress(): PublicKey {
  return governance.address('initConfig', 'config');
}

export function mintPolicyAddress(mint: Address): PublicKey {
  return governance.address('allowMint', 'policy', { accounts: { mint } });
}

/** Token account that collects the fees in a mint. */
export function feeVaultAddress(mint: Address): PublicKey {
  return governance.address('allowMint', 'feeVault', { accounts: { mint } });
}

export function verifyingKeyAddress(circuit: number, keyVersion: number): PublicKey {
  return governance.address('addVerifyingKey', 'verifyingKey', { args: { circuit, keyVersion } });
}

/** The dispute over a job. */
export function disputeAddress(job: Address): PublicKey {
  return governance.address('openDispute', 'dispute', { accounts: { job } });
}

/** Token account that holds a dispute's bond and deposit. */
export function disputeVaultAddress(dispute: Address): PublicKey {
  return governance.address('openDispute', 'vault', { accounts: { dispute } });
}

/** Token account of the fund that rewards voters, gets lost bonds, and is spent by votes. */
export function treasuryAddress(mint: Address): PublicKey {
  return fundAddress(mint, Number(governance.constant('TREASURY')));
}

/** Signs what token holders have voted. */
export function executorAddress(): PublicKey {
  return governanceAddress('EXECUTOR_SEED');
}

/** Token account of the treasury (0) or the liquidity fund (1) in a mint. */
export function fundAddress(mint: Address, kind: number): PublicKey {
  return governance.address('initFund', 'fund', { args: { kind }, accounts: { mint } });
}

/** The CYXWIZ that an owner votes with. */
export function lockAddress(owner: Address): PublicKey {
  return governance.address('lockTokens', 'lock', { accounts: { owner } });
}

/** Token account that holds locked CYXWIZ. */
export function lockVaultAddress(owner: Address): PublicKey {
  return governance.address('lockTokens', 'vault', { accounts: { lock: lockAddress(owner) } });
}

export function proposalAddress(number: bigint): PublicKey {
  return governance.address('createProposal', 'proposal', { args: { args: { number } } });
}

/** An owner's vote on a proposal (round 0) or in a dispute (round 1, and 2 for its appeal). */
export function voteAddress(subject: Address, owner: Address, round = 0): PublicKey {
  const seeds = [new PublicKey(subject).toBytes(), Uint8Array.of(round), new PublicKey(owner).toBytes()];
  return governanceAddress('VOTE_SEED', ...seeds);
}

export function vestingAddress(beneficiary: Address, nonce: bigint): PublicKey {
  return governance.address('createVesting', 'vesting', {
    args: { args: { beneficiary: String(beneficiary), nonce } },
  });
}

/** Token account that holds what has not vested. */
export function vestingVaultAddress(vesting: Address): PublicKey {
  return governance.address('createVesting', 'vault', { accounts: { vesting } });
}

function governanceAddress(constant: string, ...seeds: readonly Uint8Array[]): PublicKey {
  const first = governance.constant(constant) as Uint8Array;
  return PublicKey.findProgramAddressSync([first, ...seeds], governance.id)[0];
}

export function registryAddress(): PublicKey {
  return nodeRegistry.address('initRegistry', 'registry');
}

/** Token account that holds what slashing set aside for clients. */
export function insuranceAddress(): PublicKey {
  return nodeRegistry.address('initRegistry', 'insurance');
}

/** Token account that stake rewards are paid from. */
export function rewardsAddress(): PublicKey {
  return nodeRegistry.address('initRegistry', 'rewards');
}

export function nodeAddress(owner: Address): NodeId {
  return nodeId(nodeRegistry.address('registerNode', 'node', { accounts: { owner } }));
}

/** Ties a hot key to the one node that it works for. */
export function operatorAddress(operator: Address): PublicKey {
  return nodeRegistry.address('registerNode', 'operatorAccount', { accounts: { operator } });
}

/** The account that says which keys sign the tokens of an authority's coordinator. */
export function coordinatorAddress(authority: Address): PublicKey {
  return nodeRegistry.address('registerCoordinator', 'coordinator', { accounts: { authority } });
}

/** Token account that holds a node's stake. */
export function stakeVaultAddress(node: Address): PublicKey {
  return nodeRegistry.address('registerNode', 'stakeVault', { accounts: { node } });
}

export function jobAddress(client: Address, nonce: bigint): JobId {
  return jobId(jobEscrow.address('createJob', 'job', { args: { args: { nonce } }, accounts: { client } }));
}

/** Token account that holds a job's price. */
export function jobVaultAddress(job: Address): PublicKey {
  return jobEscrow.address('createJob', 'vault', { accounts: { job } });
}

/**
 * A number for a new job whose addresses are the first that their seeds give: whoever pays for them then pays the least
 * compute units. `random` makes a u64; it takes four tries on average.
 */
export function jobNonce(client: Address, random: () => bigint): bigint {
  const owner = new PublicKey(client).toBytes();
  const seeds = [jobEscrow.constant('JOB_SEED'), jobEscrow.constant('VAULT_SEED')] as Uint8Array[];
  for (;;) {
    const nonce = random();
    const number = new Uint8Array(8);
    new DataView(number.buffer).setBigUint64(0, nonce, true);
    const [job, bump] = PublicKey.findProgramAddressSync(
      [seeds[0] as Uint8Array, owner, number],
      jobEscrow.id,
    );
    if (bump !== 255) continue;
    const [, vaultBump] = PublicKey.findProgramAddressSync(
      [seeds[1] as Uint8Array, job.toBytes()],
      jobEscrow.id,
    );
    if (vaultBump === 255) return nonce;
  }
}

/** What the node of an exact job is audited about. */
export function auditAddress(job: Address): PublicKey {
  return jobEscrow.address('anchorSteps', 'audit', { accounts: { job } });
}

/** What the escrow knows of a client: its jobs today, and ever. */
export function clientRecordAddress(client: Address): PublicKey {
  return jobEscrow.address('createJob', 'clientRecord', { accounts: { client } });
}

/** Signs the escrow's calls to the registry and to reputation. */
export function escrowAuthorityAddress(): PublicKey {
  const seed = jobEscrow.constant('AUTHORITY_SEED');
  return PublicKey.findProgramAddressSync([seed as Uint8Array], jobEscrow.id)[0];
}

/** Nodes whose scores share a page. */
export const NODES_PER_PAGE = Number(reputation.constant('NODES_PER_PAGE'));

/** Number of the page that keeps the score of the node with this index. */
export function pageOf(nodeIndex: number): number {
  return Math.floor(nodeIndex / NODES_PER_PAGE);
}

export function scorePageAddress(page: number): PublicKey {
  return reputation.address('initPage', 'scores', { args: { page } });
}

export function outcomeQueueAddress(page: number): PublicKey {
  return reputation.address('initPage', 'queue', { args: { page } });
}
