// SPDX-License-Identifier: GPL-3.0-or-later
//
// The steps of a key ceremony, by snarkjs. Each throws an Error that says what is wrong; a step that throws leaves no
// file that another step would accept.
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { powersOfTau, type SnarkjsLogger, zKey } from 'snarkjs';
import { powerNeeded, powerOf } from './powers.ts';

/** What everybody who checks a key must have. */
export interface Statement {
  readonly r1cs: string;
  /** A prepared powers-of-tau file of a ceremony that the reader trusts, at least as large as the circuit. */
  readonly ptau: string;
}

/** Collects what snarkjs says, so that a refusal comes with its reason. */
function listen() {
  const said: string[] = [];
  const told: string[] = [];
  const logger: SnarkjsLogger = {
    error: (text) => void said.push(text),
    warn: (text) => void said.push(text),
    info: (text) => void told.push(text),
    debug: () => {},
  };
  return { said, told, logger };
}

function requireInputs(...paths: string[]): void {
  const missing = paths.find((path) => !existsSync(path));
  if (missing) throw new Error(`${missing} does not exist`);
}

function requireNew(path: string): void {
  if (existsSync(path)) throw new Error(`${path} exists: a ceremony never overwrites a file`);
}

/** Said before minutes are spent on a file that cannot do. */
function requirePowers({ r1cs, ptau }: Statement): void {
  const [found, needed] = [powerOf(ptau), powerNeeded(r1cs)];
  if (found >= needed) return;
  throw new Error(
    `${ptau} holds 2^${found} powers of tau; ${r1cs} has a domain of 2^${needed} and needs as many`,
  );
}

/** The first key file, to which people contribute. It proves nothing yet: its gamma equals its delta. */
export async function begin({ r1cs, ptau }: Statement, out: string): Promise<void> {
  requireInputs(r1cs, ptau);
  requireNew(out);
  requirePowers({ r1cs, ptau });
  const { logger, said } = listen();
  if (!(await powersOfTau.verify(ptau, logger))) {
    throw new Error(`${ptau} is not a valid powers-of-tau file:\n${said.join('\n')}`);
  }
  const hash = await zKey.newZKey(r1cs, ptau, out, logger);
  if (hash instanceof Uint8Array) return;
  rmSync(out, { force: true });
  throw new Error(`no key could be made:\n${said.join('\n')}`);
}

/**
 * Adds one person's secret and forgets it. The key is sound if one contributor did so.
 * @returns the hash of the contribution, hexadecimal, for the contributor to publish.
 */
export async function contribute(from: string, out: string, name: string): Promise<string> {
  requireInputs(from);
  requireNew(out);
  if (name.trim() === '') throw new Error('a contribution needs a name');
  const { logger, said } = listen();
  const hash = await zKey.contribute(from, out, name, randomBytes(64).toString('hex'), logger);
  return contributionHash(hash, said);
}

/**
 * Adds public randomness that nobody could know before the last contribution, so that the last contributor had no
 * choice among keys.
 * @param beacon hexadecimal, such as a block hash whose height was announced
 * @param iterationsExponent the beacon is hashed 2^this times: 10 to 63
 */
export async function applyBeacon(
  from: string,
  out: string,
  beacon: string,
  iterationsExponent = 10,
): Promise<string> {
  requireInputs(from);
  requireNew(out);
  if (!/^(?:[0-9a-fA-F]{2}){16,255}$/.test(beacon))
    throw new Error('a beacon is 16 to 255 bytes in hexadecimal');
  if (!Number.isInteger(iterationsExponent) || iterationsExponent < 10 || iterationsExponent > 63) {
    throw new Error('the exponent of the iterations is from 10 to 63');
  }
  const { logger, said } = listen();
  const hash = await zKey.beacon(from, out, 'beacon', beacon, iterationsExponent, logger);
  return contributionHash(hash, said);
}

/**
 * Checks the circuit, the powers of tau and every contribution.
 * @returns how many contributions are secrets of people; a beacon is public and protects nobody by itself.
 */
export async function verify({ r1cs, ptau }: Statement, zkey: string): Promise<number> {
  requireInputs(r1cs, ptau, zkey);
  requirePowers({ r1cs, ptau });
  const { logger, said, told } = listen();
  const sound = await zKey.verifyFromR1cs(r1cs, ptau, zkey, logger).catch((error: Error) => {
    said.push(error.message);
    return false;
  });
  if (!sound)
    throw new Error(`${zkey} does not come from this circuit and these powers of tau:\n${said.join('\n')}`);
  const lines = (start: RegExp) => told.filter((line) => start.test(line)).length;
  return lines(/^contribution #\d+ /) - lines(/^Beacon generator: /);
}

/** Verifies once more and writes the verifying key, not marked as a development key. */
export async function finalise(statement: Statement, zkey: string, out: string): Promise<void> {
  requireNew(out);
  if ((await verify(statement, zkey)) === 0) {
    throw new Error(`${zkey} holds nobody's contribution: anybody can forge proofs for it`);
  }
  const key = await zKey.exportVerificationKey(zkey);
  const { protocol, curve, ...rest } = JSON.parse(JSON.stringify(key)) as Record<string, unknown>;
  writeFileSync(out, `${JSON.stringify({ protocol, curve, development: false, ...rest }, null, 2)}\n`);
}

function contributionHash(hash: unknown, said: readonly string[]): string {
  if (!(hash instanceof Uint8Array)) throw new Error(`the key file is refused:\n${said.join('\n')}`);
  return Buffer.from(hash).toString('hex');
}
