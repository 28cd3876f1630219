// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of untyped libraries that are used here.
declare module 'snarkjs' {
  interface Groth16Proof {
    readonly pi_a: readonly [string, string, string];
    readonly pi_b: readonly [readonly [string, string], readonly [string, string], readonly [string, string]];
    readonly pi_c: readonly [string, string, string];
    readonly protocol: string;
    readonly curve: string;
  }
  export const groth16: {
    prove(zkey: string, witness: string): Promise<{ proof: Groth16Proof; publicSignals: string[] }>;
    verify(key: unknown, publicSignals: readonly string[], proof: unknown): Promise<boolean>;
  };
  export interface SnarkjsLogger {
    error(text: string): void;
    warn(text: string): void;
    info(text: string): void;
    debug(text: string): void;
  }
  type Curve = import('ffjavascript').Curve;
  export const zKey: {
    exportVerificationKey(zkey: string): Promise<Record<string, unknown>>;
    newZKey(r1cs: string, ptau: string, zkey: string, logger?: SnarkjsLogger): Promise<unknown>;
    contribute(
      from: string,
      to: string,
      name: string,
      entropy: string,
      logger?: SnarkjsLogger,
    ): Promise<unknown>;
    beacon(
      from: string,
      to: string,
      name: string,
      hex: string,
      exponent: number,
      logger?: SnarkjsLogger,
    ): Promise<unknown>;
    verifyFromR1cs(r1cs: string, ptau: string, zkey: string, logger?: SnarkjsLogger): Promise<boolean>;
  };
  export const powersOfTau: {
    newAccumulator(curve: Curve, power: number, file: string): Promise<unknown>;
    contribute(from: string, to: string, name: string, entropy: string): Promise<unknown>;
    preparePhase2(from: string, to: string): Promise<unknown>;
    verify(file: string, logger?: SnarkjsLogger): Promise<boolean>;
  };
}

declare module 'ffjavascript' {
  export interface Curve {
    terminate(): Promise<void>;
  }
  export function buildBn128(singleThread?: boolean): Promise<Curve>;
}

declare module 'circomlibjs' {
  interface Poseidon {
    (inputs: readonly (bigint | Uint8Array)[]): Uint8Array;
    F: { toObject(element: Uint8Array): bigint };
  }
  export function buildPoseidon(): Promise<Poseidon>;
}
