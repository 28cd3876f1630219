import { createRequire } from 'node:module';

/** The part of the native module that is used here; it ships no types. */
export interface Surfnet {
  readonly rpcUrl: string;
  readonly wsUrl: string;
  readonly payer: string;
  readonly payerSecretKey: Uint8Array;
  drainEvents(): unknown[];
  fundSol(address: string, lamports: number): void;
  deploy(options: { programId: string; soPath: string }): string;
  timeTravelToTimestamp(ms: number): unknown;
  stop(): void;
}

export interface SurfnetConfig {
  readonly offline: boolean;
  readonly blockProductionMode: 'clock' | 'transaction';
  readonly slotTimeMs: number;
  readonly airdropSol: number;
  readonly payerSecretKey?: number[];
}

// The loader package of the SDK is not in the registry, so the native module is required directly.
const native = createRequire(import.meta.url)('@solana/surfpool-linux-x64-gnu') as {
  Surfnet: { startWithConfig(config: SurfnetConfig): Surfnet };
};

export function startSurfnet(config: SurfnetConfig): Surfnet {
  return native.Surfnet.startWithConfig(config);
}
