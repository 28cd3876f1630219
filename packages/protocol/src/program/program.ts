import { type AccountMeta, PublicKey, TransactionInstruction } from '@solana/web3.js';
import { concatBytes, equalBytes } from '../bytes.ts';
import { CyxwizError } from '../failure.ts';
import {
  type Address,
  addressOf,
  flatAccounts,
  instructionOf,
  resolveAccounts,
  type SeedSources,
} from './addresses.ts';
import { decodeFields, decodeType, Reader } from './decode.ts';
import { encodeFields } from './encode.ts';
import { camelCase, type Idl, type IdlNamed } from './idl.ts';

/** The types that the generator writes for a program, one member a namespace. */
export interface ProgramTypes {
  accounts: object;
  events: object;
  instructions: object;
}

type ArgsOf<I> = I extends { args: infer Args } ? Args : never;
type AccountsOf<I> = I extends { accounts: infer Accounts } ? Accounts : never;

/** One program through its IDL: instructions out, accounts and events in; bigint and base58 on this side. */
export class ProgramInterface<T extends ProgramTypes> {
  readonly idl: Idl;
  readonly id: PublicKey;

  constructor(idl: Idl) {
    this.idl = idl;
    this.id = new PublicKey(idl.address);
  }

  /**
   * An instruction. Accounts that have a fixed address or seeds over what is given are filled in; an optional account
   * that is null or missing is passed as "none". `remaining` goes after the declared accounts.
   * @throws CyxwizError `INVALID_ARGUMENT` naming the argument, `MISSING_ACCOUNT` naming the account.
   */
  instruction<Name extends keyof T['instructions'] & string>(
    name: Name,
    args: ArgsOf<T['instructions'][Name]>,
    accounts: AccountsOf<T['instructions'][Name]>,
    remaining: readonly AccountMeta[] = [],
  ): TransactionInstruction {
    const instruction = instructionOf(this.idl, name);
    const given = accounts as Record<string, Address>;
    const known = resolveAccounts(this.idl, instruction, { args, accounts: given });
    const keys = flatAccounts(instruction.accounts).map((account): AccountMeta => {
      const address = known.get(camelCase(account.name));
      if (!address && !account.optional) {
        throw new CyxwizError({
          code: 'MISSING_ACCOUNT',
          message: `${this.idl.metadata.name}.${name} needs the account ${camelCase(account.name)}`,
        });
      }
      return {
        pubkey: address ?? this.id,
        isSigner: Boolean(address && account.signer),
        isWritable: Boolean(address && account.writable),
      };
    });
    const data = concatBytes(
      Uint8Array.from(instruction.discriminator),
      encodeFields(this.idl, instruction.args, args, name),
    );
    return new TransactionInstruction({
      programId: this.id,
      keys: [...keys, ...remaining],
      data: Buffer.from(data),
    });
  }

  /** Address of an account by the seeds that an instruction declares for it. @throws CyxwizError `IDL_MISMATCH` */
  address<Name extends keyof T['instructions'] & string>(
    name: Name,
    account: string,
    from: SeedSources = {},
  ): PublicKey {
    return addressOf(this.idl, name, account, from);
  }

  /**
   * The account in `data`.
   * @throws CyxwizError `WRONG_ACCOUNT_TYPE` when the discriminator is another's; `DATA_TOO_SHORT`.
   */
  decodeAccount<Name extends keyof T['accounts'] & string>(
    name: Name,
    data: Uint8Array,
  ): T['accounts'][Name] {
    const declared = this.idl.accounts?.find((account) => account.name === name);
    if (!declared || !startsWith(data, declared)) {
      throw new CyxwizError({
        code: 'WRONG_ACCOUNT_TYPE',
        message: `the data are not those of a ${name} account`,
      });
    }
    const reader = new Reader(data.subarray(declared.discriminator.length));
    return decodeType(this.idl, { defined: { name } }, reader) as T['accounts'][Name];
  }

  /** First bytes of every account of this type, for `getProgramAccounts` filters. */
  accountDiscriminator<Name extends keyof T['accounts'] & string>(name: Name): Uint8Array {
    const declared = this.idl.accounts?.find((account) => account.name === name);
    if (!declared)
      throw new CyxwizError({ code: 'IDL_MISMATCH', message: `there is no account type ${name}` });
    return Uint8Array.from(declared.discriminator);
  }

  /** The event whose discriminator and fields `data` holds, or undefined when it is none of this program's. */
  decodeEvent(data: Uint8Array): EventOf<T> | undefined {
    const declared = this.idl.events?.find((event) => startsWith(data, event));
    if (!declared) return undefined;
    const reader = new Reader(data.subarray(declared.discriminator.length));
    const value = decodeType(this.idl, { defined: { name: declared.name } }, reader);
    return { name: declared.name, data: value } as EventOf<T>;
  }

  /** The instruction that `data` calls, or undefined when it is none of this program's. */
  decodeInstruction(data: Uint8Array): DecodedInstruction | undefined {
    const declared = this.idl.instructions.find((instruction) => startsWith(data, instruction));
    if (!declared) return undefined;
    const reader = new Reader(data.subarray(declared.discriminator.length));
    return {
      name: camelCase(declared.name),
      args: decodeFields(this.idl, declared.args, reader) as Record<string, unknown>,
      accounts: flatAccounts(declared.accounts).map(({ name }) => camelCase(name)),
    };
  }

  /** Value of a `#[constant]`: integers as bigint, byte strings as bytes. @throws CyxwizError `IDL_MISMATCH` */
  constant(name: string): bigint | Uint8Array {
    const found = this.idl.constants?.find((constant) => constant.name === name);
    const text = found?.value.replaceAll('_', '') ?? '';
    if (/^-?\d+$/.test(text)) return BigInt(text);
    if (text.startsWith('[')) return Uint8Array.from(JSON.parse(text) as number[]);
    throw new CyxwizError({
      code: 'IDL_MISMATCH',
      message: `${this.idl.metadata.name} has no constant ${name} that is a number or bytes`,
    });
  }
}

/** An instruction read back from its data. */
export interface DecodedInstruction {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** What its accounts are called, in order. */
  readonly accounts: readonly string[];
}

export type EventOf<T extends ProgramTypes> = {
  [Name in keyof T['events']]: { readonly name: Name; readonly data: T['events'][Name] };
}[keyof T['events']];

function startsWith(data: Uint8Array, named: IdlNamed): boolean {
  const { discriminator } = named;
  return equalBytes(data.subarray(0, discriminator.length), Uint8Array.from(discriminator));
}
