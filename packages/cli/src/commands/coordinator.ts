import { type Command, Option } from 'commander';
import { badInput } from '../failure/cli-error.ts';
import { readKeyFile } from '../input/key-file.ts';
import { address } from '../input/names.ts';
import { wholeNumber } from '../input/numbers.ts';
import { chainOptions, leaf, withOptions } from '../leaf.ts';
import { lines } from '../output/text.ts';
import { type ChainOptions, chainSettings } from '../settings/settings.ts';
import type { Surroundings } from '../surroundings.ts';
import { registerCoordinatorAccount } from './coordinator-account.ts';

interface StartOptions extends ChainOptions {
  data: string;
  database?: string;
  redis?: string;
  host: string;
  restPort: number;
  grpcPort: number;
  plain?: boolean;
  dialPrivate?: boolean;
  crankKeypair?: string;
  authority?: string;
  authorityKeypair?: string;
}

export function registerCoordinator(root: Command, around: Surroundings): void {
  const group = root
    .command('coordinator')
    .description('match clients and nodes: for operators; holds no funds');
  const command = leaf<StartOptions>(
    group,
    around,
    'start',
    'run a coordinator until SIGINT or SIGTERM; its log is on stderr',
    async (context, options) => {
      const { rpcUrl, wsUrl } = chainSettings(options, around.env);
      const database = databaseOf(options);
      const crank = options.crankKeypair;
      const crankKey =
        crank === undefined ? undefined : await readKeyFile(crank, '--crank-keypair', context.output);
      const authority =
        options.authorityKeypair === undefined
          ? options.authority
          : (await readKeyFile(options.authorityKeypair, '--authority-keypair', context.output)).secretKey;
      if (authority === undefined) {
        throw badInput(
          '--authority',
          'nobody is named whose coordinator this is',
          'add --authority ADDRESS, or --authority-keypair FILE on a machine that may hold its key',
        );
      }
      const { startCoordinator } = await import('@cyxwiz/coordinator');
      const running = await startCoordinator({
        rpcUrl,
        ...(wsUrl === undefined ? {} : { wsUrl }),
        database,
        ...(options.redis === undefined ? {} : { redis: { url: options.redis } }),
        host: options.host,
        restPort: options.restPort,
        grpcPort: options.grpcPort,
        tls: options.plain ? 'plain' : 'self-signed',
        dialPrivate: options.dialPrivate ?? false,
        dataDir: options.data,
        authority,
        ...(crankKey === undefined ? {} : { crankKey: crankKey.secretKey }),
      });
      const { restUrl, grpcAddress, account } = running;
      const certificate = options.plain ? undefined : `${options.data}/coordinator-cert.pem`;
      const text = lines([
        ['REST', restUrl],
        ['gRPC', grpcAddress],
        ['account', account],
        ['certificate', certificate],
      ]);
      context.output.say({ data: { event: 'ready', restUrl, grpcAddress, account, certificate }, text });
      await context.untilStopped();
      await running.close();
      context.output.say({ data: { event: 'stopped' }, text: 'stopped' });
    },
    'service',
  );
  const port = wholeNumber(0, 65_535);
  command
    .option('--data <folder>', 'certificate, and the database when it is PGlite', '.cyxwiz/coordinator')
    .option('--database <url>', 'postgresql://user:password@host:port/database (default: PGlite in --data)')
    .option('--redis <url>', 'redis://host:port (default: memory of this process)')
    .option('--host <host>', 'where to listen', '127.0.0.1')
    .addOption(new Option('--rest-port <n>', '0: any free port').argParser(port).default(8080))
    .addOption(new Option('--grpc-port <n>', '0: any free port').argParser(port).default(50_051))
    .option('--plain', 'no TLS on gRPC; loopback only')
    .option('--dial-private', 'dial nodes at private and loopback addresses, too')
    .addOption(
      new Option('--authority <address>', 'whose coordinator this is; see "coordinator register"').argParser(
        address,
      ),
    )
    .addOption(
      new Option(
        '--authority-keypair <file>',
        'its key file: the coordinator then registers itself',
      ).conflicts('authority'),
    )
    .option('--crank-keypair <file>', 'key that pays for settlements and refunds that nobody else sends');
  withOptions(command, chainOptions());
  registerCoordinatorAccount(group, around);
}

function databaseOf({ database, data }: StartOptions) {
  if (database === undefined) return { kind: 'pglite', folder: `${data}/database` } as const;
  const url = URL.canParse(database) ? new URL(database) : undefined;
  const name = url && decodeURIComponent(url.pathname.slice(1));
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || !url.hostname || !url.username || !name) {
    // The address may hold a password: it is not repeated.
    throw badInput(
      '--database',
      'it is no PostgreSQL address',
      'write postgresql://user:password@host:5432/database',
    );
  }
  return {
    kind: 'postgres',
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    database: name,
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
  } as const;
}
