import {
  assignmentHash,
  createJob,
  exactOrderOf,
  jobAddress,
  jobNonce,
  nodeId,
  type ChainReader as ProtocolReader,
  parseJobSpec,
} from '@cyxwiz/protocol';
import {
  ComputeBudgetProgram,
  type Connection,
  PublicKey,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js';
import { fault } from '../../domain/fault.ts';
import type { EscrowBuilder } from '../../ports/chain.ts';
import { ask } from './rpc.ts';

/** create_job makes three accounts and checks as many; measured below 120,000 with room for a Token-2022 mint. */
const COMPUTE_UNITS = 250_000;

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
      const message = new TransactionMessage({
        payerKey: new PublicKey(terms.clientWallet),
        recentBlockhash: blockhash,
        instructions: [ComputeBudgetProgram.setComputeUnitLimit({ units: COMPUTE_UNITS }), instruction],
      });
      return new VersionedTransaction(message.compileToV0Message()).serialize();
    },
  };
}
