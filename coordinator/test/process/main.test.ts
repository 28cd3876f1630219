import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

interface Started {
  readonly child: ChildProcess;
  readonly restUrl: string;
  readonly grpcAddress: string;
  readonly log: () => string;
}

/** What a failed test left running. */
const children = new Set<ChildProcess>();

function start(env: Record<string, string>): Promise<Started> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  let log = '';
  let out = '';
  child.stderr?.on('data', (chunk) => {
    log += chunk;
  });
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      if (out.includes('\n'))
        resolve({ child, ...(JSON.parse(out) as { restUrl: string; grpcAddress: string }), log: () => log });
    });
    // Not 'exit', after which what it wrote last can still be on its way.
    child.once('close', (code) => reject(new Error(`exit ${code}: ${log}`)));
  });
}
const exited = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve));

/** Resident memory in MiB, as the kernel counts it. */
async function residentMib(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(text)?.[1]) / 1024;
}

describe('coordinator as a program', function () {
  this.timeout(300_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coordinator-'));
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
  });
  after(() => rm(folder, { recursive: true, force: true }));
  const environment = () => ({
    SOLANA_RPC_URL: 'http://127.0.0.1:9',
    COORDINATOR_AUTHORITY: 'So11111111111111111111111111111111111111112',
    CYXWIZ_DATA_DIR: folder,
    REST_PORT: '0',
    GRPC_PORT: '0',
    LOG_LEVEL: 'warn',
  });

  it('starts without a chain and waits for it, stays below 256 MiB, ends cleanly on SIGTERM, and keeps its keys', async () => {
    const first = await start(environment());
    expect((await fetch(`${first.restUrl}/livez`)).status).to.equal(200);
    const ready = await fetch(`${first.restUrl}/readyz`);
    expect(ready.status).to.equal(503);
    expect(await ready.json()).to.deep.include({ ready: false });
    const keys = await (await fetch(`${first.restUrl}/.well-known/jwks.json`)).json();
    for (let i = 0; i < 200; i++) await (await fetch(`${first.restUrl}/v1/jobs`)).arrayBuffer();
    expect(await residentMib(first.child.pid)).to.be.below(256);
    first.child.kill('SIGTERM');
    expect(await exited(first.child)).to.equal(0);
    const certificate = await readFile(join(folder, 'coordinator-cert.pem'), 'utf8');
    expect((await stat(join(folder, 'coordinator-key.pem'))).mode & 0o777).to.equal(0o600);

    const second = await start(environment());
    expect(await (await fetch(`${second.restUrl}/.well-known/jwks.json`)).json()).to.deep.equal(keys);
    expect(await readFile(join(folder, 'coordinator-cert.pem'), 'utf8')).to.equal(certificate);
    second.child.kill('SIGTERM');
    expect(await exited(second.child)).to.equal(0);
  });

  const wrong: [string, Record<string, string>, RegExp][] = [
    ['no RPC node', { SOLANA_RPC_URL: '' }, /SOLANA_RPC_URL/],
    ['an RPC node that is no URL', { SOLANA_RPC_URL: 'mainnet' }, /SOLANA_RPC_URL: Invalid URL/],
    ['a port beyond 65535', { REST_PORT: '70000' }, /REST_PORT/],
    ['a port that is not a number', { GRPC_PORT: 'grpc' }, /GRPC_PORT/],
    ['another database', { DATABASE_URL: 'mysql://localhost/x' }, /DATABASE_URL/],
    [
      'a database without a name',
      { DATABASE_URL: 'postgresql://postgres@127.0.0.1' },
      /postgresql:\/\/user:password@host/,
    ],
    ['nobody whose it is', { COORDINATOR_AUTHORITY: '' }, /set COORDINATOR_AUTHORITY/],
    ['two whose it is', { COORDINATOR_AUTHORITY_KEYPAIR_FILE: 'key.json' }, /and not both/],
    ['no address', { COORDINATOR_AUTHORITY: 'me' }, /COORDINATOR_AUTHORITY: must be a base58 address/],
    ['no limit', { WALLET_LIMIT: '0' }, /WALLET_LIMIT/],
    ['a rate that is none', { MINT_RATES: 'abc' }, /MINT_RATES: write mint=tokens/],
    ['a key file that is missing', { CRANK_KEYPAIR_FILE: '/nowhere/key.json' }, /nowhere/],
    ['a database that is away', { DATABASE_URL: 'postgresql://postgres@127.0.0.1:9/x' }, /ECONNREFUSED/],
    ['plain gRPC for everybody', { GRPC_TLS: 'plain', HOST: '0.0.0.0' }, /loopback only/],
  ];
  for (const [name, env, message] of wrong) {
    it(`refuses ${name} with a sentence and exit code 1`, async () => {
      const other = await mkdtemp(join(tmpdir(), 'coordinator-'));
      const error = await start({ ...environment(), CYXWIZ_DATA_DIR: other, ...env }).then(
        ({ child }) => {
          child.kill('SIGKILL');
          return undefined;
        },
        (e: unknown) => e as Error,
      );
      await rm(other, { recursive: true, force: true });
      expect(error?.message).to.match(/^exit 1/);
      expect(error?.message).to.match(message);
      expect(error?.message, 'no stack trace').to.not.match(/\n\s+at /);
    });
  }
});
