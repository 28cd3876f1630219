import { equalBytes, flatAccounts, type Idl, programs } from '@cyxwiz/protocol';
import { address as kitAddress } from '@solana/kit';
import { TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from '@solana/spl-token';
import { type Keypair, PublicKey, SystemProgram, type TransactionInstruction } from '@solana/web3.js';
import type { Registered } from '../fixtures/registry/index.ts';
import { World } from '../fixtures/world.ts';
import type { Case } from '../support/case.ts';
import type { StoredAccount } from '../support/chain.ts';
import { Refused } from '../support/refused.ts';
import { mintOf, supplyOf } from '../support/token-layout.ts';
import { type Neighbourhood, settleNeighbours } from './neighbours.ts';

type Meta = TransactionInstruction['keys'][number];

/** What stands where the fixture put an account of the instruction. */
export type Role =
  | 'ours'
  | 'token'
  | 'mint'
  | 'program'
  | 'sysvar'
  | 'foreign'
  | 'wallet'
  | 'new'
  | 'address'
  | 'omitted';

export interface Subject {
  readonly name: string;
  readonly index: number;
  readonly key: PublicKey;
  readonly role: Role;
  /** Name in the IDL of an account of ours. */
  readonly type: string;
  readonly signer: boolean;
  readonly writable: boolean;
  readonly optional: boolean;
  /** Refused elsewhere with this error, by what the IDL says of its address; empty when it says nothing. */
  readonly elsewhere: '' | 'ConstraintSeeds' | 'ConstraintAddress';
  /** There is one of it for everybody: its address depends on nothing. */
  readonly only: boolean;
}

interface Owned {
  readonly key: PublicKey;
  readonly data: Uint8Array;
  readonly role: Role;
  readonly type: string;
}

/** Went through. */
export const THROUGH = 'goes through';
const NOWHERE: StoredAccount = { owner: SystemProgram.programId, lamports: 0n, data: new Uint8Array() };
const TOKEN_PROGRAMS = [TOKEN_PROGRAM_ID, TOKEN_2022_PROGRAM_ID].map(String);

/**
 * One chain where an instruction's fixture is ready to be sent, with neighbours whose accounts can stand in for its
 * own. Refusals leave it as it is, and what goes through is undone, so all of an instruction's cells share it.
 */
export class Bench {
  readonly #world = new World();
  readonly #case: Case;
  readonly #neighbourhood: Neighbourhood;
  readonly #owned = new Map<string, readonly Owned[]>();
  readonly subjects: readonly Subject[];
  /** The account that the latest refusal was about, when it says so. */
  blamed: string | undefined;

  constructor({ name, instruction, fixture }: Registered) {
    if (!fixture) throw new Error(`${name} has no fixture: add a line to tests/programs/fixtures/registry`);
    // Other tests audit what fixtures do; here accounts are spoiled on purpose.
    this.chain.audit.suspend();
    this.#case = fixture(this.#world);
    this.#neighbourhood = settleNeighbours(this.#world);
    const declared = flatAccounts(instruction.accounts);
    this.subjects = this.#case.instruction.keys.slice(0, declared.length).map(({ pubkey }, index) => {
      const account = declared[index];
      if (!account) throw new Error(`${name} has no account ${index}`);
      const { role, type } = this.#classify(pubkey, this.#case.idl, account.writable ?? false);
      const omitted = account.optional && pubkey.toBase58() === this.#case.idl.address;
      return {
        name: account.name,
        index,
        key: pubkey,
        role: omitted ? 'omitted' : role,
        type,
        signer: account.signer ?? false,
        writable: account.writable ?? false,
        optional: account.optional ?? false,
        only:
          account.address !== undefined ||
          (account.pda?.seeds.every(({ kind }) => kind === 'const') ?? false),
        elsewhere: account.pda
          ? 'ConstraintSeeds'
          : account.address || account.name === 'event_authority'
            ? 'ConstraintAddress'
            : '',
      };
    });
  }

  get chain() {
    return this.#world.chain;
  }

  get idl(): Idl {
    return this.#case.idl;
  }

  get data(): Buffer {
    return this.#case.instruction.data;
  }

  /** Mint that nothing in the instruction is about. */
  get alienMint(): PublicKey {
    return this.#neighbourhood.mint;
  }

  /** A stranger, and who plays `key`'s part next door. */
  standIns(key: PublicKey): readonly PublicKey[] {
    const [mine, theirs] = [this.#world, this.#neighbourhood.worlds[0]];
    const parts = ['owner', 'operator', 'client', 'payer'] as const;
    const part = parts.find((name) => mine[name].publicKey.equals(key));
    return [mine.stranger.publicKey, ...(part && theirs ? [theirs[part].publicKey] : [])];
  }

  /** Accounts of the same kind elsewhere on the chain: same owner, same type, tokens of the same mint. */
  others(subject: Subject): readonly PublicKey[] {
    return this.#neighbours(subject, (role, type, data) => {
      if (role !== subject.role || type !== subject.type) return false;
      const mine = this.chain.account(subject.key);
      return role !== 'token' || !mine || mintOf(data) === mintOf(mine.data);
    });
  }

  /** Accounts of the same program and of another kind, one of each. */
  strangers(subject: Subject): readonly PublicKey[] {
    const seen = new Set<string>();
    return this.#neighbours(subject, (role, type) => {
      const kind = `${role} ${type}`;
      if (kind === `${subject.role} ${subject.type}` || role === 'foreign' || seen.has(kind)) return false;
      seen.add(kind);
      return true;
    });
  }

  #neighbours(
    subject: Subject,
    wanted: (role: Role, type: string, data: Uint8Array) => boolean,
  ): readonly PublicKey[] {
    const owner = this.chain.account(subject.key)?.owner;
    if (!owner) return [];
    return this.#ownedBy(owner)
      .filter(({ key, role, type, data }) => !key.equals(subject.key) && wanted(role, type, data))
      .map(({ key }) => key);
  }

  /** Every account of a program, before anything was spoiled. */
  #ownedBy(owner: PublicKey): readonly Owned[] {
    const program = owner.toBase58();
    const known = this.#owned.get(program);
    if (known) return known;
    const found = this.chain.svm
      .getProgramAccounts(kitAddress(program))
      .map(({ address, data }) => {
        const key = new PublicKey(address);
        return { key, data: Uint8Array.from(data), ...this.#classify(key, this.idl, false) };
      })
      .sort((a, b) => (a.key.toBase58() < b.key.toBase58() ? -1 : 1));
    this.#owned.set(program, found);
    return found;
  }

  #classify(key: PublicKey, idl: Idl, writable: boolean): { role: Role; type: string } {
    const found = this.chain.svm.getAccount(kitAddress(key.toBase58()));
    if (!found.exists) {
      const isLoaded = key.toBase58() === idl.address || key.equals(SystemProgram.programId);
      return { role: isLoaded ? 'program' : writable ? 'new' : 'address', type: '' };
    }
    if (found.executable) return { role: 'program', type: '' };
    const data = Uint8Array.from(found.data);
    const owner = String(found.programAddress);
    if (owner.startsWith('Sysvar')) return { role: 'sysvar', type: '' };
    if (TOKEN_PROGRAMS.includes(owner)) {
      return { role: supplyOf(data) === undefined ? 'token' : 'mint', type: '' };
    }
    const ours = Object.values(programs).find((program) => program.id.toBase58() === owner);
    const type = ours?.idl.accounts?.find(({ discriminator }) =>
      equalBytes(Uint8Array.from(discriminator), data.subarray(0, 8)),
    )?.name;
    if (type) return { role: 'ours', type };
    return { role: data.length ? 'foreign' : 'wallet', type: '' };
  }

  /** Sends the instruction with these keys in place of its own; says what it was refused with. */
  attempt(change: (keys: Meta[]) => Meta[], data: Buffer = this.data): string {
    const { instruction, signers, options } = this.#case;
    const keys = change(instruction.keys.map((key) => ({ ...key })));
    const before = keys
      .filter(({ isWritable }) => isWritable)
      .map(({ pubkey }) => [pubkey, this.#stored(pubkey)] as const);
    try {
      this.chain.send(
        [{ programId: instruction.programId, keys, data } as TransactionInstruction],
        [...signers, ...this.#everybody()],
        options,
      );
      for (const [key, account] of before) this.#restore(key, account);
      return THROUGH;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.blamed = error.account;
      return error.error;
    }
  }

  /** The same while accounts are something else; afterwards they are what they were. */
  attemptWith(changes: ReadonlyMap<PublicKey, StoredAccount>, change = (keys: Meta[]) => keys): string {
    const before = [...changes.keys()].map((key) => [key, this.#stored(key)] as const);
    for (const [key, account] of changes) this.chain.setAccount(key, account);
    const result = this.attempt(change);
    for (const [key, account] of before) this.#restore(key, account);
    return result;
  }

  /** Only what changed: a program that is written anew could not be run any more. */
  #restore(key: PublicKey, was: StoredAccount): void {
    const { owner, lamports, data } = this.#stored(key);
    const same = owner.equals(was.owner) && lamports === was.lamports && equalBytes(data, was.data);
    if (!same) this.chain.setAccount(key, was);
  }

  #stored(key: PublicKey): StoredAccount {
    return this.chain.account(key) ?? NOWHERE;
  }

  #everybody(): Keypair[] {
    return [this.#world, ...this.#neighbourhood.worlds].flatMap(
      ({ owner, operator, client, payer, stranger }) => [owner, operator, client, payer, stranger],
    );
  }
}
