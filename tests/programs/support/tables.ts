import { programs } from '@cyxwiz/protocol';
import { PublicKey, SystemProgram, type TransactionInstruction } from '@solana/web3.js';
import { type Case, rejects, run } from './case.ts';

type Fixture = () => Case;
type Meta = TransactionInstruction['keys'][number];

interface DeclaredAccount {
  readonly name: string;
  readonly writable?: boolean;
  readonly signer?: boolean;
  readonly address?: string;
  readonly pda?: unknown;
}

export interface TableOptions {
  /** Errors that an account's own check raises where the table expects Anchor's, as `account.table`. */
  readonly errors?: Readonly<Record<string, string>>;
  /** Accounts that a table leaves out, as `account.table`, because the program takes any such account. */
  readonly except?: readonly string[];
}

function declared(test: Case): readonly DeclaredAccount[] {
  const instruction = test.idl.instructions.find(
    ({ name }) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) === test.name,
  );
  if (!instruction) throw new Error(`${test.idl.metadata.name} has no instruction ${test.name}`);
  return instruction.accounts as readonly DeclaredAccount[];
}

/** The same case with one account changed. */
function spoil(test: Case, index: number, change: Partial<Meta>): Case {
  const { instruction } = test;
  instruction.keys = instruction.keys.map((key, at) => (at === index ? { ...key, ...change } : key));
  return test;
}

/** A spare address without an account. */
function spare(): PublicKey {
  return new PublicKey(new Uint8Array(32).fill(250));
}

/**
 * What every instruction must refuse, whatever it does: a missing signature, a read-only account that it writes, an
 * account of another program, of another type or at another address, surplus accounts, cut arguments.
 */
export function standardTables(name: string, fixture: Fixture, options: TableOptions = {}): void {
  describe(`${name}: accounts`, () => {
    const probe = fixture();
    const accounts = declared(probe);
    const expected = (account: string, table: string, usual: string) =>
      options.errors?.[`${account}.${table}`] ?? usual;
    const cases = (table: string, wanted: (account: DeclaredAccount, test: Case, index: number) => boolean) =>
      accounts
        .map((account, index) => ({ account, index }))
        .filter(
          ({ account, index }) =>
            !options.except?.includes(`${account.name}.${table}`) && wanted(account, probe, index),
        );

    it('goes through as it is', () => {
      run(fixture());
    });

    for (const { account, index } of cases('signer', ({ signer }) => Boolean(signer))) {
      it(`refuses ${account.name} without a signature`, () => {
        rejects(
          spoil(fixture(), index, { isSigner: false }),
          expected(account.name, 'signer', 'AccountNotSigner'),
        );
      });
    }

    for (const { account, index } of cases('readonly', ({ writable }) => Boolean(writable))) {
      it(`refuses ${account.name} read-only`, () => {
        const test = fixture();
        const there = test.chain.account(test.instruction.keys[index]?.pubkey as PublicKey)?.data.length;
        const usual = there ? 'ConstraintMut' : 'PrivilegeEscalation';
        rejects(spoil(test, index, { isWritable: false }), expected(account.name, 'readonly', usual));
      });
    }

    for (const { account, index } of cases('owner', (account, test, at) => hasData(account, test, at))) {
      it(`refuses ${account.name} owned by another program`, () => {
        const test = fixture();
        const address = test.instruction.keys[index]?.pubkey as PublicKey;
        const stored = test.chain.account(address);
        if (!stored) throw new Error(`${account.name} is not there`);
        test.chain.setAccount(address, { ...stored, owner: SystemProgram.programId });
        test.chain.audit.suspend();
        rejects(test, expected(account.name, 'owner', 'AccountOwnedByWrongProgram'));
      });
    }

    for (const { account, index } of cases('type', (account, test, at) => isOurs(account, test, at))) {
      it(`refuses ${account.name} of another type`, () => {
        const test = fixture();
        const address = test.instruction.keys[index]?.pubkey as PublicKey;
        const stored = test.chain.account(address);
        if (!stored) throw new Error(`${account.name} is not there`);
        test.chain.setAccount(address, {
          ...stored,
          data: stored.data.map((byte, at) => (at < 8 ? byte ^ 255 : byte)),
        });
        test.chain.audit.suspend();
        rejects(test, expected(account.name, 'type', 'AccountDiscriminatorMismatch'));
      });
    }

    for (const { account, index } of cases(
      'address',
      (account, test, at) => isFixed(account) && hasData(account, test, at),
    )) {
      it(`refuses a copy of ${account.name} at another address`, () => {
        const test = fixture();
        const stored = test.chain.account(test.instruction.keys[index]?.pubkey as PublicKey);
        if (!stored) throw new Error(`${account.name} is not there`);
        test.chain.setAccount(spare(), stored);
        test.chain.audit.suspend();
        const usual = account.address ? 'ConstraintAddress' : 'ConstraintSeeds';
        rejects(spoil(test, index, { pubkey: spare() }), expected(account.name, 'address', usual));
      });
    }

    const events = accounts.findIndex((account) => account.name === 'event_authority');
    if (events >= 0) {
      it('refuses another event authority', () => {
        rejects(spoil(fixture(), events, { pubkey: spare() }), 'ConstraintAddress');
      });
    }

    it('refuses surplus accounts', () => {
      const test = fixture();
      test.instruction.keys.push({ pubkey: spare(), isSigner: false, isWritable: false });
      rejects(test, 'SurplusAccounts');
    });

    it('refuses too few accounts', () => {
      const test = fixture();
      test.instruction.keys.pop();
      rejects(test, 'AccountNotEnoughKeys');
    });

    it('refuses cut arguments', () => {
      const test = fixture();
      if (test.instruction.data.length === 8) {
        test.instruction.data = test.instruction.data.subarray(0, 7);
        rejects(test, 'InstructionFallbackNotFound');
        return;
      }
      test.instruction.data = test.instruction.data.subarray(0, -1);
      rejects(test, 'InstructionDidNotDeserialize');
    });
  });
}

function isFixed(account: DeclaredAccount): boolean {
  return Boolean(account.pda ?? account.address);
}

function hasData(account: DeclaredAccount, test: Case, index: number): boolean {
  const key = test.instruction.keys[index];
  const stored = key && test.chain.account(key.pubkey);
  const isProgram = ['program', 'system_program', 'token_program'].includes(account.name);
  return Boolean(stored?.data.length) && !account.signer && !isProgram;
}

function isOurs(account: DeclaredAccount, test: Case, index: number): boolean {
  const key = test.instruction.keys[index];
  const owner = key && test.chain.account(key.pubkey)?.owner.toBase58();
  return hasData(account, test, index) && owner !== undefined && OURS.has(owner);
}

const OURS: ReadonlySet<string> = new Set(Object.values(programs).map((program) => program.id.toBase58()));
