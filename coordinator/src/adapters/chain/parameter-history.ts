import {
  governance,
  type Parameters,
  type ChainReader as ProtocolReader,
  parameterDifferences,
  type SignatureRecord,
} from '@cyxwiz/protocol';
import type { Connection } from '@solana/web3.js';
import { fault } from '../../domain/fault.ts';
import type { ParameterHistory, ParameterSetting } from '../../ports/chain.ts';
import { ask } from './rpc.ts';

/** Signatures that one RPC call returns at most. */
const PAGE = 1000;
/** Transactions that one asking reads at most; who asks again reads on. */
const MOST = 250;
const KEPT_MS = 2_000;

/**
 * Every setting of the parameters, from the finalized history of the governance program. It is read when somebody asks,
 * and kept in memory only: the chain has it all.
 */
export function parameterHistory(connection: Connection, reader: ProtocolReader): ParameterHistory {
  const settings: ParameterSetting[] = [];
  let waiting: SignatureRecord[] = [];
  let last: string | undefined;
  let before: Parameters | undefined;

  async function list(): Promise<SignatureRecord[]> {
    const found: SignatureRecord[] = [];
    for (;;) {
      const from = found.at(-1)?.signature;
      const range = { limit: PAGE, ...(last && { until: last }), ...(from && { before: from }) };
      const page = await ask(() => reader.signatures(governance.id, range, 'finalized'));
      found.push(...page);
      if (page.length < PAGE) return found.reverse();
    }
  }

  async function apply({ signature, slot, failed }: SignatureRecord): Promise<void> {
    if (failed) return;
    const found = await ask(() => reader.transaction(signature, 'finalized'));
    if (!found) {
      throw fault(
        'CHAIN_UNAVAILABLE',
        `the RPC node lists ${signature} but cannot show it`,
        'ask again later',
      );
    }
    const events = found.events.filter((event) => event.program === 'governance');
    const executed = events.find(({ name }) => name === 'ProposalExecuted');
    for (const { name, data } of events) {
      if (name !== 'ConfigInitialized' && name !== 'ConfigUpdated') continue;
      const { params, allowDevelopmentKeys } = data;
      const after = { params, allowDevelopmentKeys };
      // Some nodes keep no times; the slot says the order all the same.
      const at = await connection.getBlockTime(slot).catch(() => null);
      settings.push({
        signature,
        slot: BigInt(slot),
        at: at === null ? undefined : at * 1000,
        proposal: executed?.name === 'ProposalExecuted' ? executed.data.number : undefined,
        changes: before ? parameterDifferences(before, after) : [],
      });
      before = after;
    }
  }

  async function read() {
    if (waiting.length === 0) waiting = await list();
    for (let count = 0; count < MOST; count++) {
      const next = waiting[0];
      if (!next) break;
      await apply(next);
      last = next.signature;
      waiting.shift();
    }
    return { settings: [...settings], complete: waiting.length === 0 };
  }

  // One reading at a time: two would store each setting twice.
  let reading: { readonly made: ReturnType<typeof read>; readonly at: number } | undefined;
  let tail: Promise<unknown> = Promise.resolve();
  return {
    read: () => {
      if (reading && performance.now() - reading.at < KEPT_MS) return reading.made;
      const made = tail.then(read);
      reading = { made, at: performance.now() };
      tail = made.catch(() => {
        reading = undefined;
      });
      return made;
    },
  };
}
