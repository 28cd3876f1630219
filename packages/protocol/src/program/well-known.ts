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
  const [seed, kind] = [governance.constant('FUND_SEED'), governance.constant('TREASURY')];
  const seeds = [seed as Uint8Array, new PublicKey(mint).toBytes(), Uint8Array.of(Number(kind))];
  return PublicKey.findProgramAddressSync(seeds, governance.id)[0];
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
