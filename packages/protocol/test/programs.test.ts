import anchor from '@coral-xyz/anchor';
import { Keypair, PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import {
  camelCase,
  createJob,
  decodeEvents,
  decodeType,
  describeProgramError,
  encodeType,
  eventAuthority,
  governance,
  type Idl,
  type IdlType,
  initialParameters,
  isFailure,
  jobAddress,
  jobEscrow,
  jobNonce,
  jobVaultAddress,
  nodeAddress,
  nodeRegistry,
  programs,
  Reader,
  stakeVaultAddress,
  verifyingKeyAddress,
} from '../src/index.ts';

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (isFailure(error)) return error.code;
    throw error;
  }
  return 'no failure';
}

/** Some value of a type, with every integer at one end of its range. */
function sample(idl: Idl, type: IdlType, high: boolean): unknown {
  if (typeof type === 'string') {
    const match = /^([iu])(\d+)$/.exec(type);
    if (match) {
      const bits = BigInt(match[2] ?? 0);
      const limit =
        match[1] === 'u' ? [0n, (1n << bits) - 1n] : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
      const value = limit[high ? 1 : 0] ?? 0n;
      return bits > 32n ? value : Number(value);
    }
    if (type === 'bool') return high;
    if (type === 'pubkey') return Keypair.generate().publicKey.toBase58();
    if (type === 'string') return 'grün';
    return Uint8Array.of(1, 2, 3);
  }
  if ('option' in type) return high ? sample(idl, type.option, high) : null;
  if ('vec' in type) return Array.from({ length: high ? 3 : 0 }, () => sample(idl, type.vec, high));
  if ('array' in type) {
    const length = type.array[1] as number;
    if (type.array[0] === 'u8') return new Uint8Array(length).fill(high ? 255 : 0);
    return Array.from({ length }, () => sample(idl, type.array[0], high));
  }
  const definition = idl.types?.find((t) => t.name === type.defined.name)?.type;
  if (definition?.kind === 'enum') {
    const variant = definition.variants.at(high ? -1 : 0);
    if (!variant?.fields?.length) return variant?.name;
    return { kind: variant.name, value: record(idl, variant.fields, high) };
  }
  return record(idl, definition?.fields ?? [], high);
}

function record(idl: Idl, fields: readonly unknown[], high: boolean): Record<string, unknown> {
  const named = fields as readonly { name: string; type: IdlType }[];
  return Object.fromEntries(named.map((f) => [camelCase(f.name), sample(idl, f.type, high)]));
}

/** A value as Anchor's own coder gives it, in our terms, so that the two can be compared. */
function plain(value: unknown): unknown {
  if (anchor.BN.isBN(value)) return `${value}`;
  if (typeof value === 'bigint' || typeof value === 'number') return `${value}`;
  if (value instanceof PublicKey) return value.toBase58();
  if (value instanceof Uint8Array) return [...value].map(String);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [camelCase(key), plain(item)]));
  }
  return value;
}

/** Anchor writes a unit variant as `{ Running: {} }`. */
function untag(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untag);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, body] = entries[0] ?? [];
  if (entries.length === 1 && name && /^[A-Z]/.test(name) && JSON.stringify(body) === '{}') return name;
  return Object.fromEntries(entries.map(([key, item]) => [key, untag(item)]));
}

describe('codec', () => {
  for (const { idl } of Object.values(programs)) {
    for (const { name } of idl.types ?? []) {
      it(`${idl.metadata.name}.${name} survives, with its integers at both ends`, () => {
        for (const high of [true, false]) {
          const type = { defined: { name } };
          const value = sample(idl, type, high);
          const reader = new Reader(encodeType(idl, type, value, name));
          expect(decodeType(idl, type, reader)).to.deep.equal(value);
        }
      });
    }
    for (const account of idl.accounts ?? []) {
      it(`Anchor's own coder reads the same ${idl.metadata.name}.${account.name}`, () => {
        const type = { defined: { name: account.name } };
        const body = encodeType(idl, type, sample(idl, type, true), account.name);
        const data = Buffer.concat([Buffer.from(account.discriminator), body]);
        const coder = new anchor.BorshAccountsCoder(idl as unknown as anchor.Idl);
        const theirs = untag(plain(coder.decode(account.name, data)));
        expect(plain(decodeType(idl, type, new Reader(body)))).to.deep.equal(theirs);
      });
    }
  }

  const idl = governance.idl;
  const cases: [string, IdlType, unknown][] = [
    ['missing', 'u8', undefined],
    ['text', 'u64', '1'],
    ['negative', 'u64', -1n],
    ['too big', 'u64', 1n << 64n],
    ['too small', 'i64', -(1n << 63n) - 1n],
    ['half', 'u16', 0.5],
    ['not a number', 'u32', Number.NaN],
    ['unsafe', 'u64', 2 ** 60],
    ['not boolean', 'bool', 1],
    ['no address', 'pubkey', 'abc'],
    ['too short', { array: ['u8', 32] }, new Uint8Array(31)],
    ['not bytes', { array: ['u8', 2] }, 'ab'],
    ['no list', { vec: 'u64' }, 1n],
    ['no object', { defined: { name: 'FeeParams' } }, null],
  ];
  for (const [name, type, value] of cases) {
    it(`refuses an argument that is ${name}`, () => {
      expect(codeOf(() => encodeType(idl, type, value, 'argument'))).to.equal('INVALID_ARGUMENT');
    });
  }

  it('refuses data that are too short, and those of another account', () => {
    const discriminator = jobEscrow.accountDiscriminator('Job');
    expect(codeOf(() => jobEscrow.decodeAccount('Job', discriminator))).to.equal('DATA_TOO_SHORT');
    expect(codeOf(() => jobEscrow.decodeAccount('Client', discriminator))).to.equal('WRONG_ACCOUNT_TYPE');
    expect(codeOf(() => jobEscrow.decodeAccount('Job', new Uint8Array()))).to.equal('WRONG_ACCOUNT_TYPE');
  });
});

describe('addresses and instructions', () => {
  const client = Keypair.generate().publicKey;
  const mint = Keypair.generate().publicKey;

  it('follow the seeds that the programs declare', () => {
    const find = (program: PublicKey, ...seeds: (string | Uint8Array)[]) =>
      PublicKey.findProgramAddressSync(
        seeds.map((seed) => Buffer.from(seed)),
        program,
      )[0].toBase58();
    const nonce = Buffer.alloc(8);
    nonce.writeBigUInt64LE(2n ** 64n - 1n);
    expect(jobAddress(client, 2n ** 64n - 1n)).to.equal(find(jobEscrow.id, 'job', client.toBytes(), nonce));
    const node = nodeAddress(client);
    expect(node).to.equal(find(nodeRegistry.id, 'node', client.toBytes()));
    expect(stakeVaultAddress(node).toBase58()).to.equal(
      find(nodeRegistry.id, 'stake', new PublicKey(node).toBytes()),
    );
    expect(verifyingKeyAddress(1, 2).toBase58()).to.equal(
      find(governance.id, 'verifying_key', Uint8Array.of(1, 0), Uint8Array.of(2, 0)),
    );
  });

  const args = {
    nonce: 7n,
    price: 1n,
    assignmentHash: new Uint8Array(32),
    specHash: new Uint8Array(32),
    datasetRoot: new Uint8Array(32),
    initialWeights: new Uint8Array(32),
    epochs: 1,
    checkpointInterval: 1,
    estimatedSeconds: 1,
    deadlineSeconds: 600n,
    tier: 'Committed' as const,
    audits: 0,
    clientNonceHash: new Uint8Array(32),
  };

  it('a number for a new job is one whose addresses are found at once', () => {
    let next = 0n;
    const client = PublicKey.unique();
    const nonce = jobNonce(client, () => next++);
    expect(nonce).to.equal(next - 1n);
    const number = new Uint8Array(8);
    new DataView(number.buffer).setBigUint64(0, nonce, true);
    const seeds = [Buffer.from('job'), client.toBytes(), number];
    const [job, bump] = PublicKey.findProgramAddressSync(seeds, jobEscrow.id);
    const [vault, vaultBump] = PublicKey.findProgramAddressSync(
      [Buffer.from('vault'), job.toBytes()],
      jobEscrow.id,
    );
    expect([bump, vaultBump]).to.deep.equal([255, 255]);
    expect([job.toBase58(), vault.toBase58()]).to.deep.equal([
      jobAddress(client, nonce),
      jobVaultAddress(job).toBase58(),
    ]);
  });

  it('createJob fills in every account, and only the payers sign', () => {
    const instruction = createJob(args, { client, mint });
    const declared = jobEscrow.idl.instructions.find(({ name }) => name === 'create_job');
    expect(instruction.keys).to.have.length(declared?.accounts.length ?? 0);
    expect(instruction.keys.filter((key) => key.isSigner).every((key) => key.pubkey.equals(client))).to.equal(
      true,
    );
    expect(instruction.keys.at(-1)?.pubkey.equals(jobEscrow.id)).to.equal(true);
    expect(instruction.keys.at(-2)?.pubkey.equals(eventAuthority(jobEscrow.id))).to.equal(true);
    const coder = new anchor.BorshInstructionCoder(jobEscrow.idl as unknown as anchor.Idl);
    expect(coder.decode(instruction.data)?.name).to.equal('create_job');
  });

  it('a missing account and a wrong argument are named', () => {
    const build = (change: object) => () => createJob({ ...args, ...change }, { client, mint });
    expect(build({ price: -1n })).to.throw(/createJob\.args\.price must be a whole number/);
    expect(build({ tier: 'Other' })).to.throw(/one of Committed, Exact/);
    expect(codeOf(() => jobEscrow.instruction('closeJob', {}, {} as never))).to.equal('MISSING_ACCOUNT');
  });
});

describe('errors, events, constants, parameters', () => {
  it('every error of every program has a number of its own and is described', () => {
    const seen = new Set<number>();
    for (const { idl } of Object.values(programs)) {
      for (const { code, name } of idl.errors ?? []) {
        expect(seen.has(code), `${code}`).to.equal(false);
        seen.add(code);
        expect(describeProgramError(idl.address, code)).to.include({
          program: idl.metadata.name,
          error: name,
        });
        expect(describeProgramError(undefined, code)).to.include({ error: name });
      }
    }
  });

  it("knows Anchor's own errors, and says so when it does not know", () => {
    expect(describeProgramError(jobEscrow.id.toBase58(), 2006).error).to.equal('ConstraintSeeds');
    expect(describeProgramError(jobEscrow.id.toBase58(), 9999).error).to.equal('Custom');
    const other = Keypair.generate().publicKey.toBase58();
    expect(describeProgramError(other, 6000)).to.include({ program: other, error: 'Custom' });
  });

  it('decodes events of calls by the program itself, and of no other', () => {
    const type = { defined: { name: 'PauseSet' } };
    const body = encodeType(governance.idl, type, sample(governance.idl, type, true), 'event');
    const event = governance.idl.events?.find(({ name }) => name === 'PauseSet');
    const tag = Buffer.from('e445a52e51cb9a1d', 'hex');
    const data = Buffer.concat([tag, Buffer.from(event?.discriminator ?? []), body]);
    const transaction = (program: PublicKey, err: unknown = null) => ({
      transaction: { message: { staticAccountKeys: [Keypair.generate().publicKey, program] } },
      meta: {
        err,
        innerInstructions: [
          { instructions: [{ programIdIndex: 1, data: anchor.utils.bytes.bs58.encode(data) }] },
        ],
      },
    });
    expect(decodeEvents(transaction(governance.id)).map(({ name }) => name)).to.deep.equal(['PauseSet']);
    expect(decodeEvents(transaction(jobEscrow.id))).to.deep.equal([]);
    expect(decodeEvents(transaction(governance.id, { InstructionError: [0, 'x'] }))).to.deep.equal([]);
  });

  it('the parameters fit the program and keep their widths', () => {
    const params = initialParameters();
    expect(params.stake.minStake[0]).to.equal(50_000_000_000n);
    expect(params.escrow.objectionWindow).to.equal(600n);
    expect(params.fees.splitBps).to.deep.equal([4000, 3000, 2000, 1000]);
    const type = { defined: { name: 'ConfigParams' } };
    const bytes = encodeType(governance.idl, type, params, 'params');
    expect(decodeType(governance.idl, type, new Reader(bytes))).to.deep.equal(params);
  });

  it('constants come as numbers and bytes', () => {
    expect(jobEscrow.constant('MAX_CHECKPOINTS')).to.equal(64n);
    expect(jobEscrow.constant('JOB_SEED')).to.deep.equal(new TextEncoder().encode('job'));
    expect(codeOf(() => jobEscrow.constant('NO_SUCH'))).to.equal('IDL_MISMATCH');
  });
});
