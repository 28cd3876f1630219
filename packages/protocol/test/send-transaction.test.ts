import {
  Keypair,
  PublicKey,
  SystemProgram,
  TransactionInstruction,
  VersionedTransaction,
} from '@solana/web3.js';
import bs58 from 'bs58';
import { expect } from 'chai';
import {
  type ChainFailure,
  type CyxwizError,
  isFailure,
  jobEscrow,
  keypairSigner,
  type SendRequest,
  type SignatureState,
  type SimulationResult,
  type TransactionRpc,
  TransactionSender,
} from '../src/index.ts';

/** A chain of one height a poll, on which a test decides what becomes of each transaction. */
class ScriptedRpc implements TransactionRpc {
  height = 100;
  readonly sent: string[] = [];
  readonly blockhashes: string[] = [];
  states = new Map<string, SignatureState>();
  simulation: SimulationResult = { error: undefined, logs: [], computeUnits: 1_000 };
  onSend: (signature: string, count: number) => void = () => undefined;
  failing = new Set<string>();

  async latestBlockhash() {
    this.#check('latestBlockhash');
    const blockhash = Keypair.generate().publicKey.toBase58();
    this.blockhashes.push(blockhash);
    return { blockhash, lastValidBlockHeight: this.height + 10 };
  }
  async simulate() {
    return this.simulation;
  }
  async send(raw: Uint8Array) {
    this.#check('send');
    const { signatures } = VersionedTransaction.deserialize(raw);
    const signature = bs58.encode(signatures[0] ?? new Uint8Array());
    this.sent.push(signature);
    this.onSend(signature, this.sent.length);
  }
  async state(signature: string) {
    this.#check('state');
    return this.states.get(signature);
  }
  async finalizedHeight() {
    this.#check('finalizedHeight');
    this.height += 1;
    return this.height;
  }
  async outcome() {
    return { slot: 5, fee: 5_000, computeUnits: 900, logs: ['Program x success'] };
  }
  #check(name: string) {
    if (this.failing.has(name)) throw new Error('connection refused');
  }
}

describe('sending a transaction', () => {
  const payer = Keypair.generate();
  const request: SendRequest = {
    payer: keypairSigner(payer),
    instructions: [
      SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: PublicKey.default, lamports: 1 }),
    ],
  };
  const confirmed: SignatureState = { slot: 5, level: 'confirmed', error: null };
  let rpc: ScriptedRpc;
  let sender: TransactionSender;
  beforeEach(() => {
    rpc = new ScriptedRpc();
    let now = 0;
    sender = new TransactionSender(rpc, {
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    });
  });
  const failureOf = async (action: Promise<unknown>): Promise<ChainFailure> => {
    const error = await action.catch((e: unknown) => e);
    if (!isFailure(error)) throw error;
    return (error as CyxwizError<ChainFailure>).failure;
  };

  it('returns what it cost', async () => {
    rpc.onSend = (signature) => rpc.states.set(signature, confirmed);
    const sent = await sender.send(request);
    expect(sent).to.include({ slot: 5, fee: 5_000, computeUnits: 900, signature: rpc.sent[0] });
  });

  it('sends the same bytes again until they land', async () => {
    rpc.onSend = (signature, count) => {
      rpc.height = 100;
      if (count === 3) rpc.states.set(signature, confirmed);
    };
    sender = new TransactionSender(rpc, {
      pollMs: 1,
      resendMs: 1,
      sleep: () => new Promise((r) => setTimeout(r, 2)),
    });
    await sender.send(request);
    expect(new Set(rpc.sent).size).to.equal(1);
    expect(rpc.sent).to.have.length(3);
  });

  it('signs anew only when the finalized chain has passed the old blockhash', async () => {
    const heights: number[] = [];
    rpc.onSend = (signature) => {
      heights.push(rpc.height);
      if (new Set(rpc.sent).size === 2) rpc.states.set(signature, confirmed);
    };
    const sent = await sender.send(request);
    expect(new Set(rpc.sent).size).to.equal(2);
    expect(sent.signature).to.equal(rpc.sent.at(-1));
    expect(heights.at(-1)).to.be.greaterThan(110);
  });

  it('does not sign anew when the old one landed at the last moment', async () => {
    let asked = 0;
    rpc.state = async (signature) => {
      // Seen only by the look that follows the height's passing.
      asked = rpc.height > 110 ? asked + 1 : 0;
      return asked > 0 ? { ...confirmed, slot: 6 } : rpc.states.get(signature);
    };
    await sender.send(request);
    expect(rpc.blockhashes).to.have.length(1);
  });

  it('gives up with the last signature', async () => {
    const failure = await failureOf(sender.send({ ...request, attempts: 2 }));
    expect(failure).to.include({ code: 'TRANSACTION_EXPIRED', signature: rpc.sent.at(-1) });
    expect(rpc.blockhashes).to.have.length(2);
  });

  it('goes on when the RPC node fails after the transaction is out', async () => {
    let polls = 0;
    rpc.state = async (signature) => {
      polls += 1;
      if (polls < 4) throw new Error('connection reset');
      return signature === rpc.sent[0] ? confirmed : undefined;
    };
    expect((await sender.send(request)).signature).to.equal(rpc.sent[0]);
  });

  it('fails at once when the RPC node fails before', async () => {
    rpc.failing.add('latestBlockhash');
    const error = await sender.send(request).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(Error);
    expect(rpc.sent).to.deep.equal([]);
  });

  it('never sends what the simulation refuses, and names the error', async () => {
    const { code, name } = jobEscrow.idl.errors?.[0] ?? { code: 0, name: '' };
    const logs = [`Program ${jobEscrow.id} failed: custom program error`];
    rpc.simulation = { error: { InstructionError: [1, { Custom: code }] }, logs, computeUnits: 0 };
    const failure = await failureOf(sender.send(request));
    expect(failure).to.include({ code: 'PROGRAM_ERROR', program: 'job_escrow', error: name, number: code });
    expect(rpc.sent).to.deep.equal([]);
  });

  it('tells a lack of lamports from other failures', async () => {
    rpc.simulation = { error: 'AccountNotFound', logs: [], computeUnits: 0 };
    expect((await failureOf(sender.send(request))).code).to.equal('INSUFFICIENT_LAMPORTS');
    rpc.simulation = { error: { InstructionError: [0, 'InvalidArgument'] }, logs: ['l'], computeUnits: 0 };
    expect(await failureOf(sender.send(request))).to.include({
      code: 'TRANSACTION_FAILED',
      reason: 'InvalidArgument',
    });
  });

  it('reports a failure on chain with its signature', async () => {
    rpc.onSend = (signature) =>
      rpc.states.set(signature, { ...confirmed, error: { InstructionError: [1, 'Custom'] } });
    const failure = await failureOf(sender.send(request));
    expect(failure).to.include({ code: 'TRANSACTION_FAILED', signature: rpc.sent[0] });
  });

  it('waits for finalized when asked', async () => {
    let polls = 0;
    rpc.state = async () => ({ ...confirmed, level: ++polls > 3 ? 'finalized' : 'confirmed' });
    await sender.send({ ...request, commitment: 'finalized' });
    expect(polls).to.equal(4);
  });

  it('stops when told to, and says that the transaction may still land', async () => {
    const failure = await failureOf(sender.send({ ...request, signal: AbortSignal.abort() }));
    expect(failure).to.have.property('code', 'SENDING_ABORTED');
    expect(failure).to.have.property('signature');
  });

  it('shows each signature before it is sent', async () => {
    const shown: string[] = [];
    rpc.onSend = (signature) => {
      expect(shown).to.include(signature);
      rpc.states.set(signature, confirmed);
    };
    await sender.send({ ...request, onSignature: (signature) => void shown.push(signature) });
    expect(shown).to.deep.equal([rpc.sent[0]]);
  });

  it('only tries out what it is asked to simulate', async () => {
    expect(await sender.simulate(request)).to.equal(1_000);
    rpc.simulation = { error: { InstructionError: [1, { Custom: 1 }] }, logs: [], computeUnits: 0 };
    const failure = await failureOf(sender.simulate(request));
    expect(failure.code).to.equal('PROGRAM_ERROR');
    expect(rpc.sent).to.deep.equal([]);
  });

  it('says that what does not fit one transaction cannot be simulated', async () => {
    const sized = (length: number) =>
      new TransactionInstruction({ programId: PublicKey.default, keys: [], data: Buffer.alloc(length) });
    expect(await sender.simulate({ ...request, instructions: [sized(900)] })).to.equal(1_000);
    expect(await sender.simulate({ ...request, instructions: [sized(1_100)] })).to.equal(undefined);
    expect(await sender.simulate({ ...request, instructions: [sized(5_000)] })).to.equal(undefined);
  });
});
