import { decodeEvents, type ProgramEvent } from '@cyxwiz/protocol';
import { rpcEvidence } from '@cyxwiz/sdk';
import { VersionedTransaction } from '@solana/web3.js';
import type { Screen } from './screen.ts';
import type { World } from './world.ts';

export type ListedTransaction = {
  what: string;
  signature: string;
  slot: number;
  computeUnits: number;
  feeLamports: number;
  by: string;
  events: readonly ProgramEvent[];
};

function wallets(world: World): Map<string, string> {
  const { client, cranker, machines } = world.cast;
  return new Map([
    [client.publicKey.toBase58(), 'client'],
    [cranker.publicKey.toBase58(), 'cranker'],
    ...machines.flatMap((m): [string, string][] => [
      [m.owner.publicKey.toBase58(), `${m.name} (owner)`],
      [m.operator.publicKey.toBase58(), m.name],
    ]),
  ]);
}

/** Signatures so far, so that a later list starts after them. */
export async function seenSignatures(world: World): Promise<Set<string>> {
  const lists = await Promise.all(
    [...wallets(world).keys()].map((key) => world.chain.reader.signatures(key)),
  );
  return new Set(lists.flat().map((entry) => entry.signature));
}

/** Every transaction since `since` that somebody of the cast paid for, oldest first, failed ones too. */
export async function listTransactions(
  world: World,
  since: ReadonlySet<string>,
): Promise<ListedTransaction[]> {
  const payers = wallets(world);
  const chain = rpcEvidence(world.chain.rpcUrl);
  const listed: ListedTransaction[] = [];
  for (const signature of await seenSignatures(world)) {
    if (since.has(signature)) continue;
    const record = await chain.transaction(signature);
    if (!record) continue;
    const { message } = VersionedTransaction.deserialize(Buffer.from(record.transaction, 'base64'));
    const by = payers.get(String(message.staticAccountKeys[0]));
    if (!by) continue;
    const failed = record.meta.err !== null && record.meta.err !== undefined;
    const events = failed ? [] : decodeEvents({ transaction: { message }, meta: record.meta });
    listed.push({
      what: failed ? 'refused' : nameOf(events),
      signature,
      slot: record.slot,
      computeUnits: record.meta.computeUnitsConsumed,
      feeLamports: record.meta.fee,
      by,
      events,
    });
  }
  return listed.sort((a, b) => a.slot - b.slot);
}

export function printTransactions(listed: readonly ListedTransaction[], screen: Screen): void {
  screen.table(
    ['transaction', 'paid by', 'compute units', 'fee (lamports)', 'slot', 'signature'],
    listed.map((t) => [
      t.what,
      t.by,
      t.computeUnits.toLocaleString('en'),
      t.feeLamports.toLocaleString('en'),
      String(t.slot),
      t.signature,
    ]),
  );
}

const NAMES: Readonly<Record<string, string>> = {
  JobCreated: 'create_job',
  JobAccepted: 'accept_job',
  ProgressAnchored: 'anchor_progress',
  CheckpointsProven: 'prove_checkpoints',
  StepsAnchored: 'anchor_steps',
  AuditSlotRecorded: 'record_slot_hash',
  AuditSlotMoved: 'record_slot_hash',
  ChallengeOpened: 'open_challenge',
  AuditProven: 'prove_audit',
  ObjectionWaived: 'waive_objection',
  JobClosed: 'close_job',
  OutcomesApplied: 'apply_outcomes',
  NodeRegistered: 'register_node',
  Heartbeat: 'heartbeat',
};
const ENDS: Readonly<Record<string, string>> = { Settled: 'settle', Cancelled: 'cancel' };

function nameOf(events: readonly ProgramEvent[]): string {
  for (const event of events) {
    if (event.name === 'JobEnded') return ENDS[event.data.state] ?? 'timeout_refund';
  }
  return events.map((event) => NAMES[event.name]).find((name) => name !== undefined) ?? 'other';
}
