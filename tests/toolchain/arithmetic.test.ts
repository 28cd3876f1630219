import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { address, getTransactionDecoder, lamports } from '@solana/kit';
import { Keypair, Transaction, TransactionInstruction } from '@solana/web3.js';
import { expect } from 'chai';
import { FailedTransactionMetadata, LiteSVM } from 'litesvm';
import { randomCase, SeededRandom } from './cases.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const CASE = 33;
const ANSWER = 17;
const CASES_PER_TRANSACTION = 30;
const CASES_PER_OPERATION = 1_500;

const OPERATIONS = [
  'u128 wrapping_mul',
  'u128 checked_mul',
  'u128 checked_div',
  'u128 checked_rem',
  'i128 checked_mul',
  'i128 checked_div',
  'i128 checked_rem',
  'u64 checked_mul',
  'i64 checked_mul',
  'i64 checked_div',
  'i64 checked_rem',
  'u128 <<',
  'u128 >>',
  'i128 >>',
  'u32 checked_mul',
  'i32 checked_mul',
  'f64 *',
  'f64 / and comparisons',
  'f64 to u64',
  'f64 to i64',
  'u64 * u64 / 10000 in u128',
  'i32 checked_div',
  'i8 checked_rem',
  'f64 + and comparisons',
  'u64 isqrt',
  'zeros',
  'byte swap',
  'u128 saturating_mul',
  'u128 rotate_left',
];
/** Operations whose answer is the bits of a double. */
const DOUBLE_ANSWERS = new Set([16, 17, 23]);

/** An answer without the sign of a NaN, which Rust leaves open. */
function comparable(operation: number, answer: Buffer): string {
  const copy = Buffer.from(answer);
  if (DOUBLE_ANSWERS.has(operation) && Number.isNaN(copy.readDoubleLE(0))) copy[7] = (copy[7] ?? 0) & 0x7f;
  return copy.toString('hex');
}

describe('toolchain arithmetic', function () {
  this.timeout(900_000);
  const seed = process.env['CYXWIZ_SEED'] ?? randomBytes(8).toString('hex');
  const payer = Keypair.generate();
  const program = Keypair.generate().publicKey;
  let svm: LiteSVM;

  before(() => {
    execFileSync(process.execPath, ['scripts/steps/arithmetic.mjs'], { cwd: root, stdio: 'inherit' });
    svm = new LiteSVM().withSigverify(false);
    svm.addProgramFromFile(address(program.toBase58()), `${root}target/arithmetic/arithmetic.so`);
    svm.airdrop(address(payer.publicKey.toBase58()), lamports(1_000_000_000_000n));
  });

  function inTheMachine(cases: Buffer): Buffer {
    svm.expireBlockhash();
    const transaction = new Transaction({
      feePayer: payer.publicKey,
      recentBlockhash: svm.latestBlockhash(),
    });
    transaction.add(new TransactionInstruction({ programId: program, keys: [], data: cases }));
    const bytes = transaction.serialize({ requireAllSignatures: false, verifySignatures: false });
    const result = svm.sendTransaction(getTransactionDecoder().decode(bytes));
    if (result instanceof FailedTransactionMetadata)
      throw new Error(`the program failed: ${result.toString()}`);
    // Return data ends before its trailing zeros.
    const answers = Buffer.alloc((cases.length / CASE) * ANSWER);
    answers.set(result.returnData().data());
    return answers;
  }

  function onTheHost(cases: Buffer): Buffer {
    const { stdout, status } = spawnSync(`${root}target/arithmetic/arithmetic-host`, {
      input: cases,
      maxBuffer: 1 << 26,
    });
    if (status !== 0) throw new Error(`the host program ended with ${status}`);
    return stdout;
  }

  for (const [operation, name] of OPERATIONS.entries()) {
    it(`${name} is the same in the virtual machine and on the host`, () => {
      const random = new SeededRandom(`${seed}:${operation}`);
      const cases = Buffer.concat(
        Array.from({ length: CASES_PER_OPERATION }, () => randomCase(operation, random)),
      );
      const expected = onTheHost(cases);
      expect(expected.length).to.equal(CASES_PER_OPERATION * ANSWER);
      for (let at = 0; at < CASES_PER_OPERATION; at += CASES_PER_TRANSACTION) {
        const batch = cases.subarray(at * CASE, (at + CASES_PER_TRANSACTION) * CASE);
        const got = inTheMachine(batch);
        for (let i = 0; i < batch.length / CASE; i++) {
          const answer = comparable(operation, got.subarray(i * ANSWER, (i + 1) * ANSWER));
          const wanted = comparable(operation, expected.subarray((at + i) * ANSWER, (at + i + 1) * ANSWER));
          const which = batch.subarray(i * CASE, (i + 1) * CASE).toString('hex');
          expect(answer, `case ${which}; run again with CYXWIZ_SEED=${seed}`).to.equal(wanted);
        }
      }
    });
  }

  it('every operation of the program is among them', () => {
    const unknown = Buffer.concat([Buffer.of(OPERATIONS.length), Buffer.alloc(32)]);
    expect(onTheHost(unknown).at(-1)).to.equal(9);
  });
});
