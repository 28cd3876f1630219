import { sha256 } from '@cyxwiz/protocol';
import { address as kitAddress } from '@solana/kit';
import { TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from '@solana/spl-token';
import { type AccountMeta, Keypair, PublicKey, SystemProgram } from '@solana/web3.js';
import type { StoredAccount } from '../support/chain.ts';
import { type Bench, type Subject, THROUGH } from './bench.ts';

/** One way of handing in something else than the program asks for. */
export interface Spoiler {
  readonly name: string;
  /** What a test of it says. */
  readonly title: string;
  /** Why it says nothing about an account, or undefined when it does. */
  readonly cannot: (subject: Subject, bench: Bench) => string | undefined;
  /** The error expected when the table of exceptions is silent; undefined when there is no usual one. */
  readonly usual: (subject: Subject, bench: Bench) => string | undefined;
  /** Every way of doing it, most often one; each says what it was refused with. */
  readonly spoil: (subject: Subject, bench: Bench, seed: string) => readonly ((at: Bench) => string)[];
}

const stored = (bench: Bench, key: PublicKey): StoredAccount => {
  const found = bench.chain.account(key);
  if (!found) throw new Error(`${key} is not there`);
  return found;
};
const holdsData = ({ role }: Subject) => ['ours', 'token', 'mint', 'foreign'].includes(role);
const withKey = (index: number, pubkey: PublicKey) => (keys: AccountMeta[]) =>
  keys.map((key, at) => (at === index ? { ...key, pubkey } : key));
/** Changes what is said of an account, under whichever of the instruction's names it goes. */
const withFlag = (subject: Subject, flag: Partial<AccountMeta>) => (keys: AccountMeta[]) =>
  keys.map((key) => (key.pubkey.equals(subject.key) ? { ...key, ...flag } : key));
/** An address where nothing is. */
const spare = (seed: string, word: string) =>
  Keypair.fromSeed(sha256(Buffer.from(`${seed} ${word}`))).publicKey;
const isTokens = (role: Subject['role']) => role === 'token' || role === 'mint';
/** What the system program says of an account that is there already. */
const IN_USE = 'Custom 0';
/** The loader keeps one account of data for each program, and a test names ours. */
const ONLY_ONE = ({ only, role }: Subject) => only || role === 'foreign';
const OMITTED = 'the instruction goes without it here';
const noData = (subject: Subject) =>
  subject.role === 'omitted'
    ? OMITTED
    : holdsData(subject)
      ? undefined
      : 'it holds no data that a program would read: its address or its signature is all there is';

export const spoilers: readonly Spoiler[] = [
  {
    name: 'unsigned',
    title: 'refuses accounts that did not sign',
    cannot: ({ signer }) => (signer ? undefined : 'nobody asks for its signature'),
    usual: () => 'AccountNotSigner',
    spoil: (subject) => [(at: Bench) => at.attempt(withFlag(subject, { isSigner: false }))],
  },
  {
    name: 'read-only',
    title: 'refuses read-only accounts that it writes',
    cannot: ({ writable, role }) =>
      role === 'omitted' ? OMITTED : writable ? undefined : 'it is read-only anyway',
    usual: ({ role }) => (role === 'new' ? 'PrivilegeEscalation' : 'ConstraintMut'),
    spoil: (subject) => [(at: Bench) => at.attempt(withFlag(subject, { isWritable: false }))],
  },
  {
    name: 'other PDA',
    title: 'refuses accounts of another type at their own addresses',
    cannot: (subject, bench) =>
      noData(subject) ??
      (bench.strangers(subject).length ? undefined : 'its program makes one kind of account'),
    usual: ({ role }) =>
      role === 'ours' ? 'AccountDiscriminatorMismatch' : isTokens(role) ? 'InvalidAccountData' : undefined,
    spoil: (subject, bench) =>
      bench.strangers(subject).map((key) => (at: Bench) => at.attempt(withKey(subject.index, key))),
  },
  {
    name: 'copy elsewhere',
    title: 'refuses a copy at another address',
    cannot: (subject) =>
      noData(subject) ??
      (subject.elsewhere || isTokens(subject.role)
        ? undefined
        : 'its program makes such accounts only at addresses of their content, so that no copy exists'),
    usual: ({ elsewhere }) => elsewhere || undefined,
    spoil: (subject, bench, seed) => {
      const key = spare(seed, 'copy');
      const account = stored(bench, subject.key);
      return [(at: Bench) => at.attemptWith(new Map([[key, account]]), withKey(subject.index, key))];
    },
  },
  {
    name: "other job's",
    title: 'refuses accounts of the same kind that belong to others',
    cannot: (subject, bench) => {
      if (subject.role === 'omitted') return OMITTED;
      if (subject.role === 'program' || subject.role === 'sysvar') return 'there is one of it for everybody';
      if (!holdsData(subject) || bench.others(subject).length) return undefined;
      if (ONLY_ONE(subject)) return 'there is one of it for everybody';
      throw new Error(`the neighbourhood has no other ${subject.type || subject.role} than ${subject.name}`);
    },
    usual: ({ elsewhere }) => elsewhere || undefined,
    spoil: (subject, bench, seed) => {
      const others = holdsData(subject)
        ? bench.others(subject)
        : subject.role === 'wallet'
          ? bench.standIns(subject.key)
          : [spare(seed, 'other')];
      return others.map((key) => (at: Bench) => at.attempt(withKey(subject.index, key)));
    },
  },
  {
    name: 'wrong owner',
    title: 'refuses accounts that another program owns',
    cannot: noData,
    usual: () => 'AccountOwnedByWrongProgram',
    spoil: (subject, bench, seed) =>
      [SystemProgram.programId, spare(seed, 'owner')].map(
        (owner) => (at: Bench) =>
          at.attemptWith(new Map([[subject.key, { ...stored(bench, subject.key), owner }]])),
      ),
  },
  {
    name: 'wrong mint',
    title: 'refuses other mints and tokens of other mints',
    cannot: ({ role }) =>
      role === 'omitted'
        ? OMITTED
        : role === 'mint' || role === 'token'
          ? undefined
          : 'it has nothing to do with a mint',
    usual: ({ elsewhere }) => elsewhere || undefined,
    spoil: (subject, bench, seed) => {
      if (subject.role === 'mint')
        return [(at: Bench) => at.attempt(withKey(subject.index, bench.alienMint))];
      const account = stored(bench, subject.key);
      const data = account.data.slice();
      data.set(bench.alienMint.toBytes(), 0);
      const key = spare(seed, 'alien tokens');
      return [
        (at: Bench) => at.attemptWith(new Map([[key, { ...account, data }]]), withKey(subject.index, key)),
      ];
    },
  },
  {
    name: 'fake program',
    title: 'refuses other programs in place of the right ones',
    cannot: ({ role }) =>
      role === 'omitted' ? OMITTED : role === 'program' ? undefined : 'it is not a program',
    // The program itself is asked for because events call it: without it there is nobody to call.
    usual: ({ name }) => (name === 'program' ? 'MissingAccount' : 'InvalidProgramId'),
    spoil: (subject, _bench, seed) => {
      const fake = spare(seed, 'fake program');
      const siblings = [TOKEN_PROGRAM_ID, TOKEN_2022_PROGRAM_ID];
      const sibling = siblings.some((key) => key.equals(subject.key))
        ? siblings.filter((key) => !key.equals(subject.key))
        : [];
      return [fake, ...sibling].map((key) => (at: Bench) => {
        at.chain.svm.addProgram(kitAddress(fake.toBase58()), at.chain.code('reputation'));
        return at.attempt(withKey(subject.index, key));
      });
    },
  },
  {
    name: 'duplicate',
    title: 'refuses one account under two names',
    cannot: (subject, bench) =>
      subject.role === 'omitted'
        ? OMITTED
        : twins(subject, bench).length
          ? undefined
          : 'no other account of the instruction is of its kind',
    usual: ({ elsewhere, name, role }) =>
      name === 'program'
        ? 'MissingAccount'
        : role === 'program'
          ? 'InvalidProgramId'
          : elsewhere || undefined,
    spoil: (subject, bench) =>
      twins(subject, bench).map(
        ({ key }) =>
          (at: Bench) =>
            at.attempt(withKey(subject.index, key)),
      ),
  },
  {
    name: 'closed',
    title: 'refuses accounts that are closed',
    cannot: noData,
    usual: () => 'AccountNotInitialized',
    spoil: (subject) => [
      (at: Bench) =>
        at.attemptWith(
          new Map([[subject.key, { owner: SystemProgram.programId, lamports: 0n, data: new Uint8Array() }]]),
        ),
    ],
  },
  {
    name: 'revived',
    title: 'refuses shells of accounts and accounts that exist already',
    cannot: (subject) => (subject.role === 'new' ? undefined : noData(subject)),
    usual: ({ role }) =>
      role === 'ours'
        ? 'AccountDiscriminatorMismatch'
        : isTokens(role)
          ? 'UninitializedAccount'
          : role === 'new'
            ? IN_USE
            : undefined,
    spoil: (subject, bench) => {
      // What a closed account is after its rent was sent back, and what it would be if closing forgot its owner.
      const account = bench.chain.account(subject.key);
      const lamports = account?.lamports ?? bench.chain.rent(165);
      const owner = account?.owner ?? new PublicKey(bench.idl.address);
      const shell = new Uint8Array(account?.data.length ?? 165);
      return [(at: Bench) => at.attemptWith(new Map([[subject.key, { owner, lamports, data: shell }]]))];
    },
  },
  {
    name: 'revived empty',
    title: 'refuses closed accounts that somebody sent lamports to, and makes new ones in spite of it',
    cannot: (subject) => (subject.role === 'new' ? undefined : noData(subject)),
    usual: ({ role }) => (role === 'new' ? THROUGH : 'AccountOwnedByWrongProgram'),
    spoil: (subject, bench) => {
      const empty = { owner: SystemProgram.programId, lamports: bench.chain.rent(0), data: new Uint8Array() };
      return [(at: Bench) => at.attemptWith(new Map([[subject.key, empty]]))];
    },
  },
  {
    name: 'wrong sysvar',
    title: 'refuses other accounts in place of sysvars',
    cannot: ({ role }) =>
      role === 'omitted'
        ? OMITTED
        : role === 'sysvar'
          ? undefined
          : 'it is not a sysvar: clock and rent are read by syscall',
    usual: () => 'ConstraintAddress',
    spoil: (subject, bench, seed) => {
      const account = stored(bench, subject.key);
      const key = spare(seed, 'sysvar');
      return [(at: Bench) => at.attemptWith(new Map([[key, account]]), withKey(subject.index, key))];
    },
  },
  {
    name: 'left out',
    title: 'refuses to go without optional accounts that it needs',
    cannot: ({ optional, role }) =>
      role === 'omitted' ? OMITTED : optional ? undefined : 'it is not optional: something must stand there',
    usual: () => undefined,
    spoil: (subject, bench) => [
      (at: Bench) => at.attempt(withKey(subject.index, new PublicKey(bench.idl.address))),
    ],
  },
];

/** The instruction's other accounts of the same kind. */
function twins(subject: Subject, bench: Bench): readonly Subject[] {
  return bench.subjects.filter(
    ({ key, role, type }) => !key.equals(subject.key) && role === subject.role && type === subject.type,
  );
}
