import {
  assignmentHash,
  createJob,
  createTokenAccount,
  exactOrderOf,
  jobAddress,
  jobNonce,
  nodeId,
  type ChainReader as ProtocolReader,
  parseJobSpec,
  reassignJob,
} from '@cyxwiz/protocol';
import {
  ComputeBudgetProgram,
  type Connection,
  PublicKey,
  type TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js';
import { fault } from '../../domain/fault.ts';
import type { EscrowBuilder } from '../../ports/chain.ts';
import { ask } from './rpc.ts';

/** create_job makes three accounts and checks as many; measured below 120,000 with room for a Token-2022 mint. */
const COMPUTE_UNITS = 250_000;
/** reassign pays, slashes and records through three programs, behind two token accounts that may have to be made. */
const REASSIGN_COMPUTE_UNITS = 400_000;

/** Builds what the client's wallet signs. The coordinator has no key to sign it with. */
export function escrowBuilder(
  connection: Connection,
  reader: ProtocolReader,
  keyVersion: number,
): EscrowBuilder {
  return {
    jobNonce: (wallet, random) => jobNonce(wallet, random),
    jobAddress: (wallet, nonce) => jobAddress(wallet, nonce),
    assignmentHash: (node, salt) => assignmentHash(nodeId(node), salt),
    recentBlockhash: async () => (await ask(() => connection.getLatestBlockhash('confirmed'))).blockhash,
    transaction: async ({ terms, specJson }, blockhash) => {
      const policy = await ask(() => reader.mintPolicy(terms.mint));
      if (!policy)
        throw fault('MINT_NOT_ALLOWED', `the mint ${terms.mint} has no policy`, 'choose an allowed mint');
      const exact = exactOrderOf(parseJobSpec(new TextEncoder().encode(specJson)));
      const instruction = createJob(
        {
          nonce: terms.nonce,
          price: terms.price,
          assignmentHash: terms.assignmentHash,
          specHash: terms.specHash,
          datasetRoot: terms.datasetRoot,
          initialWeights: terms.initialWeights,
          epochs: terms.epochs,
          checkpointInterval: terms.checkpointInterval,
          estimatedSeconds: terms.estimatedSeconds,
          deadlineSeconds: BigInt(terms.deadlineSeconds),
          tier: terms.tier,
          audits: terms.audits,
          clientNonceHash: terms.clientNonceHash,
        },
        {
          client: terms.clientWallet,
          mint: terms.mint,
          tokenProgram: policy.value.tokenProgram,
          keyVersion,
          ...(exact && { exact }),
        },
      );
      return unsigned(terms.clientWallet, blockhash, COMPUTE_UNITS, [instruction]);
    },
    reassignment: async ({ job: address, ...args }, blockhash) => {
      const job = (await ask(() => reader.job(address)))?.value;
      const [node, config] = await ask(() => Promise.all([job && reader.node(job.node), reader.config()]));
      if (!job || !node || !config)
        throw fault('ESCROW_NOT_FOUND', `the job ${address}, or its node, is gone`, 'read it with GetJob');
      const [policy, own] = await ask(() =>
        Promise.all([reader.mintPolicy(job.mint), reader.mint(config.value.cyxwizMint)]),
      );
      if (!policy) throw fault('MINT_NOT_ALLOWED', `the mint ${job.mint} has no policy`, 'cancel the job');
      const { tokenProgram } = policy.value;
      const payee = { payer: job.client, owner: job.nodeOwner, mint: job.mint, tokenProgram };
      const slash = {
        nodeIndex: node.value.index,
        cyxwizMint: config.value.cyxwizMint,
        ...(own && { cyxwizTokenProgram: own.value.tokenProgram }),
      };
      const terms = { ...args, deadlineSeconds: BigInt(args.deadlineSeconds) };
      return unsigned(job.client, blockhash, REASSIGN_COMPUTE_UNITS, [
        createTokenAccount(payee),
        reassignJob({ address, job, tokenProgram }, terms, slash),
      ]);
    },
  };
}

function unsigned(
  payer: string,
  recentBlockhash: string,
  units: number,
  instructions: TransactionInstruction[],
): Uint8Array {
  const message = new TransactionMessage({
    payerKey: new PublicKey(payer),
    recentBlockhash,
    instructions: [ComputeBudgetProgram.setComputeUnitLimit({ units }), ...instructions],
  });
  return new VersionedTransaction(message.compileToV0Message()).serialize();
}
