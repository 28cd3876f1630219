import { connectionChainReader } from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import type { ChainHistory, ChainReader, Crank, EscrowBuilder, ParameterHistory } from '../../ports/chain.ts';
import type { Log } from '../../ports/system.ts';
import { type Authority, type CoordinatorAccount, coordinatorAccount } from './coordinator-account.ts';
import { escrowBuilder } from './escrow-builder.ts';
import { parameterHistory } from './parameter-history.ts';
import { openConnection, type RpcWatch } from './rpc.ts';
import { solanaCrank } from './solana-crank.ts';
import { solanaHistory } from './solana-history.ts';
import { solanaReader } from './solana-reader.ts';

export interface ChainConfig {
  readonly rpcUrl: string;
  readonly wsUrl: string | undefined;
  /** Key that pays for cranks; undefined: no cranking. */
  readonly crankKey: Uint8Array | undefined;
  /** Whose coordinator this is. */
  readonly authority: Authority;
  /** Version of the checkpoint circuit's verifying key that new escrows name. */
  readonly keyVersion: number;
  readonly log: Log;
  readonly watch: RpcWatch;
  /** Called once for each transaction of the escrow program that the chain has finalized as failed. */
  readonly refused: () => void;
}

export interface OpenChain {
  readonly chain: ChainReader;
  readonly history: ChainHistory;
  readonly parameters: ParameterHistory;
  readonly builder: EscrowBuilder;
  readonly crank: Crank | undefined;
  readonly account: CoordinatorAccount;
  /** Raw bytes of a base58 address. */
  readonly keyBytes: (address: string) => Uint8Array;
  close(): Promise<void>;
}

/** Every port to the chain over one connection. */
export function openChain(config: ChainConfig): OpenChain {
  const { rpcUrl, wsUrl, crankKey, authority, keyVersion, log, watch, refused } = config;
  const connection = openConnection(rpcUrl, wsUrl, watch);
  const reader = connectionChainReader(connection);
  return {
    chain: solanaReader(connection, reader, keyVersion),
    history: solanaHistory(connection, reader, log, refused),
    parameters: parameterHistory(connection, reader),
    builder: escrowBuilder(connection, reader, keyVersion),
    crank: crankKey && solanaCrank(connection, reader, crankKey),
    account: coordinatorAccount(connection, reader, authority),
    keyBytes: (address) => new PublicKey(address).toBytes(),
    close: async () => {
      // web3.js keeps its websocket open, and reconnects, unless it is told so.
      const socket = (connection as unknown as { _rpcWebSocket: { close(): void; reconnect?: boolean } })
        ._rpcWebSocket;
      socket.reconnect = false;
      socket.close();
    },
  };
}
