import { jobEscrow, mintAddress, transactionSignature, walletAddress } from '@cyxwiz/protocol';
import bs58 from 'bs58';
import { fault, invalidField } from '../../domain/fault.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { GpuClass, Priority, Resources } from '../../domain/pricing.ts';

/** Checks that both surfaces share, so that the same mistake gets the same answer. Names are those of the wire. */

const SIGNATURE_BYTES = 64;
const MAX_AUDITS = Number(jobEscrow.constant('MAX_AUDITS'));
const U64_MAX = (1n << 64n) - 1n;

export function readAddress(field: string, value: string | undefined): string {
  if (!value) throw invalidField(field, 'is missing; give a base58 address of 32 bytes');
  try {
    return walletAddress(value);
  } catch (cause) {
    const shown = JSON.stringify(value.slice(0, 60));
    throw fault(
      'INVALID_ADDRESS',
      `${field}: ${shown} is not a base58 address of 32 bytes`,
      `correct ${field}`,
      { field },
      cause,
    );
  }
}

export function readMint(field: string, value: string | undefined, fallback: string): string {
  return value ? mintAddress(readAddress(field, value)) : fallback;
}

export function readSignature(field: string, value: string | undefined): string {
  if (!value) throw invalidField(field, 'is missing; give the signature of the escrow transaction');
  try {
    if (bs58.decode(value).length !== SIGNATURE_BYTES) throw new RangeError('not 64 bytes');
    return transactionSignature(value);
  } catch (cause) {
    throw fault(
      'INVALID_SIGNATURE',
      `${field}: is not a transaction signature in base58`,
      `correct ${field}`,
      { field },
      cause,
    );
  }
}

export function readBytes(field: string, value: Uint8Array | undefined, length: number): Uint8Array {
  if (!value || value.length === 0) throw invalidField(field, `is missing; give ${length} bytes`);
  if (value.length !== length) throw invalidField(field, `has ${value.length} bytes, must have ${length}`);
  return new Uint8Array(value);
}

export function readWhole(field: string, value: number, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw invalidField(field, `${value} is not a whole number from ${least} to ${most}`);
  }
  return value;
}

/** A u64 in decimal digits. */
export function readU64(field: string, value: string | undefined, least = 0n, most = U64_MAX): bigint {
  if (!value || !/^\d{1,20}$/.test(value) || BigInt(value) < least || BigInt(value) > most) {
    throw invalidField(
      field,
      `${JSON.stringify(value ?? '').slice(0, 40)} is not a whole number from ${least} to ${most}`,
    );
  }
  return BigInt(value);
}

/** Seconds of training that can end before the longest deadline the programs know, seven days. */
export function readEstimate(field: string, value: string | undefined): bigint {
  return readU64(field, value, 1n, 604_800n);
}

export interface WireResources {
  readonly cpuCores: number;
  readonly memoryMib: number;
  readonly gpuCount: number;
  readonly gpuMemoryMib: number;
  readonly gpuClass: GpuClass | undefined;
}

/** Of a request that says nothing of the machine. */
export const ANY_RESOURCES: WireResources = {
  cpuCores: 1,
  memoryMib: 1,
  gpuCount: 0,
  gpuMemoryMib: 0,
  gpuClass: undefined,
};

export function readResources(wire: WireResources | undefined | null): Resources {
  if (!wire) throw invalidField('resources', 'is missing; say what the job needs of a machine');
  const gpuCount = readWhole('resources.gpu_count', wire.gpuCount, 0, 64);
  if (gpuCount > 0 && !wire.gpuClass) {
    throw invalidField(
      'resources.gpu_class',
      'is missing; a job with GPUs says whether consumer or datacenter',
    );
  }
  if (gpuCount === 0 && (wire.gpuMemoryMib !== 0 || wire.gpuClass)) {
    throw invalidField('resources.gpu_count', 'is zero, but GPU memory or class are given');
  }
  return {
    cpuCores: readWhole('resources.cpu_cores', wire.cpuCores, 1, 4096),
    memoryMib: readWhole('resources.memory_mib', wire.memoryMib, 1, 16_777_216),
    gpuCount,
    gpuMemoryMib: readWhole('resources.gpu_memory_mib', wire.gpuMemoryMib, gpuCount > 0 ? 1 : 0, 1_048_576),
    gpuClass: wire.gpuClass ?? 'consumer',
  };
}

/** Audits asked for; 0 for governance's default. */
export function readAudits(value: number): number | undefined {
  return readWhole('audits', value, 0, MAX_AUDITS) || undefined;
}

export const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high', 'critical'];

export function readIdempotencyKey(value: string | undefined): string | undefined {
  if (!value) return undefined;
  if (value.length > LIMITS.maxIdempotencyKeyLength || !/^[\x21-\x7e]+$/.test(value)) {
    throw invalidField(
      'idempotency_key',
      `must be 1 to ${LIMITS.maxIdempotencyKeyLength} visible ASCII characters`,
    );
  }
  return value;
}

/** Where a node is reached: host:port, or host:port#NODE at a relay, where it can only be that node. */
export function readEndpoint(field: string, value: string, node: string): string {
  const [address = '', relayed, ...more] = value.split('#');
  if (more.length > 0 || (relayed !== undefined && relayed !== node)) {
    throw invalidField(field, `what is behind # must be the node itself, ${node}`);
  }
  readHostPort(field, address);
  return value;
}

/** host is a name, an IPv4 address or an IPv6 address in brackets. */
function readHostPort(field: string, value: string): void {
  const match = /^(\[[0-9a-fA-F:.]{2,45}\]|[a-zA-Z0-9](?:[a-zA-Z0-9.-]{0,252}[a-zA-Z0-9])?):(\d{1,5})$/.exec(
    value,
  );
  const port = Number(match?.[2]);
  if (!match || port < 1 || port > 65_535) {
    throw invalidField(field, `${JSON.stringify(value.slice(0, 80))} is not host:port`);
  }
}

export function readEngines(values: readonly string[]): string[] {
  const bad =
    values.length === 0 ||
    values.length > LIMITS.maxEngines ||
    values.some((v) => !/^[a-z][a-z0-9-]{0,31}(:[a-z0-9][a-z0-9-]{0,31})?$/.test(v));
  if (bad)
    throw invalidField('engines', `must be 1 to ${LIMITS.maxEngines} names like exact or process:numpy`);
  return [...new Set(values)];
}
