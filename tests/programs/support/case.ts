import type { Idl, ProgramInterface, ProgramTypes } from '@cyxwiz/protocol';
import type { Keypair, PublicKey, TransactionInstruction } from '@solana/web3.js';
import { expect } from 'chai';
import type { Chain, SendOptions, Sent } from './chain.ts';
import { Refused } from './refused.ts';

/** One instruction, ready to send: its chain holds all it needs, and it goes through unless a test spoils it. */
export interface Case {
  readonly chain: Chain;
  readonly idl: Idl;
  /** Name in the IDL, in camelCase. */
  readonly name: string;
  readonly instruction: TransactionInstruction;
  readonly signers: readonly Keypair[];
  readonly options?: SendOptions;
}

/** Sends it. @throws Refused */
export function run(test: Case): Sent {
  return test.chain.send([test.instruction], test.signers, test.options);
}

/** Sends it and expects this error. */
export function rejects(test: Case, error: string): Refused {
  const refused = refusal(test);
  expect(refused?.error ?? 'no error', refused?.logs.join('\n')).to.equal(error);
  return refused as Refused;
}

/** The refusal, or undefined when it went through. */
export function refusal(test: Case): Refused | undefined {
  try {
    run(test);
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

/** Reads an account. */
export function read<T extends ProgramTypes, Name extends keyof T['accounts'] & string>(
  chain: Chain,
  program: ProgramInterface<T>,
  name: Name,
  address: PublicKey,
): T['accounts'][Name] {
  const found = chain.account(address);
  if (!found) throw new Error(`${name} ${address} does not exist`);
  return program.decodeAccount(name, found.data);
}
