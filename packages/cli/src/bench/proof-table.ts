import type { Table } from './figures.ts';

/** Medians of one prover on one circuit. */
export interface Measured {
  readonly witnessMs: number;
  readonly proveMs: number;
  readonly peakMib: number;
  readonly twoAtOnce?: { readonly apartMs: number; readonly peakMib: number };
}

/** One circuit. */
export interface Column {
  readonly name: string;
  readonly steps: number;
  readonly constraints: number;
  readonly keyBytes: number;
  /** Compute units of the instruction that verifies it, where they have been measured. */
  readonly units: number | undefined;
  readonly native: Measured;
  readonly snarkjs: Measured;
}

/** A proof as the chain takes it: two points of G1, one of G2. */
const PROOF_BYTES = 64 + 128 + 64;

export function table(columns: readonly Column[]): Table {
  const row = (name: string, of: (column: Column) => string | number) => [name, ...columns.map(of)];
  const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`;
  const mib = (value: number) => `${Math.round(value).toLocaleString('en')} MiB`;
  return {
    head: ['', ...columns.map(({ name }) => name)],
    rows: [
      row('steps in a proof', ({ steps }) => steps),
      row('constraints', ({ constraints }) => constraints),
      row('key', ({ keyBytes }) => `${(keyBytes / 1e6).toFixed(1)} MB`),
      row('proof', () => `${PROOF_BYTES} bytes`),
      row('compute units of prove_audit', ({ units }) => units ?? 'not measured'),
      row('native: witness', ({ native }) => ms(native.witnessMs)),
      row('native: proof', ({ native }) => ms(native.proveMs)),
      row('native: peak memory', ({ native }) => mib(native.peakMib)),
      row('native, two at once: one proof every', ({ native }) =>
        ms(native.twoAtOnce?.apartMs ?? Number.NaN),
      ),
      row('native, two at once: peak memory', ({ native }) => mib(native.twoAtOnce?.peakMib ?? Number.NaN)),
      row('snarkjs: witness', ({ snarkjs }) => ms(snarkjs.witnessMs)),
      row('snarkjs: proof', ({ snarkjs }) => ms(snarkjs.proveMs)),
      row('snarkjs: peak memory', ({ snarkjs }) => mib(snarkjs.peakMib)),
    ],
  };
}
