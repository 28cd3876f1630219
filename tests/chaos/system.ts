import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Localnet, startLocalnet } from '@cyxwiz/localnet';
import { coordinatorAddress, nodeAddress } from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import { cyxwiz } from './child.ts';
import { PROGRAM } from './kinds.ts';
import { Service } from './service.ts';
import { OFFER } from './undisturbed.ts';

const TOKEN = 10n ** 9n;
const STAKE = 400n;
/** Of a client that died between reservation and payment, until the reservation ends. */
const SLOTS = 16;

/** A whole CyxWiz of real processes: the chain in this one, coordinator and node agent in their own. */
export class System {
  readonly folder: string;
  readonly chain: Localnet;
  readonly coordinator: Service;
  readonly node: Service;
  readonly owner: Keypair;
  readonly operator: Keypair;
  readonly cranker: Keypair;
  readonly restUrl: string;
  /** What a client's environment says of this system. */
  readonly env: Record<string, string>;

  private constructor(
    made: Pick<
      System,
      'folder' | 'chain' | 'coordinator' | 'node' | 'owner' | 'operator' | 'cranker' | 'restUrl' | 'env'
    >,
  ) {
    this.folder = made.folder;
    this.chain = made.chain;
    this.coordinator = made.coordinator;
    this.node = made.node;
    this.owner = made.owner;
    this.operator = made.operator;
    this.cranker = made.cranker;
    this.restUrl = made.restUrl;
    this.env = made.env;
  }

  get nodeId(): string {
    return nodeAddress(this.owner.publicKey);
  }

  get nodeDir(): string {
    return join(this.folder, 'node');
  }

  static async start(): Promise<System> {
    const folder = await mkdtemp(join(tmpdir(), 'cyxwiz-chaos-'));
    const chain = await startLocalnet();
    const [owner, cranker, authority] = [Keypair.generate(), Keypair.generate(), Keypair.generate()];
    for (const { publicKey } of [owner, cranker, authority]) await chain.fundSol(publicKey, 5_000_000_000n);
    await chain.fundToken(owner.publicKey, (STAKE + 10n) * TOKEN);
    const ownerFile = join(folder, 'owner.json');
    await keyFile(ownerFile, owner);
    await keyFile(join(folder, 'cranker.json'), cranker);
    const authorityFile = join(folder, 'authority.json');
    await keyFile(authorityFile, authority);

    const [rest, grpc, listen] = [await freePort(), await freePort(), await freePort()];
    const data = join(folder, 'coordinator');
    const chainAt = ['--rpc', chain.rpcUrl, '--ws', chain.wsUrl];
    const ports = ['--rest-port', String(rest), '--grpc-port', String(grpc)];
    const whose = ['--authority-keypair', authorityFile];
    const coordinator = new Service(
      ['coordinator', 'start', '--data', data, ...ports, ...whose, ...chainAt],
      {
        log: join(folder, 'coordinator.log'),
      },
    );
    coordinator.start();
    await coordinator.whenReady();
    const env = {
      CYXWIZ_RPC: chain.rpcUrl,
      CYXWIZ_WS: chain.wsUrl,
      CYXWIZ_COORDINATOR: `127.0.0.1:${grpc}`,
      CYXWIZ_COORDINATOR_ACCOUNT: coordinatorAddress(authority.publicKey).toBase58(),
      CYXWIZ_COORDINATOR_CERT: join(data, 'coordinator-cert.pem'),
    };

    const dir = join(folder, 'node');
    const log = { log: join(folder, 'node.log'), env };
    const at = ['--listen', `127.0.0.1:${listen}`, '--slots', String(SLOTS)];
    await cyxwiz(['node', 'init', '--dir', dir, '--owner', owner.publicKey.toBase58(), ...at], log);
    await change(join(dir, 'node.json'), {
      pollMs: 300,
      engines: { [PROGRAM]: OFFER },
    });
    const stake = ['--stake', String(STAKE), '--operator-sol', '1', '--keypair', ownerFile];
    await cyxwiz(['node', 'register', '--dir', dir, ...stake], log);
    const secret = JSON.parse(await readFile(join(dir, 'operator.json'), 'utf8')) as number[];
    const operator = Keypair.fromSecretKey(Uint8Array.from(secret));
    const node = new Service(['node', 'start', '--dir', dir], log);
    node.start();
    await node.whenReady();

    const restUrl = `http://127.0.0.1:${rest}`;
    return new System({ folder, chain, coordinator, node, owner, operator, cranker, restUrl, env });
  }

  /** A wallet of a new client with its key file. */
  async newClient(name: string): Promise<{ wallet: Keypair; home: string; keyFile: string }> {
    const wallet = Keypair.generate();
    const home = join(this.folder, name);
    await mkdir(home, { recursive: true });
    const path = join(home, 'wallet.json');
    await keyFile(path, wallet);
    await this.chain.fundSol(wallet.publicKey, 2_000_000_000n);
    await this.chain.fundToken(wallet.publicKey, 100n * TOKEN);
    return { wallet, home, keyFile: path };
  }

  /** Runs a command of somebody who is not a party of the job. */
  crank(...args: string[]): Promise<void> {
    const keypair = ['--keypair', join(this.folder, 'cranker.json')];
    return cyxwiz([...args, ...keypair], { log: join(this.folder, 'cranker.log'), env: this.env });
  }

  /** `keep`: its logs are worth reading. */
  async stop(keep: boolean): Promise<void> {
    await Promise.all([this.node.stop(), this.coordinator.stop()]);
    await this.chain.stop();
    if (!keep) await rm(this.folder, { recursive: true, force: true });
  }
}

async function keyFile(path: string, key: Keypair): Promise<void> {
  await writeFile(path, JSON.stringify([...key.secretKey]), { mode: 0o600 });
}

async function change(path: string, settings: object): Promise<void> {
  const before = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...before, ...settings }));
}

/** A service that comes back has to come back where it was. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
