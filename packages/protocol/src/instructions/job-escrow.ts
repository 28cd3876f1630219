import { TOKEN_PROGRAM_ID } from '@solana/spl-token';
import { PublicKey, type TransactionInstruction } from '@solana/web3.js';
import type { CreateJobArgs, Job, Progress, ReassignArgs } from '../idl/job_escrow.ts';
import { type Address, eventAuthority } from '../program/addresses.ts';
import { governance, jobEscrow, nodeRegistry, reputation } from '../program/programs.ts';
import {
  auditAddress,
  clientRecordAddress,
  configAddress,
  disputeAddress,
  disputeVaultAddress,
  escrowAuthorityAddress,
  insuranceAddress,
  jobVaultAddress,
  mintPolicyAddress,
  outcomeQueueAddress,
  pageOf,
  registryAddress,
  scorePageAddress,
  stakeVaultAddress,
  treasuryAddress,
  verifyingKeyAddress,
} from '../program/well-known.ts';
import type { ExactOrder } from './audits.ts';
import { tokenAccountOf } from './token-account.ts';

/** Number of the circuit `checkpoint_chain` in circuits.json. */
export const CHECKPOINT_CHAIN_CIRCUIT = 1;

/** A job as it was read, and where. */
export interface JobRef {
  readonly address: Address;
  readonly job: Job;
  /** Token program that owns the job's mint; default the classic one. */
  readonly tokenProgram?: Address;
}

export interface CreateJobAccounts {
  readonly client: Address;
  /** Pays rent and gets it back; default the client. */
  readonly payer?: Address;
  readonly mint: Address;
  readonly tokenProgram?: Address;
  /** Version of the checkpoint_chain key; default 1. */
  readonly keyVersion?: number;
  /** What an exact job's steps are audited by; none for a committed job. */
  readonly exact?: ExactOrder;
}

/** What every order fixes; an exact one its terms besides. */
export type JobOrder = Omit<CreateJobArgs, 'exact'>;

/** Puts the price into the job's vault. Client and payer sign. */
export function createJob(args: JobOrder, accounts: CreateJobAccounts): TransactionInstruction {
  const { client, payer = client, mint, tokenProgram = TOKEN_PROGRAM_ID, keyVersion = 1, exact } = accounts;
  return jobEscrow.instruction(
    'createJob',
    { args: { ...args, exact: exact?.terms ?? null } },
    {
      client,
      payer,
      mintPolicy: mintPolicyAddress(mint),
      verifyingKey: verifyingKeyAddress(CHECKPOINT_CHAIN_CIRCUIT, keyVersion),
      stepKey: exact?.stepKey ?? null,
      mint,
      clientToken: tokenAccountOf(client, mint, tokenProgram),
      tokenProgram,
    },
  );
}

/** Takes the job on by opening its assignment hash. The operator signs. */
export function acceptJob(options: {
  readonly job: Address;
  readonly node: Address;
  readonly nodeIndex: number;
  readonly operator: Address;
  /** 32 bytes, from the coordinator. */
  readonly salt: Uint8Array;
}): TransactionInstruction {
  const { job, node, nodeIndex, operator, salt } = options;
  return jobEscrow.instruction(
    'acceptJob',
    { salt },
    {
      operator,
      job,
      node,
      scorePage: scorePageAddress(pageOf(nodeIndex)),
      authority: escrowAuthorityAddress(),
      nodeRegistryEvents: eventAuthority(nodeRegistry.id),
    },
  );
}

/** Anchors the Merkle root over the checkpoints so far. The operator signs. */
export function anchorProgress(
  progress: Progress,
  accounts: { readonly job: Address; readonly node: Address; readonly operator: Address },
): TransactionInstruction {
  return jobEscrow.instruction('anchorProgress', { progress }, accounts);
}

/** A Groth16 proof as the chain takes it: big endian, `a` negated, G2 with the imaginary part first. */
export interface EncodedProof {
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  readonly c: Uint8Array;
}

/** Proves the latest anchor. Anyone; nobody signs but the fee payer. */
export function proveCheckpoints(proof: EncodedProof, ref: JobRef): TransactionInstruction {
  return jobEscrow.instruction(
    'proveCheckpoints',
    { proofA: proof.a, proofB: proof.b, proofC: proof.c },
    { job: ref.address, verifyingKey: ref.job.verifyingKey },
  );
}

/** Gives up the objection window. The client signs. */
export function waiveObjection(accounts: {
  readonly client: Address;
  readonly job: Address;
}): TransactionInstruction {
  return jobEscrow.instruction('waiveObjection', {}, accounts);
}

/** Accounts that every end of an accepted job touches. */
function endAccounts({ job, tokenProgram = TOKEN_PROGRAM_ID }: JobRef, nodeIndex: number) {
  return {
    nodeToken: tokenAccountOf(job.nodeOwner, job.mint, tokenProgram),
    feeVault: job.feeVault,
    node: job.node,
    outcomes: outcomeQueueAddress(pageOf(nodeIndex)),
    authority: escrowAuthorityAddress(),
    nodeRegistryProgram: nodeRegistry.id,
    nodeRegistryEvents: eventAuthority(nodeRegistry.id),
    reputationProgram: reputation.id,
    reputationEvents: eventAuthority(reputation.id),
  };
}

function moneyAccounts({ address, job, tokenProgram = TOKEN_PROGRAM_ID }: JobRef) {
  return {
    job: address,
    vault: jobVaultAddress(address),
    mint: job.mint,
    clientToken: tokenAccountOf(job.client, job.mint, tokenProgram),
    rentPayer: job.rentPayer,
    tokenProgram,
  };
}

/** Pays a proven job out. Anyone. `nodeIndex` is the node account's `index`. */
export function settle(ref: JobRef, nodeIndex: number): TransactionInstruction {
  return jobEscrow.instruction(
    'settle',
    {},
    {
      ...moneyAccounts(ref),
      ...endAccounts(ref, nodeIndex),
      clientRecord: clientRecordAddress(ref.job.client),
      scorePage: scorePageAddress(pageOf(nodeIndex)),
    },
  );
}

/** Pays the node for proven checkpoints that can no longer be objected to. Anyone. The job goes on. */
export function claimProgress({
  address,
  job,
  tokenProgram = TOKEN_PROGRAM_ID,
}: JobRef): TransactionInstruction {
  return jobEscrow.instruction(
    'claimProgress',
    {},
    {
      job: address,
      vault: jobVaultAddress(address),
      mint: job.mint,
      nodeToken: tokenAccountOf(job.nodeOwner, job.mint, tokenProgram),
      feeVault: job.feeVault,
      tokenProgram,
    },
  );
}

const NO_NODE = {
  nodeToken: null,
  feeVault: null,
  node: null,
  outcomes: null,
  authority: null,
  nodeRegistryProgram: null,
  nodeRegistryEvents: null,
  reputationProgram: null,
  reputationEvents: null,
};

/** Takes a job back. The client signs. `nodeIndex` is needed once a node has accepted. */
export function cancelJob(ref: JobRef, nodeIndex?: number): TransactionInstruction {
  return jobEscrow.instruction(
    'cancel',
    {},
    {
      client: ref.job.client,
      ...moneyAccounts(ref),
      ...(nodeIndex === undefined ? NO_NODE : endAccounts(ref, nodeIndex)),
    },
  );
}

/** What a refund needs to know of the node and of its stake. */
export interface SlashAccounts {
  readonly nodeIndex: number;
  readonly cyxwizMint: Address;
  readonly cyxwizTokenProgram?: Address;
}

/** Ends a job whose time is over, and closes it. Anyone. `slash` is needed once a node has accepted. */
export function timeoutRefund(ref: JobRef, slash?: SlashAccounts): TransactionInstruction {
  if (!slash) {
    const none = { scorePage: null, config: null, registry: null, stakeVault: null, insurance: null };
    return jobEscrow.instruction(
      'timeoutRefund',
      {},
      {
        ...moneyAccounts(ref),
        ...NO_NODE,
        ...none,
        cyxwizMint: null,
        cyxwizTokenProgram: null,
      },
    );
  }
  return jobEscrow.instruction(
    'timeoutRefund',
    {},
    {
      ...moneyAccounts(ref),
      ...endAccounts(ref, slash.nodeIndex),
      scorePage: scorePageAddress(pageOf(slash.nodeIndex)),
      ...slashAccounts(ref, slash),
    },
  );
}

function slashAccounts(ref: JobRef, slash: SlashAccounts) {
  return {
    config: configAddress(),
    registry: registryAddress(),
    stakeVault: stakeVaultAddress(ref.job.node),
    insurance: insuranceAddress(),
    cyxwizMint: slash.cyxwizMint,
    cyxwizTokenProgram: slash.cyxwizTokenProgram ?? TOKEN_PROGRAM_ID,
  };
}

/** Gives a settled job 1 to 5 stars, once. The client signs. `nodeIndex` is the node account's `index`. */
export function rateJob(ref: JobRef, nodeIndex: number, stars: number): TransactionInstruction {
  return jobEscrow.instruction(
    'rate',
    { stars },
    {
      client: ref.job.client,
      job: ref.address,
      node: ref.job.node,
      outcomes: outcomeQueueAddress(pageOf(nodeIndex)),
      authority: escrowAuthorityAddress(),
      reputationProgram: reputation.id,
      reputationEvents: eventAuthority(reputation.id),
    },
  );
}

/** Lets another node go on with a job whose node died. The client signs. */
export function reassignJob(ref: JobRef, args: ReassignArgs, slash: SlashAccounts): TransactionInstruction {
  const { address, job, tokenProgram = TOKEN_PROGRAM_ID } = ref;
  return jobEscrow.instruction(
    'reassign',
    { args },
    {
      client: job.client,
      job: address,
      vault: jobVaultAddress(address),
      mint: job.mint,
      tokenProgram,
      ...endAccounts(ref, slash.nodeIndex),
      ...slashAccounts(ref, slash),
    },
  );
}

/**
 * Closes an ended job; the rent goes to whoever paid it. `closer` signs. A job whose steps were anchored is closed with
 * its audit, whose rent goes to `auditRentPayer`.
 */
export function closeJob(ref: JobRef, closer: Address, auditRentPayer?: Address): TransactionInstruction {
  const { dispute, rentPayer } = ref.job;
  const disputed = dispute !== PublicKey.default.toBase58();
  return jobEscrow.instruction(
    'closeJob',
    {},
    {
      closer,
      job: ref.address,
      rentPayer,
      dispute: disputed ? dispute : null,
      audit: ref.job.stepsAnchored ? auditAddress(ref.address) : null,
      auditRentPayer: auditRentPayer ?? null,
    },
  );
}

export interface OpenDisputeAccounts {
  /** The client or the node's owner, who puts down the bond. */
  readonly opener: Address;
  /** Pays rent and gets it back; default the opener. */
  readonly payer?: Address;
  readonly cyxwizMint: Address;
  readonly cyxwizTokenProgram?: Address;
}

/** Freezes the job's vault and opens a dispute. Opener and payer sign. `evidenceHash` has 32 bytes. */
export function openDispute(
  evidenceHash: Uint8Array,
  ref: JobRef,
  accounts: OpenDisputeAccounts,
): TransactionInstruction {
  const { opener, payer = opener, cyxwizMint, cyxwizTokenProgram = TOKEN_PROGRAM_ID } = accounts;
  const dispute = disputeAddress(ref.address);
  return jobEscrow.instruction(
    'openDispute',
    { evidenceHash },
    {
      opener,
      payer,
      job: ref.address,
      node: ref.job.node,
      dispute,
      disputeVault: disputeVaultAddress(dispute),
      openerToken: tokenAccountOf(opener, cyxwizMint, cyxwizTokenProgram),
      cyxwizMint,
      cyxwizTokenProgram,
      config: configAddress(),
      authority: escrowAuthorityAddress(),
      governanceProgram: governance.id,
      governanceEvents: eventAuthority(governance.id),
    },
  );
}

/** Pays a disputed job out as its final verdict says. Anyone. */
export function resolveDispute(ref: JobRef, slash: SlashAccounts): TransactionInstruction {
  const { nodeIndex, cyxwizMint, cyxwizTokenProgram = TOKEN_PROGRAM_ID } = slash;
  return jobEscrow.instruction(
    'resolveDispute',
    {},
    {
      ...moneyAccounts(ref),
      ...endAccounts(ref, nodeIndex),
      dispute: ref.job.dispute,
      clientRecord: clientRecordAddress(ref.job.client),
      governanceProgram: governance.id,
      governanceEvents: eventAuthority(governance.id),
      config: configAddress(),
      registry: registryAddress(),
      stakeVault: stakeVaultAddress(ref.job.node),
      cyxwizMint,
      cyxwizTokenProgram,
      insurance: insuranceAddress(),
      clientStakeToken: tokenAccountOf(ref.job.client, cyxwizMint, cyxwizTokenProgram),
      treasury: treasuryAddress(cyxwizMint),
    },
  );
}
