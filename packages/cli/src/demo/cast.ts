import { Keypair } from '@solana/web3.js';

const TOKEN = 10n ** 9n;

/** One machine of the demo. They differ in hardware, stake and price, so that the choice has reasons. */
export type Machine = {
  name: string;
  owner: Keypair;
  operator: Keypair;
  stake: bigint;
  priceBps: number;
  hardware: {
    cpuCores: number;
    memoryMib: number;
    gpuCount: number;
    gpuMemoryMib: number;
    benchmark: bigint;
  };
};

/** Everybody in the demo, with keys made for this run alone. */
export type Cast = {
  client: Keypair;
  cranker: Keypair;
  /** Authority of the coordinator. */
  introducer: Keypair;
  machines: Machine[];
};

export function newCast(): Cast {
  const machine = (
    name: string,
    stakeTokens: bigint,
    priceBps: number,
    cpuCores: number,
    memoryMib: number,
    benchmark: bigint,
  ): Machine => ({
    name,
    owner: Keypair.generate(),
    operator: Keypair.generate(),
    stake: stakeTokens * TOKEN,
    priceBps,
    hardware: { cpuCores, memoryMib, gpuCount: 0, gpuMemoryMib: 0, benchmark },
  });
  return {
    client: Keypair.generate(),
    cranker: Keypair.generate(),
    introducer: Keypair.generate(),
    machines: [
      machine('maple', 1_000n, 10_000, 8, 16_384, 9_000n),
      machine('cedar', 200n, 14_000, 4, 8_192, 5_000n),
      machine('birch', 50n, 8_000, 1, 1_024, 1_500n),
    ],
  };
}
