import { PublicKey } from '@solana/web3.js';
import { CyxwizError } from '../failure.ts';
import { encodeType } from './encode.ts';
import {
  camelCase,
  type Idl,
  type IdlAccount,
  type IdlAccountItem,
  type IdlInstruction,
  type IdlPda,
  type IdlSeed,
  type IdlType,
  isNamedField,
  typeDef,
} from './idl.ts';

export type Address = string | PublicKey;

/** What seeds may refer to: arguments of the instruction and its other accounts, by their camelCase names. */
export interface SeedSources {
  readonly args?: unknown;
  readonly accounts?: Readonly<Record<string, Address | null | undefined>>;
}

/** Accounts of an instruction in order, groups opened. */
export function flatAccounts(items: readonly IdlAccountItem[]): IdlAccount[] {
  return items.flatMap((item) => ('accounts' in item ? flatAccounts(item.accounts) : [item]));
}

export function instructionOf(idl: Idl, name: string): IdlInstruction {
  const found = idl.instructions.find((instruction) => camelCase(instruction.name) === name);
  if (!found) {
    throw new CyxwizError({
      code: 'IDL_MISMATCH',
      message: `${idl.metadata.name} has no instruction ${name}`,
    });
  }
  return found;
}

/** Type and value of an argument path such as `args.nonce`. */
function argument(
  idl: Idl,
  instruction: IdlInstruction,
  path: string,
  args: unknown,
): [IdlType, unknown] | undefined {
  const [head, ...rest] = path.split('.');
  let type = instruction.args.find((arg) => arg.name === head)?.type;
  let value = (args as Record<string, unknown> | undefined)?.[camelCase(head ?? '')];
  for (const step of rest) {
    if (typeof type !== 'object' || !('defined' in type)) return undefined;
    const definition = typeDef(idl, type.defined.name);
    if (definition.kind !== 'struct') return undefined;
    type = definition.fields?.filter(isNamedField).find((field) => field.name === step)?.type;
    value = (value as Record<string, unknown> | undefined)?.[camelCase(step)];
  }
  return type === undefined || value === undefined ? undefined : [type, value];
}

function seedBytes(
  idl: Idl,
  instruction: IdlInstruction,
  seed: IdlSeed,
  from: SeedSources,
): Uint8Array | undefined {
  if (seed.kind === 'const') return Uint8Array.from(seed.value);
  if (seed.kind === 'arg') {
    const found = argument(idl, instruction, seed.path, from.args);
    return found && encodeType(idl, found[0], found[1], seed.path);
  }
  // A path like `job.client` is a field of an account's data; the caller gives it under that name.
  const account = from.accounts?.[seed.path.split('.').map(camelCase).join('.')];
  return account ? new PublicKey(account).toBytes() : undefined;
}

/** The program-derived address, or undefined while something its seeds need is not known. */
export function derive(
  idl: Idl,
  instruction: IdlInstruction,
  pda: IdlPda,
  from: SeedSources,
): PublicKey | undefined {
  const seeds = pda.seeds.map((seed) => seedBytes(idl, instruction, seed, from));
  if (!seeds.every((seed) => seed !== undefined)) return undefined;
  const owner = pda.program
    ? seedBytes(idl, instruction, pda.program, from)
    : new PublicKey(idl.address).toBytes();
  if (!owner) return undefined;
  return PublicKey.findProgramAddressSync(seeds, new PublicKey(owner))[0];
}

/**
 * Address of an account by the seeds that `instruction` declares for it.
 * @throws CyxwizError `IDL_MISMATCH` when the program declares none, or when `from` lacks what they need.
 */
export function addressOf(
  idl: Idl,
  instructionName: string,
  account: string,
  from: SeedSources = {},
): PublicKey {
  const instruction = instructionOf(idl, instructionName);
  const found = flatAccounts(instruction.accounts).find((item) => camelCase(item.name) === account);
  const address = found?.pda && derive(idl, instruction, found.pda, from);
  if (address) return address;
  throw new CyxwizError({
    code: 'IDL_MISMATCH',
    message: `${idl.metadata.name}.${instructionName} does not say how to derive ${account} from what is given`,
  });
}

/** `#[event_cpi]` adds two accounts about which the IDL is silent. */
function fixedAddress(idl: Idl, account: IdlAccount): PublicKey | undefined {
  if (account.address) return new PublicKey(account.address);
  if (account.name === 'program') return new PublicKey(idl.address);
  if (account.name === 'event_authority' && !account.pda) return eventAuthority(idl.address);
  return undefined;
}

/** The address with which a program signs the events that it sends to itself. */
export function eventAuthority(program: Address): PublicKey {
  return PublicKey.findProgramAddressSync([Buffer.from('__event_authority')], new PublicKey(program))[0];
}

/** Every account of the instruction: given, fixed by address, or derived from seeds as far as they are known. */
export function resolveAccounts(
  idl: Idl,
  instruction: IdlInstruction,
  from: SeedSources,
): Map<string, PublicKey | null> {
  const known = new Map<string, PublicKey | null>();
  const accounts = flatAccounts(instruction.accounts);
  for (const [name, address] of Object.entries(from.accounts ?? {})) {
    if (address !== undefined) known.set(name, address === null ? null : new PublicKey(address));
  }
  for (const account of accounts) {
    const fixed = fixedAddress(idl, account);
    if (fixed && !known.has(camelCase(account.name))) known.set(camelCase(account.name), fixed);
  }
  // A seed may be another derived account, in any order.
  for (let before = -1; before !== known.size; ) {
    before = known.size;
    for (const account of accounts) {
      const name = camelCase(account.name);
      if (known.has(name) || !account.pda) continue;
      const address = derive(idl, instruction, account.pda, {
        args: from.args,
        accounts: Object.fromEntries(known),
      });
      if (address) known.set(name, address);
    }
  }
  return known;
}
