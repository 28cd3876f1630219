import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { badInput } from '../failure/cli-error.ts';
import { readInput } from '../input/file.ts';
import { address, endpoint } from '../input/names.ts';
import { wholeNumber } from '../input/numbers.ts';
import { chainOptions, leaf, withOptions } from '../leaf.ts';
import { lines } from '../output/text.ts';
import { type ChainOptions, chainSettings } from '../settings/settings.ts';
import type { Surroundings } from '../surroundings.ts';

interface StartOptions extends ChainOptions {
  data: string;
  listen: string;
  metrics: string;
  publicHost?: string[];
  cert?: string;
  key?: string;
  allow?: string[];
  maxNodes?: number;
  maxClients?: number;
  maxClientsPerNode?: number;
  maxClientsPerAddress?: number;
  nodeMibPerSecond?: number;
  idle?: number;
}

export function registerRelay(root: Command, around: Surroundings): void {
  const group = root
    .command('relay')
    .description('bring clients to nodes without an open port: for operators; sees no content');
  const command = leaf<StartOptions>(
    group,
    around,
    'start',
    'run a relay until SIGINT or SIGTERM; its log is on stderr',
    async (context, options) => {
      const { startRelay } = await import('@cyxwiz/relay');
      const [listen, metrics] = [placeOf(options.listen), placeOf(options.metrics)];
      const { maxNodes, maxClients, maxClientsPerNode, maxClientsPerAddress, nodeMibPerSecond, idle } =
        options;
      const given = {
        ...{ maxNodes, maxClients, maxClientsPerNode, maxClientsPerAddress, idleSeconds: idle },
        ...{
          allowedNodes: options.allow,
          publicHosts: options.publicHost,
          tls: await certificateOf(options),
        },
        nodeBytesPerSecond: nodeMibPerSecond && nodeMibPerSecond * 2 ** 20,
      };
      const running = await startRelay({
        ...{ host: listen.host, port: listen.port, metricsHost: metrics.host, metricsPort: metrics.port },
        ...{ dataDir: options.data, rpcUrl: chainSettings(options, around.env).rpcUrl },
        ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as object),
      });
      const { address: at, metricsUrl } = running;
      const certificate = options.cert ?? join(options.data, 'relay-cert.pem');
      const text = lines([
        ['relay', at],
        ['metrics', metricsUrl],
        ['certificate', certificate],
      ]);
      context.output.say({ data: { event: 'ready', address: at, metricsUrl, certificate }, text });
      await context.untilStopped();
      await running.close();
      context.output.say({ data: { event: 'stopped' }, text: 'stopped' });
    },
    'service',
  );
  const count = wholeNumber(1, 1_000_000);
  const several =
    <T>(parse: (text: string) => T) =>
    (text: string, before: T[] | undefined) => [...(before ?? []), parse(text)];
  command
    .option('--data <folder>', 'where a certificate is kept that the relay makes itself', '.cyxwiz/relay')
    .addOption(
      new Option('--listen <host:port>', 'for clients and nodes; port 0: any free one')
        .argParser(anyPort)
        .default('0.0.0.0:443'),
    )
    .addOption(
      new Option('--metrics <host:port>', 'for /metrics and /livez; port 0: any free one')
        .argParser(anyPort)
        .default('127.0.0.1:9464'),
    )
    .addOption(
      new Option('--public-host <host>', 'name or address in that certificate; can be repeated').argParser(
        several((text) => text),
      ),
    )
    .option('--cert <file>', 'certificate of your own, PEM')
    .option('--key <file>', 'its key, PEM')
    .addOption(
      new Option(
        '--allow <node>',
        'serve this node; can be repeated (default: every node on chain)',
      ).argParser(several(address)),
    )
    .addOption(new Option('--max-nodes <n>', 'nodes at a time').argParser(count))
    .addOption(new Option('--max-clients <n>', 'connections of clients at a time').argParser(count))
    .addOption(new Option('--max-clients-per-node <n>', 'of these, to one node').argParser(count))
    .addOption(new Option('--max-clients-per-address <n>', 'of these, from one address').argParser(count))
    .addOption(
      new Option('--node-mib-per-second <n>', 'traffic of one node, both ways').argParser(
        wholeNumber(1, 100_000),
      ),
    )
    .addOption(
      new Option('--idle <seconds>', 'ends connections on which nothing moves').argParser(
        wholeNumber(1, 86_400),
      ),
    );
  withOptions(command, chainOptions());
}

function anyPort(text: string): string {
  return /:0$/.test(text) ? text : endpoint(text);
}

function placeOf(text: string): { host: string; port: number } {
  const cut = text.lastIndexOf(':');
  return { host: text.slice(0, cut).replace(/^\[|\]$/g, ''), port: Number(text.slice(cut + 1)) };
}

async function certificateOf({ cert, key }: StartOptions) {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw badInput('--cert', '--cert and --key go together', 'give both, or neither');
  }
  const pem = async (path: string, field: string) => Buffer.from(await readInput(path, field)).toString();
  return { certificate: await pem(cert, '--cert'), key: await pem(key, '--key') };
}
