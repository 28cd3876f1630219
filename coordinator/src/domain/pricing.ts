import { fault } from './fault.ts';
import { add, ceil, multiply, type Rational, rational, toText } from './rational.ts';

export type GpuClass = 'consumer' | 'datacenter';
export type Priority = 'low' | 'normal' | 'high' | 'critical';
export type TierName = 'Bronze' | 'Silver' | 'Gold' | 'Diamond';

/** What a job asks of a machine. GPU memory is that of all GPUs together, as in the registry. */
export interface Resources {
  readonly cpuCores: number;
  readonly memoryMib: number;
  readonly gpuCount: number;
  readonly gpuMemoryMib: number;
  readonly gpuClass: GpuClass;
}

export interface PriceInput {
  readonly resources: Resources;
  readonly estimatedSeconds: bigint;
  readonly priority: Priority;
  /** Tier of the node that would take it; undefined: neither surcharge nor discount. */
  readonly tier: TierName | undefined;
  /** The node's asking price, as a share of the list price in basis points. */
  readonly askBps: number;
  readonly decimals: number;
  /** Tokens of the mint for one CYXWIZ. */
  readonly rate: Rational;
}

export interface Price {
  /** Base units of the mint, above zero. */
  readonly amount: bigint;
  /** One line a factor, in the order in which they apply. */
  readonly explanation: readonly string[];
}

/** CYXWIZ per hour. */
const CPU_ONLY = rational(1n, 2n);
const GPU: Record<GpuClass, Rational> = { consumer: rational(2n), datacenter: rational(10n) };
const RAM_PER_GIB = rational(1n, 10n);
const VRAM_PER_GIB = rational(1n, 2n);
const PRIORITY: Record<Priority, Rational> = {
  low: rational(4n, 5n),
  normal: rational(1n),
  high: rational(3n, 2n),
  critical: rational(2n),
};
const TIER: Record<TierName, Rational> = {
  Bronze: rational(6n, 5n),
  Silver: rational(11n, 10n),
  Gold: rational(1n),
  Diamond: rational(9n, 10n),
};
const HOUR = 3600n;
const U64_MAX = (1n << 64n) - 1n;

/** Each step starts at its lower bound; only beyond a day (not at it) is it the longest. */
function durationFactor(seconds: bigint): Rational {
  if (seconds < HOUR) return rational(1n);
  if (seconds < 6n * HOUR) return rational(9n, 10n);
  return seconds <= 24n * HOUR ? rational(4n, 5n) : rational(7n, 10n);
}

/** CYXWIZ per hour that the resources cost before any factor. */
export function hourlyCost(resources: Resources): Rational {
  const memory = multiply(RAM_PER_GIB, rational(BigInt(resources.memoryMib), 1024n));
  if (resources.gpuCount === 0) return add(CPU_ONLY, memory);
  const vram = multiply(VRAM_PER_GIB, rational(BigInt(resources.gpuMemoryMib), 1024n));
  return add(add(multiply(rational(BigInt(resources.gpuCount)), GPU[resources.gpuClass]), vram), memory);
}

/**
 * Resources × hours × duration × priority × tier × ask, exactly; rounded once, up to the next base unit, so that the
 * coordinator's price is never below the list price and never zero.
 * @throws FaultError `PRICE_OUT_OF_RANGE` when the chain's 64 bits cannot hold it.
 */
export function priceJob(input: PriceInput): Price {
  const { resources, estimatedSeconds, priority } = input;
  const hourly = hourlyCost(resources);
  const duration = durationFactor(estimatedSeconds);
  const tier = input.tier ? TIER[input.tier] : rational(1n);
  const ask = rational(BigInt(input.askBps), 10_000n);
  const hours = rational(estimatedSeconds, HOUR);
  const cyxwiz = multiply(hourly, hours, duration, PRIORITY[priority], tier, ask);
  const units = multiply(cyxwiz, input.rate, rational(10n ** BigInt(input.decimals)));
  const amount = ceil(units);
  if (amount <= 0n || amount > U64_MAX) {
    throw fault(
      'PRICE_OUT_OF_RANGE',
      `the price of ${toText(cyxwiz)} CYXWIZ does not fit an amount on chain`,
      'ask for fewer resources or a shorter time, or split the job',
    );
  }
  const compute =
    resources.gpuCount === 0
      ? 'CPU only'
      : `${resources.gpuCount} × ${resources.gpuClass} GPU, ${resources.gpuMemoryMib} MiB GPU memory`;
  return {
    amount,
    explanation: [
      `${compute}, ${resources.memoryMib} MiB memory: ${toText(hourly)} CYXWIZ an hour`,
      `${estimatedSeconds} s: × ${toText(hours)} h`,
      `duration: × ${toText(duration)}`,
      `${priority} priority: × ${toText(PRIORITY[priority])}`,
      input.tier ? `${input.tier} node: × ${toText(tier)}` : 'no node chosen yet: × 1',
      `node asks ${toText(multiply(ask, rational(100n)))}% of the list price: × ${toText(ask)}`,
      `total: ${toText(cyxwiz, 9)} CYXWIZ = ${amount} base units, rounded up to a whole unit`,
    ],
  };
}
