// SPDX-License-Identifier: GPL-3.0-or-later
//
// The process behind WorkerProcess. It ends with its parent and on SIGTERM; files it was writing are the caller's.
// Computing a witness needs little memory, so what only snarkjs needs is imported when it is asked for.
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ProofFailure } from './failure.ts';
import type { ProofWithSignals, VerifyingKey } from './groth16.ts';
import type { WorkerReply, WorkerRequest } from './worker-process.ts';

interface WitnessCalculator {
  /** The field modulus. */
  readonly prime: bigint;
  calculateWTNSBin(input: Readonly<Record<string, unknown>>, sanityCheck: number): Promise<Uint8Array>;
}

class Refused extends Error {
  readonly failure: ProofFailure;
  constructor(failure: ProofFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

const calculators = new Map<string, Promise<WitnessCalculator>>();
let last: Promise<void> = Promise.resolve();

process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
process.on('message', (request: WorkerRequest & { id: number }) => {
  // One at a time: two at once would only share the same cores and double the memory.
  last = last.then(async () => {
    process.send?.(await reply(request));
  });
});

async function reply({ id, ...request }: WorkerRequest & { id: number }): Promise<WorkerReply> {
  try {
    return { id, ok: true, value: await serve(request as WorkerRequest) };
  } catch (error) {
    if (error instanceof Refused) return { id, ok: false, failure: error.failure };
    const failure = { code: 'PROVER_FAILED', message: messageOf(error), proverCode: 'worker' } as const;
    return { id, ok: false, failure };
  }
}

async function serve(request: WorkerRequest): Promise<unknown> {
  switch (request.op) {
    case 'witness':
      return witness(request);
    case 'prove':
      return prove(request);
    case 'verify':
      return (await import('./snarkjs-verify.ts')).groth16Verify(
        readKey(request.verifyingKey),
        request.publicSignals,
        request.proof,
      );
  }
}

async function witness(request: WorkerRequest & { op: 'witness' }): Promise<void> {
  const calculator = await loadCalculator(request.wasm, request.calculator);
  checkCanonical(request.input, calculator.prime);
  let bytes: Uint8Array;
  try {
    bytes = await calculator.calculateWTNSBin(request.input, 0);
  } catch (error) {
    calculators.delete(request.wasm); // it keeps the messages of a failure and adds them to the next one
    const [first, second] = messageOf(error).split('\n');
    const where = [first, second]
      .filter(Boolean)
      .join(' ')
      .replace(/^Error: /, '');
    throw new Refused({
      code: 'WITNESS_REJECTED',
      message: `the inputs break a rule of the circuit: ${where}`,
    });
  }
  // Witnesses may be secret: only this user may read them.
  const file = await open(request.out, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
  } finally {
    await file.close();
  }
}

/** The calculator reduces what it gets, so that a number past the modulus would silently mean another one. */
function checkCanonical(input: Readonly<Record<string, unknown>>, modulus: bigint): void {
  for (const [name, value] of Object.entries(input)) {
    for (const item of [value].flat(Number.POSITIVE_INFINITY)) {
      const text = String(item);
      if (!/^[0-9]{1,78}$/.test(text) || BigInt(text) >= modulus) {
        throw new Refused({
          code: 'WITNESS_REJECTED',
          message: `input ${name} is not a number below the field modulus`,
        });
      }
    }
  }
}

function loadCalculator(wasm: string, script: string): Promise<WitnessCalculator> {
  const known = calculators.get(wasm);
  if (known) return known;
  const build = createRequire(import.meta.url)(script) as (code: Uint8Array) => Promise<WitnessCalculator>;
  const calculator = build(readFileSync(wasm));
  calculators.set(wasm, calculator);
  return calculator;
}

async function prove(request: WorkerRequest & { op: 'prove' }): Promise<ProofWithSignals> {
  const { groth16 } = await import('snarkjs');
  const made = await groth16.prove(request.zkey, request.witness);
  // snarkjs makes a proof of anything; one that does not hold must not leave this process.
  if (!(await groth16.verify(readKey(request.verifyingKey), made.publicSignals, made.proof))) {
    const message = 'some constraint does not hold for this witness';
    throw new Refused({ code: 'PROVER_FAILED', message, proverCode: 'unsatisfied_witness' });
  }
  return made;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readKey(path: string): VerifyingKey {
  return JSON.parse(readFileSync(path, 'utf8')) as VerifyingKey;
}
