import {
  applyOutcomes,
  auditStage,
  connectionTransactionRpc,
  isFailure,
  keypairSigner,
  NODES_PER_PAGE,
  outcomeQueueAddress,
  type ChainReader as ProtocolReader,
  recordSlotHash,
  reputation,
  TransactionSender,
  timeoutRefund,
} from '@cyxwiz/protocol';
import { type Connection, Keypair, type TransactionInstruction } from '@solana/web3.js';
import type { Crank } from '../../ports/chain.ts';
import { ask } from './rpc.ts';

/** Outcomes folded in one transaction: all that a queue can hold, which take less than half of the usual budget. */
const MAX_OUTCOMES = 100;

/**
 * Whoever ordered a job whose node died may give it to another node, as long as nobody has refunded it: so long after the
 * program would let us.
 */
const TIME_TO_REASSIGN = 1_800n;

/** Sends what anyone may send, paid by the operator's fee key. */
export function solanaCrank(connection: Connection, reader: ProtocolReader, secretKey: Uint8Array): Crank {
  const sender = new TransactionSender(connectionTransactionRpc(connection));
  const payer = keypairSigner(Keypair.fromSecretKey(secretKey));

  async function overdue(address: string): Promise<ReturnType<ProtocolReader['job']>> {
    const [found, now] = await ask(() =>
      Promise.all([reader.job(address, 'finalized'), reader.unixTime('finalized')]),
    );
    if (!found) return undefined;
    const { state, deadline, acceptedAt, anchoredAt, node, terms } = found.value;
    if (state !== 'Funded' && state !== 'Running' && state !== 'Proving') return undefined;
    if (now > deadline) return found;
    if (state === 'Funded') return undefined;
    const heartbeat = (await ask(() => reader.node(node)))?.value.lastHeartbeat ?? 0n;
    const heard = [acceptedAt, anchoredAt, heartbeat].reduce((a, b) => (a > b ? a : b));
    const patience = terms.silence + (state === 'Running' ? TIME_TO_REASSIGN : 0n);
    return now > heard + patience ? found : undefined;
  }

  async function slashOf(address: string) {
    const [node, config] = await ask(() => Promise.all([reader.node(address), reader.config()]));
    if (!node || !config) throw new Error(`the node ${address} or Config is gone from the chain`);
    return { nodeIndex: node.value.index, cyxwizMint: config.value.cyxwizMint };
  }

  async function attempt(instruction: TransactionInstruction): Promise<string | undefined> {
    try {
      return (await sender.send({ instructions: [instruction], payer })).signature;
    } catch (error) {
      // The program decides; somebody else may also have been faster.
      if (isFailure(error, 'PROGRAM_ERROR')) return undefined;
      throw error;
    }
  }

  return {
    timeoutRefund: async (address) => {
      const found = await overdue(address);
      if (!found) return undefined;
      const { value: job } = found;
      const slash = job.state === 'Funded' ? undefined : await slashOf(job.node);
      const policy = await ask(() => reader.mintPolicy(job.mint));
      const ref = { address, job, ...(policy && { tokenProgram: policy.value.tokenProgram }) };
      return attempt(timeoutRefund(ref, slash));
    },
    recordSlotHash: async (address) => {
      const [audit, slot] = await ask(() => Promise.all([reader.audit(address), reader.slot()]));
      if (!audit || auditStage(audit.value, 0, BigInt(slot)) !== 'record') return undefined;
      return attempt(recordSlotHash(address));
    },
    applyOutcomes: async () => {
      const registry = await ask(() => reader.registry());
      const pages = Math.ceil((registry?.value.nodeCount ?? 0) / NODES_PER_PAGE);
      const signatures: string[] = [];
      for (let page = 0; page < pages; page++) {
        const account = await ask(() => connection.getAccountInfo(outcomeQueueAddress(page), 'confirmed'));
        if (!account || reputation.decodeAccount('OutcomeQueue', account.data).len === 0) continue;
        try {
          const sent = await sender.send({ instructions: [applyOutcomes(page, MAX_OUTCOMES)], payer });
          signatures.push(sent.signature);
        } catch (error) {
          if (!isFailure(error, 'PROGRAM_ERROR')) throw error;
        }
      }
      return signatures;
    },
  };
}
