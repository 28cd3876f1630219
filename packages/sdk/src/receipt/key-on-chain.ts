import { governance, type VerifyingKey } from '@cyxwiz/protocol';
import { same } from './checklist.ts';
import type { Evidence } from './evidence.ts';
import type { Receipt } from './schema.ts';

/** The key that governance keeps at this address. @throws Error when there is none */
export async function keyOnChain(
  { programs }: Pick<Receipt, 'programs'>,
  evidence: Evidence,
  address: string,
): Promise<VerifyingKey> {
  const account = await evidence.account(address);
  if (!account) throw new Error('there is no such account');
  same('its owner', account.owner, programs.governance);
  return governance.decodeAccount('VerifyingKey', Buffer.from(account.data, 'base64'));
}
