import { decodeEvents, type ProgramEvent, programs, sha256 } from '@cyxwiz/protocol';
import { getTransactionDecoder, address as kitAddress, lamports } from '@solana/kit';
import {
  ComputeBudgetProgram,
  Keypair,
  PublicKey,
  Transaction,
  type TransactionInstruction,
} from '@solana/web3.js';
import bs58 from 'bs58';
import { Clock, FailedTransactionMetadata, LiteSVM, type TransactionMetadata } from 'litesvm';
import { bytecode, deployment, FILES, type ProgramName } from './bytecode.ts';
import { Audit } from './conservation.ts';
import { Refused } from './refused.ts';

/** Where every test's clock starts: a fixed day, so that no test depends on the real one. */
export const START = 1_800_000_000n;
const LAMPORTS_PER_SIGNATURE = 5_000n;
const LOADER = new PublicKey('BPFLoaderUpgradeab1e11111111111111111111111');
/** Bytes before a program's code: a tag, a slot and who may upgrade it. */
const LOADER_HEADER = 45;
/** What an account is. */
export interface StoredAccount {
  readonly owner: PublicKey;
  readonly lamports: bigint;
  readonly data: Uint8Array;
}

/** A transaction that went through. */
export interface Sent {
  readonly logs: readonly string[];
  readonly units: bigint;
  readonly fee: bigint;
  readonly bytes: number;
  readonly events: readonly ProgramEvent[];
}

export interface SendOptions {
  /** Lets accounts sign that nobody has a key for, as a calling program would with its own account. */
  readonly asProgram?: boolean;
  /** Who pays the fee; default the chain's fee payer. */
  readonly payer?: Keypair;
  /** Compute units to ask for, when the default of 200,000 is too little. */
  readonly units?: number;
}

/** A chain of its own, in this process, with the four programs. Every transaction is audited. */
export class Chain {
  readonly svm = new LiteSVM();
  readonly feePayer: Keypair;
  readonly audit: Audit;
  #wallets = 0;
  #deployment = -1;

  constructor() {
    this.#deploy();
    this.svm.setClock(new Clock(1_000n, START, 2n, 3n, START));
    this.feePayer = this.wallet();
    this.audit = new Audit(this);
  }

  #deploy(): void {
    for (const name of Object.keys(FILES) as ProgramName[]) {
      const { id } = programs[name];
      const record = PublicKey.findProgramAddressSync([id.toBytes()], LOADER)[0];
      const before = this.account(record);
      this.svm.addProgram(kitAddress(id.toBase58()), bytecode(name));
      const after = this.account(record);
      if (!before || !after) continue;
      // Who may upgrade the program is not the bytecode's to say.
      const data = after.data.slice();
      data.set(before.data.subarray(0, LOADER_HEADER));
      this.setAccount(record, { ...after, data });
    }
    this.#deployment = deployment();
  }

  /** A funded wallet; the n-th of every chain is the same, so that addresses and compute units repeat. */
  wallet(): Keypair {
    this.#wallets += 1;
    const wallet = Keypair.fromSeed(sha256(Buffer.from(`test wallet ${this.#wallets}`)));
    this.svm.airdrop(kitAddress(wallet.publicKey.toBase58()), lamports(100_000_000_000n));
    return wallet;
  }

  /** A program's bytecode. */
  code(name: ProgramName): Uint8Array {
    return bytecode(name);
  }

  /** Unix seconds on the chain's clock. */
  now(): bigint {
    return this.svm.getClock().unixTimestamp;
  }

  /** Lets `seconds` pass, with slots of 200 ms. */
  warp(seconds: bigint | number): void {
    const clock = this.svm.getClock();
    clock.unixTimestamp += BigInt(seconds);
    clock.slot += BigInt(seconds) * 5n;
    this.svm.setClock(clock);
  }

  account(address: PublicKey): StoredAccount | undefined {
    const found = this.svm.getAccount(kitAddress(address.toBase58()));
    if (!found.exists) return undefined;
    return {
      owner: new PublicKey(found.programAddress),
      lamports: found.lamports,
      data: Uint8Array.from(found.data),
    };
  }

  /** Puts an account there, which no transaction could: for states that must be refused. */
  setAccount(address: PublicKey, { owner, data, lamports: balance }: StoredAccount): void {
    this.svm.setAccount({
      address: kitAddress(address.toBase58()),
      programAddress: kitAddress(owner.toBase58()),
      data,
      lamports: lamports(balance),
      executable: false,
      space: BigInt(data.length),
    });
  }

  /** Lamports that keep an account of `size` bytes. */
  rent(size: number): bigint {
    return this.svm.minimumBalanceForRentExemption(BigInt(size));
  }

  /**
   * Sends one transaction and audits it: lamports and tokens are conserved to the unit, vaults cover what is owed,
   * and a refused transaction leaves every account as it was.
   * @throws Refused with the error's name
   */
  send(
    instructions: readonly TransactionInstruction[],
    signers: readonly Keypair[] = [],
    options: SendOptions = {},
  ): Sent {
    if (this.#deployment !== deployment()) this.#deploy();
    this.svm.expireBlockhash();
    const { payer = this.feePayer } = options;
    const transaction = new Transaction({
      feePayer: payer.publicKey,
      recentBlockhash: this.svm.latestBlockhash(),
    });
    if (options.units) transaction.add(ComputeBudgetProgram.setComputeUnitLimit({ units: options.units }));
    transaction.add(...instructions);
    const message = transaction.compileMessage();
    const needed = message.accountKeys.slice(0, message.header.numRequiredSignatures).map(String);
    const others = signers.filter((key) => key !== payer && needed.includes(key.publicKey.toBase58()));
    transaction.partialSign(payer, ...others);
    const bytes = transaction.serialize({ requireAllSignatures: false, verifySignatures: false });
    const fee = LAMPORTS_PER_SIGNATURE * BigInt(needed.length);
    const before = this.audit.open(message.accountKeys);
    this.svm.withSigverify(!options.asProgram);
    const result = this.svm.sendTransaction(getTransactionDecoder().decode(bytes));
    if (result instanceof FailedTransactionMetadata) {
      this.audit.closeRefused(before, payer.publicKey, fee);
      throw Refused.from(result);
    }
    this.audit.close(before, fee);
    const keys = message.accountKeys.map(String);
    return {
      logs: result.logs(),
      units: result.computeUnitsConsumed(),
      fee,
      bytes: bytes.length,
      events: events(result, keys),
    };
  }
}

function events(result: TransactionMetadata, accountKeys: readonly string[]): readonly ProgramEvent[] {
  const innerInstructions = result.innerInstructions().map((calls) => ({
    instructions: calls.map((call) => ({
      programIdIndex: call.instruction().programIdIndex(),
      data: bs58.encode(call.instruction().data()),
    })),
  }));
  return decodeEvents({ transaction: { message: { accountKeys } }, meta: { err: null, innerInstructions } });
}
