import { encodeType, type ProgramInterface, type ProgramTypes } from '@cyxwiz/protocol';
import type { PublicKey } from '@solana/web3.js';
import { read } from './case.ts';
import type { Chain } from './chain.ts';

/** Overwrites fields of an account, to make states that instructions never leave behind. */
export function doctor<T extends ProgramTypes, Name extends keyof T['accounts'] & string>(
  chain: Chain,
  program: ProgramInterface<T>,
  name: Name,
  address: PublicKey,
  change: Partial<T['accounts'][Name]>,
): void {
  const stored = chain.account(address);
  if (!stored) throw new Error(`${name} ${address} does not exist`);
  const value = { ...read(chain, program, name, address), ...change };
  const bytes = encodeType(program.idl, { defined: { name } }, value, name);
  const data = stored.data.slice();
  data.fill(0, 8);
  data.set(bytes, 8);
  chain.setAccount(address, { ...stored, data });
}
