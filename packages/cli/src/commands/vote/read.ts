import {
  governance,
  lockAddress,
  type Proposal,
  proposalAddress,
  rpcUnavailable,
  type TokenLock,
} from '@cyxwiz/protocol';
import type { Connection, PublicKey } from '@solana/web3.js';
import { Argument } from 'commander';
import { CliError } from '../../failure/cli-error.ts';
import { wholeNumber } from '../../input/numbers.ts';

export function numberArgument(): Argument {
  return new Argument('<number>', 'number of the proposal').argParser(
    wholeNumber(0, Number.MAX_SAFE_INTEGER),
  );
}

function accountAt(connection: Connection, address: PublicKey) {
  return connection.getAccountInfo(address).catch((cause) => {
    throw rpcUnavailable(cause, connection.rpcEndpoint);
  });
}

/** A proposal as it is now. @throws CliError when there is none */
export async function readProposal(connection: Connection, number: bigint): Promise<Proposal> {
  const found = await accountAt(connection, proposalAddress(number));
  if (found?.owner.equals(governance.id)) return governance.decodeAccount('Proposal', found.data);
  throw new CliError({
    code: 'INVALID_ADDRESS',
    message: `there is no proposal ${number} on this cluster`,
    next: 'check the number and the cluster (--rpc); a proposal that is over is closed some day',
  });
}

/** What an owner has locked, or undefined. */
export async function readLock(connection: Connection, owner: string): Promise<TokenLock | undefined> {
  const found = await accountAt(connection, lockAddress(owner));
  return found?.owner.equals(governance.id) ? governance.decodeAccount('TokenLock', found.data) : undefined;
}
