import {
  connectionTransactionRpc,
  coordinatorAddress,
  keypairSigner,
  type ChainReader as ProtocolReader,
  registerCoordinator,
  setCoordinatorKeys,
  TOKEN_KEYS,
  TransactionSender,
  tokenKeysOf,
} from '@cyxwiz/protocol';
import { type Connection, Keypair } from '@solana/web3.js';
import { ask } from './rpc.ts';

/** Whose coordinator it is: an address, or the secret key (64 bytes) of one that is kept on this machine. */
export type Authority = string | Uint8Array;

/** The account in which nodes find the keys of this coordinator's tokens. */
export interface CoordinatorAccount {
  readonly address: string;
  /** Its keys, base58; none while it does not exist. */
  registered(): Promise<readonly string[]>;
  /** Puts a key beside the latest of those that are there. Absent where the authority's secret key is elsewhere. */
  readonly register: ((key: string) => Promise<void>) | undefined;
}

export function coordinatorAccount(
  connection: Connection,
  reader: ProtocolReader,
  authority: Authority,
): CoordinatorAccount {
  const keypair = typeof authority === 'string' ? undefined : Keypair.fromSecretKey(authority);
  const address = coordinatorAddress(keypair?.publicKey ?? (authority as string)).toBase58();
  const read = () => ask(() => reader.coordinator(address));
  const registered = async () => {
    const seen = await read();
    return seen ? tokenKeysOf(seen.value) : [];
  };
  const register = async (by: Keypair, key: string) => {
    const sender = new TransactionSender(connectionTransactionRpc(connection));
    const named = await registered();
    const accounts = { authority: by.publicKey };
    const instruction =
      named.length === 0
        ? registerCoordinator([key], accounts)
        : setCoordinatorKeys([...named.slice(1 - TOKEN_KEYS), key], accounts);
    await sender.send({ instructions: [instruction], payer: keypairSigner(by) });
  };
  return { address, registered, register: keypair && ((key) => register(keypair, key)) };
}
