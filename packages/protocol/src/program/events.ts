import bs58 from 'bs58';
import { equalBytes } from '../bytes.ts';
import type { GovernanceTypes } from '../idl/governance.ts';
import type { JobEscrowTypes } from '../idl/job_escrow.ts';
import type { NodeRegistryTypes } from '../idl/node_registry.ts';
import type { ReputationTypes } from '../idl/reputation.ts';
import type { EventOf } from './program.ts';
import { programs } from './programs.ts';

/** First bytes of the call with which an Anchor program sends itself an event. */
const EVENT_TAG = Uint8Array.of(0xe4, 0x45, 0xa5, 0x2e, 0x51, 0xcb, 0x9a, 0x1d);

export type ProgramEvent =
  | ({ readonly program: 'governance' } & EventOf<GovernanceTypes>)
  | ({ readonly program: 'nodeRegistry' } & EventOf<NodeRegistryTypes>)
  | ({ readonly program: 'jobEscrow' } & EventOf<JobEscrowTypes>)
  | ({ readonly program: 'reputation' } & EventOf<ReputationTypes>);

/** The part of a `getTransaction` answer (any encoding but parsed) that holds events. */
export interface TransactionWithInner {
  readonly transaction: { readonly message: unknown };
  readonly meta: {
    readonly err?: unknown;
    readonly innerInstructions?:
      | readonly {
          readonly instructions: readonly { readonly programIdIndex: number; readonly data: string }[];
        }[]
      | null;
    readonly loadedAddresses?: {
      readonly writable: readonly { toString(): string }[];
      readonly readonly: readonly { toString(): string }[];
    } | null;
  } | null;
}

/**
 * The events that our programs emitted in a transaction, in order. A failed transaction has none: its inner calls
 * are recorded but were undone.
 */
export function decodeEvents(transaction: TransactionWithInner): ProgramEvent[] {
  const { meta } = transaction;
  if (!meta || meta.err) return [];
  const keys = accountKeys(transaction);
  const events: ProgramEvent[] = [];
  for (const { programIdIndex, data } of (meta.innerInstructions ?? []).flatMap(
    (inner) => inner.instructions,
  )) {
    const bytes = bs58.decode(data);
    if (!equalBytes(bytes.subarray(0, 8), EVENT_TAG)) continue;
    for (const [program, known] of Object.entries(programs)) {
      const event = known.id.toBase58() === keys[programIdIndex] && known.decodeEvent(bytes.subarray(8));
      if (event) events.push({ program, ...event } as ProgramEvent);
    }
  }
  return events;
}

function accountKeys(transaction: TransactionWithInner): string[] {
  const message = transaction.transaction.message as {
    staticAccountKeys?: readonly { toString(): string }[];
    accountKeys?: readonly { toString(): string }[];
  };
  const own = message.staticAccountKeys ?? message.accountKeys ?? [];
  const loaded = transaction.meta?.loadedAddresses;
  return [...own, ...(loaded?.writable ?? []), ...(loaded?.readonly ?? [])].map(String);
}
