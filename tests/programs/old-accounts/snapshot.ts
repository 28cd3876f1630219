import { equalBytes, fromHex, programs, toHex } from '@cyxwiz/protocol';
import { address as kitAddress } from '@solana/kit';
import { TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from '@solana/spl-token';
import { PublicKey } from '@solana/web3.js';
import { Clock } from 'litesvm';
import { World } from '../fixtures/world.ts';

/** An account as a version of the programs wrote it. */
export interface OldAccount {
  readonly owner: string;
  readonly lamports: string;
  readonly size: number;
  /** Hexadecimal, without the zeros at its end. */
  readonly data: string;
  /** Name in the IDL, when one of the programs owns it. */
  readonly type?: string;
  /** What that version read in it, without zeros and what is empty. */
  readonly value?: unknown;
}

/** A chain at a moment of a real run: what every program has stored, the clock, and the steps that led there. */
export interface Snapshot {
  readonly clock: readonly [slot: string, epoch: string, unixTimestamp: string];
  readonly steps: readonly string[];
  readonly accounts: Readonly<Record<string, OldAccount>>;
}

/** The same without what is zero or empty, and in the words of JSON. */
function pruned(value: unknown): unknown {
  if (value instanceof Uint8Array) return value.some((byte) => byte !== 0) ? toHex(value) : undefined;
  if (typeof value === 'bigint') return value === 0n ? undefined : `${value}`;
  if (Array.isArray(value)) {
    const items = value.map(pruned);
    return items.some((item) => item !== undefined) ? items.map((item) => item ?? null) : undefined;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).flatMap(([name, field]) => {
      const kept = pruned(field);
      return kept === undefined ? [] : [[name, kept]];
    });
    return fields.length ? Object.fromEntries(fields) : undefined;
  }
  return value === 0 || value === false || value === null || value === PublicKey.default.toBase58()
    ? undefined
    : value;
}

/** What the present programs read in an account of theirs. */
export function readNow(owner: string, data: Uint8Array): { readonly type: string; readonly value: unknown } {
  const program = Object.values(programs).find(({ id }) => id.toBase58() === owner);
  const type = program?.idl.accounts?.find(({ discriminator }) =>
    equalBytes(Uint8Array.from(discriminator), data.subarray(0, 8)),
  )?.name;
  if (!program || !type) throw new Error(`no program of today knows an account of ${owner} that begins so`);
  const decode = program.decodeAccount as (name: string, data: Uint8Array) => unknown;
  return { type, value: pruned(decode.call(program, type, data)) };
}

export function bytesOf({ data, size }: OldAccount): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set(fromHex(data));
  return bytes;
}

const OURS = Object.values(programs).map(({ id }) => id.toBase58());

export function take({ chain, steps }: World): Snapshot {
  const owners = [...OURS, TOKEN_PROGRAM_ID.toBase58(), TOKEN_2022_PROGRAM_ID.toBase58()];
  const found = owners.flatMap((owner) =>
    chain.svm.getProgramAccounts(kitAddress(owner)).map((account) => {
      const bytes = Uint8Array.from(account.data);
      const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
      const old: OldAccount = {
        owner,
        lamports: `${account.lamports}`,
        size: bytes.length,
        data: toHex(bytes.subarray(0, end)),
        ...(OURS.includes(owner) ? readNow(owner, bytes) : {}),
      };
      return [account.address as string, old] as const;
    }),
  );
  const { slot, epoch, unixTimestamp } = chain.svm.getClock();
  return {
    clock: [`${slot}`, `${epoch}`, `${unixTimestamp}`],
    steps,
    accounts: Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** A world of today with those accounts. People are the same in every world. */
export function restore({ clock, steps, accounts }: Snapshot): World {
  const world = new World();
  for (const [address, old] of Object.entries(accounts)) {
    world.chain.setAccount(new PublicKey(address), {
      owner: new PublicKey(old.owner),
      lamports: BigInt(old.lamports),
      data: bytesOf(old),
    });
  }
  const [slot, epoch, now] = clock.map(BigInt) as [bigint, bigint, bigint];
  world.chain.svm.setClock(new Clock(slot, now, epoch, epoch + 1n, now));
  for (const step of steps) world.skip(step);
  return world;
}
