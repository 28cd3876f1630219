import { connection } from './rpc.ts';

export interface Cluster {
  /** As Wallet Standard names it. */
  readonly chain: `solana:${string}`;
  /** For people. */
  readonly name: string;
}

const KNOWN: Readonly<Record<string, Cluster>> = {
  '5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d': { chain: 'solana:mainnet', name: 'Solana mainnet' },
  EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG: { chain: 'solana:devnet', name: 'Solana devnet' },
  '4uhcVJyU9pJkvQyS88uRDiswHScSGQVpCJ3aZ4mSULBc': { chain: 'solana:testnet', name: 'Solana testnet' },
};

const LOCAL: Cluster = { chain: 'solana:localnet', name: 'a local Solana chain' };

/** Which chain this page looks at, by the hash of its first block. */
export async function readCluster(): Promise<Cluster> {
  return KNOWN[await connection.getGenesisHash()] ?? LOCAL;
}
