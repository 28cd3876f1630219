import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { type Localnet, startLocalnet } from '@cyxwiz/localnet';
import { ensureTlsIdentity } from '@cyxwiz/node';
import { fromHex, keypairSigner, registerNode } from '@cyxwiz/protocol';
import { CyxwizClient, keypairWallet, type NodeSession, type PreparedJob, prepareJob } from '@cyxwiz/sdk';
import { Keypair } from '@solana/web3.js';
import type { Say } from './figures.ts';

/** Where a file of the repository lies. */
export const repositoryFile = (path: string) =>
  fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const TOKEN = 10n ** 9n;
const READY_MS = 60_000;

/** A program that prints a line of JSON when it is ready. */
export interface Program {
  readonly pid: number;
  readonly ready: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Coordinator and node agent as processes of their own, on a chain in this one. */
export class System {
  readonly chain: Localnet;
  readonly folder: string;
  readonly client = Keypair.generate();
  readonly owner = Keypair.generate();
  readonly operator = Keypair.generate();
  readonly #programs: Program[] = [];
  coordinator!: Program;

  private constructor(chain: Localnet, folder: string) {
    this.chain = chain;
    this.folder = folder;
  }

  static async start(say: Say): Promise<System> {
    const system = new System(await startLocalnet(), await mkdtemp(join(tmpdir(), 'cyxwiz-bench-')));
    try {
      say('starting the coordinator and its embedded database');
      const data = join(system.folder, 'coordinator');
      const authority = Keypair.generate();
      await system.chain.fundSol(authority.publicKey);
      const authorityFile = join(system.folder, 'authority.json');
      await writeFile(authorityFile, JSON.stringify([...authority.secretKey]), { mode: 0o600 });
      const env = {
        COORDINATOR_AUTHORITY_KEYPAIR_FILE: authorityFile,
        SOLANA_RPC_URL: system.chain.rpcUrl,
        SOLANA_WS_URL: system.chain.wsUrl,
        CYXWIZ_DATA_DIR: data,
      };
      system.coordinator = await system.program('coordinator/src/main.ts', [], {
        ...env,
        REST_PORT: '0',
        GRPC_PORT: '0',
        LOG_LEVEL: 'error',
      });
      for (const { publicKey } of [system.client, system.owner, system.operator])
        await system.chain.fundSol(publicKey);
      await system.chain.fundToken(system.client.publicKey, 100n * TOKEN);
      await system.chain.fundToken(system.owner.publicKey, 300n * TOKEN);
      return system;
    } catch (error) {
      await system.stop();
      throw error;
    }
  }

  get nodeFolder(): string {
    return join(this.folder, 'node');
  }

  get certificateFile(): string {
    return join(this.folder, 'coordinator', 'coordinator-cert.pem');
  }

  /** Registers the node on chain; `settings` are added to its configuration. */
  async registerNode(settings: Record<string, unknown> = {}): Promise<void> {
    await mkdir(this.nodeFolder, { recursive: true, mode: 0o700 });
    const { keyHash } = await ensureTlsIdentity(this.nodeFolder);
    const hardware = { cpuCores: 2, memoryMib: 4096, gpuCount: 0, gpuMemoryMib: 0, benchmark: 1n };
    const args = {
      tlsKeyHash: keyHash,
      hardware,
      stake: 200n * TOKEN,
    };
    const accounts = {
      owner: this.owner.publicKey,
      operator: this.operator.publicKey,
      mint: this.chain.mint,
    };
    const instructions = [registerNode(args, accounts)];
    const payer = keypairSigner(this.owner);
    await this.chain.sender.send({ instructions, payer, signers: [this.operator] });
    const operatorKeyFile = join(this.nodeFolder, 'operator.json');
    await writeFile(operatorKeyFile, JSON.stringify([...this.operator.secretKey]), { mode: 0o600 });
    const config = {
      dataDir: this.nodeFolder,
      rpcUrl: this.chain.rpcUrl,
      wsUrl: this.chain.wsUrl,
      coordinator: this.coordinator.ready.grpcAddress,
      coordinatorAccount: this.coordinator.ready.account,
      coordinatorCertificateFile: this.certificateFile,
      owner: this.owner.publicKey.toBase58(),
      operatorKeyFile,
      pollMs: 300,
      logLevel: 'error',
      ...settings,
    };
    await writeFile(join(this.nodeFolder, 'node.json'), JSON.stringify(config));
  }

  /** `port` 0: any free one. An agent that comes back takes the port that the coordinator knows. */
  async startAgent(port = 0, path = 'packages/node/src/main.ts', args?: string[]): Promise<Program> {
    const config = join(this.nodeFolder, 'node.json');
    const env = { CYXWIZ_NODE_LISTEN_PORT: String(port) };
    const agent = await this.program(
      path,
      args === undefined ? ['--config', config] : [config, ...args],
      env,
    );
    await this.#online();
    return agent;
  }

  /** A client with a wallet of its own: one wallet orders ten jobs a day. */
  async stranger(): Promise<CyxwizClient> {
    const wallet = Keypair.generate();
    await this.chain.fundSol(wallet.publicKey);
    await this.chain.fundToken(wallet.publicKey, 100n * TOKEN);
    return this.connect(wallet);
  }

  async connect(wallet = this.client): Promise<CyxwizClient> {
    return new CyxwizClient({
      rpcUrl: this.chain.rpcUrl,
      wsUrl: this.chain.wsUrl,
      coordinator: this.coordinator.ready.grpcAddress as string,
      coordinatorCertificate: await readFile(this.certificateFile, 'utf8'),
      wallet: keypairWallet(wallet),
    });
  }

  /** Starts a program of the repository and waits until it is ready. @throws Error with what it said */
  async program(
    path: string,
    args: string[],
    env: Record<string, string>,
    readyMs = READY_MS,
  ): Promise<Program> {
    const child = spawn(process.execPath, [repositoryFile(path), ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const program = {
      pid: child.pid ?? 0,
      ready: await readyLine(child, path, readyMs),
      stop: () => end(child),
    };
    this.#programs.push(program);
    return program;
  }

  async stop(): Promise<void> {
    for (const program of this.#programs.reverse()) await program.stop();
    await this.chain.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #online(): Promise<void> {
    for (const until = Date.now() + READY_MS; Date.now() < until; ) {
      const answer = await (await fetch(`${this.coordinator.ready.restUrl}/v1/nodes`)).json();
      const { nodes = [] } = answer as { nodes?: { online?: boolean }[] };
      if (nodes.some(({ online }) => online)) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('the node did not reach the coordinator');
  }
}

/** The digits job of the demo, as a client of this system runs it up to the handing over of the data. */
export async function startDigitsJob(
  client: CyxwizClient,
): Promise<{ job: PreparedJob; escrow: string; id: string; session: NodeSession }> {
  const job = prepareJob({
    dataset: new Uint8Array(gunzipSync(await readFile(repositoryFile('data/digits.csv.gz')))),
    shape: { inputs: 64, hidden: 32, outputs: 10, batch: 8 },
    epochs: 50,
    estimatedSeconds: 60,
  });
  const funded = await client.fund(await client.submit(job));
  const session = await client.connect(await client.confirm(funded.job, funded.signature), job);
  await session.sendJob(job.specJson, job.datasetBytes, fromHex(job.spec.datasetRoot, 32));
  return { job, escrow: funded.signature, id: funded.job, session };
}

async function readyLine(
  child: ChildProcess,
  name: string,
  readyMs: number,
): Promise<Record<string, string>> {
  let said = '';
  child.stderr?.on('data', (data: Buffer) => {
    said = `${said}${data}`.slice(-2000);
  });
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${name} ${why}: ${said}`));
    const timer = setTimeout(() => fail(`was not ready after ${readyMs / 1000} s`), readyMs);
    child.once('exit', (code) => fail(`ended with ${code}`));
    createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> }).once('line', (line) => {
      clearTimeout(timer);
      resolve(JSON.parse(line) as Record<string, string>);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}
