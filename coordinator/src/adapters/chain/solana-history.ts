import {
  feeVaultAddress,
  jobEscrow,
  jobVaultAddress,
  type ProgramEvent,
  type ChainReader as ProtocolReader,
  type SignatureRecord,
} from '@cyxwiz/protocol';
import type { Connection } from '@solana/web3.js';
import { fault } from '../../domain/fault.ts';
import type { ChainHistory, ChainTransaction, Commitment } from '../../ports/chain.ts';
import type { Log } from '../../ports/system.ts';
import { escrowState } from './decode-escrow.ts';
import { ask } from './rpc.ts';

/** Signatures that one RPC call returns at most. */
const PAGE = 1000;
const READ_ATTEMPTS = 5;
const READ_PAUSE_MS = 200;

/** @param refused called once for each transaction of the program that the chain has finalized as failed */
export function solanaHistory(
  connection: Connection,
  reader: ProtocolReader,
  log: Log,
  refused: () => void,
): ChainHistory {
  const program = jobEscrow.id.toBase58();
  return {
    program,
    newest: async (commitment) => {
      const [first] = await ask(() => reader.signatures(program, { limit: 1 }, commitment));
      return first && { signature: first.signature, slot: BigInt(first.slot) };
    },
    since: (address, until, commitment) =>
      since(reader, address, until, commitment, address === program ? refused : () => undefined),
    transaction: async (signature, commitment) => {
      const found = await ask(() => reader.transaction(signature, commitment));
      return found && !found.failed ? toTransaction(signature, BigInt(found.slot), found.events) : undefined;
    },
    subscribe: (hint) => subscribe(connection, hint, log),
  };
}

/** The RPC node answers newest first, so all signatures are collected before the first is read. */
async function* since(
  reader: ProtocolReader,
  address: string,
  until: string | undefined,
  commitment: Commitment,
  refused: () => void,
) {
  const found: SignatureRecord[] = [];
  for (;;) {
    const before = found.at(-1)?.signature;
    const range = {
      limit: PAGE,
      ...(until !== undefined && { until }),
      ...(before !== undefined && { before }),
    };
    const page = await ask(() => reader.signatures(address, range, commitment));
    found.push(...page);
    if (page.length < PAGE) break;
  }
  for (const { signature, slot, failed } of found.reverse()) {
    const read = async () => {
      if (!failed) return readTransaction(reader, signature, commitment);
      if (commitment === 'finalized') refused();
      return undefined;
    };
    yield { signature, slot: BigInt(slot), read };
  }
}

/** @throws FaultError `CHAIN_UNAVAILABLE` while the node lists the signature but has not got the transaction */
async function readTransaction(
  reader: ProtocolReader,
  signature: string,
  commitment: Commitment,
): Promise<ChainTransaction | undefined> {
  for (let attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
    const found = await ask(() => reader.transaction(signature, commitment));
    if (found) return found.failed ? undefined : toTransaction(signature, BigInt(found.slot), found.events);
    await new Promise((resolve) => setTimeout(resolve, READ_PAUSE_MS));
  }
  throw fault('CHAIN_UNAVAILABLE', `the RPC node lists ${signature} but cannot show it`, 'it is asked again');
}

/** What a transaction means for jobs. Movements are numbered by event, so that reading twice stores once. */
export function toTransaction(
  signature: string,
  slot: bigint,
  events: readonly ProgramEvent[],
): ChainTransaction {
  const jobs = new Set<string>();
  const movements: ChainTransaction['movements'][number][] = [];
  const ended: ChainTransaction['ended'][number][] = [];
  for (const [index, event] of events.entries()) {
    if (event.program !== 'jobEscrow') continue;
    const { job } = event.data;
    jobs.add(job);
    const flows = flowsOf(event);
    for (const [place, { kind, amount, to }] of flows.entries()) {
      if (amount > 0n)
        movements.push({ job, kind, amount, to, ordinal: index * 8 + place, at: timeOf(event) });
    }
    if (event.name === 'JobEnded') ended.push({ job, state: escrowState(event.data.state) });
  }
  return { signature, slot, jobs: [...jobs], movements, ended };
}

/** Milliseconds since 1970, by the chain's clock. */
function timeOf({ data }: ProgramEvent): number | undefined {
  return 'at' in data ? Number(data.at) * 1000 : undefined;
}

function flowsOf(event: ProgramEvent & { program: 'jobEscrow' }) {
  if (event.name === 'JobCreated') {
    return [{ kind: 'escrowed', amount: event.data.price, to: jobVaultAddress(event.data.job).toBase58() }];
  }
  // A milestone, and the leaving of a node that failed: the job goes on.
  if (event.name === 'MilestonePaid') {
    return workFlows(event.data.payout, event.data.nodeOwner, event.data.mint);
  }
  if (event.name === 'JobReassigned') {
    return workFlows(event.data.payout, event.data.failedOwner, event.data.mint);
  }
  if (event.name !== 'JobEnded') return [];
  const { payout, surplus, client, nodeOwner, mint } = event.data;
  return [
    ...workFlows(payout, nodeOwner, mint),
    { kind: 'refund', amount: payout.toClient, to: client },
    { kind: 'burned', amount: payout.burned, to: mint },
    { kind: 'surplus', amount: surplus, to: client },
  ];
}

function workFlows(payout: { toNode: bigint; fee: bigint }, nodeOwner: string, mint: string) {
  return [
    { kind: 'node', amount: payout.toNode, to: nodeOwner },
    { kind: 'fee', amount: payout.fee, to: feeVaultAddress(mint).toBase58() },
  ] as const;
}

/** A hint for each log of the program. Lost messages cost nothing: the loops look by themselves. */
function subscribe(connection: Connection, hint: () => void, log: Log) {
  const id = connection.onLogs(jobEscrow.id, hint, 'confirmed');
  return {
    close: async () => {
      await connection
        .removeOnLogsListener(id)
        .catch((err: unknown) => log.warn({ err }, 'could not unsubscribe'));
    },
  };
}
