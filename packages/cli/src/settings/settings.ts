import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { badInput } from '../failure/cli-error.ts';
import { endpoint, httpUrl, websocketUrl } from '../input/names.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** An option, or else a variable of the environment that is held to the same rule, or else the default. */
function setting(
  given: string | undefined,
  env: Env,
  variable: string,
  parse: (text: string) => string,
): string | undefined {
  const text = env[variable];
  if (given !== undefined || text === undefined || text === '') return given;
  try {
    return parse(text);
  } catch (cause) {
    if (!(cause instanceof InvalidArgumentError)) throw cause;
    throw badInput(variable, `"${text}" is refused. ${cause.message}`, `correct or unset ${variable}`, cause);
  }
}

export interface ChainOptions {
  readonly rpc?: string;
  readonly ws?: string;
}

/** Where the chain is; the default is a validator on this machine. */
export function chainSettings(options: ChainOptions, env: Env): { rpcUrl: string; wsUrl?: string } {
  const rpcUrl = setting(options.rpc, env, 'CYXWIZ_RPC', httpUrl) ?? 'http://127.0.0.1:8899';
  const wsUrl = setting(options.ws, env, 'CYXWIZ_WS', websocketUrl);
  return { rpcUrl, ...(wsUrl === undefined ? {} : { wsUrl }) };
}

export interface CoordinatorOptions {
  readonly coordinator?: string;
  readonly coordinatorCert?: string;
  readonly plain?: boolean;
}

/** Which coordinator introduces, and how it is trusted. */
export async function coordinatorSettings(options: CoordinatorOptions, env: Env) {
  const coordinator = setting(options.coordinator, env, 'CYXWIZ_COORDINATOR', endpoint) ?? '127.0.0.1:50051';
  const file = options.coordinatorCert ?? (env.CYXWIZ_COORDINATOR_CERT || undefined);
  if (options.plain === true) return { coordinator, plain: true as const };
  if (file === undefined) return { coordinator };
  const coordinatorCertificate = await readFile(file, 'utf8').catch((cause) => {
    throw badInput(
      '--coordinator-cert',
      `${file} cannot be read`,
      'name the PEM file of the coordinator',
      cause,
    );
  });
  if (!coordinatorCertificate.includes('-----BEGIN CERTIFICATE-----')) {
    throw badInput(
      '--coordinator-cert',
      `${file} holds no PEM certificate`,
      'name the PEM file of the coordinator',
    );
  }
  return { coordinator, coordinatorCertificate };
}

/** The wallet's key file: --keypair, CYXWIZ_KEYPAIR, or where Solana's own command line keeps it. */
export function keypairPath(option: string | undefined, env: Env): string {
  return option ?? (env.CYXWIZ_KEYPAIR || join(env.HOME || homedir(), '.config', 'solana', 'id.json'));
}

/** Where this client keeps what it needs to reach its jobs again. */
export function homeFolder(env: Env): string {
  return env.CYXWIZ_HOME || join(env.HOME || homedir(), '.cyxwiz');
}
