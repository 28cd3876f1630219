// First: it sets how the heap of everything behind it grows.
import './adapters/system/lean-heap.ts';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ensureTlsIdentity } from './adapters/disk/tls-identity.ts';
import { configFromEnv, parseNodeConfig } from './config.ts';
import { codeOf, messageOf, NodeError } from './domain/errors.ts';
import { startNode } from './start-node.ts';

const USAGE = `usage: main.ts [run | tls-key-hash] [--config file.json]
  run (default)  starts the agent; prints one line of JSON when it is ready
  tls-key-hash   prints the hash to register on chain, making the key if there is none
Values also come from the environment: CYXWIZ_NODE_DATA_DIR is dataDir; CYXWIZ_NODE_CONFIG is the file.`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { config: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [command = 'run', ...rest] = positionals;
  if (values.help === true || rest.length > 0 || !['run', 'tls-key-hash'].includes(command)) {
    process.stderr.write(`${USAGE}\n`);
    process.exitCode = values.help === true ? 0 : 2;
    return;
  }
  const config = {
    ...(await fromFile(values.config ?? process.env.CYXWIZ_NODE_CONFIG)),
    ...configFromEnv(process.env),
  };
  if (command === 'tls-key-hash') {
    const { dataDir } = parseNodeConfig(config);
    const { keyHash } = await ensureTlsIdentity(dataDir);
    process.stdout.write(`${Buffer.from(keyHash).toString('hex')}\n`);
    return;
  }
  const agent = await startNode(config as Parameters<typeof startNode>[0]);
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    agent.close().then(
      () => process.exit(0),
      (error: unknown) => die(error),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  void agent.drained.then(stop);
  const { grpcAddress, node, tlsKeyHash } = agent;
  process.stdout.write(`${JSON.stringify({ event: 'ready', grpcAddress, node, tlsKeyHash })}\n`);
}

async function fromFile(path: string | undefined): Promise<Record<string, unknown>> {
  if (path === undefined) return {};
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    throw new NodeError('CONFIG_INVALID', `the configuration ${path} is unreadable: ${messageOf(error)}`);
  }
}

function die(error: unknown): never {
  process.stderr.write(
    `${JSON.stringify({ level: 'fatal', code: codeOf(error), message: messageOf(error) })}\n`,
  );
  process.exit(1);
}

main().catch(die);
