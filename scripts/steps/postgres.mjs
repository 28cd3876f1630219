import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { quiet } from '../lib/exec.mjs';
import { root } from '../lib/paths.mjs';
import { say } from '../lib/progress.mjs';
import { installDebianPackages } from './toolchain.mjs';

const HOST = '127.0.0.1';
/** The usual port, and one for when another server has it that does not let us in. */
const PORTS = [5432, 54329];

/** 'open': a server lets user postgres in without a password; 'locked': something else has the port; 'free'. */
async function portState(port) {
  const { Client } = createRequire(join(root, 'coordinator/package.json'))('pg');
  const client = new Client({
    host: HOST,
    port,
    user: 'postgres',
    database: 'postgres',
    connectionTimeoutMillis: 3000,
  });
  try {
    await client.connect();
    await client.query('select 1');
    return 'open';
  } catch (error) {
    return error.code === 'ECONNREFUSED' ? 'free' : 'locked';
  } finally {
    await client.end().catch(() => undefined);
  }
}

function binaries() {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base)
    ? readdirSync(base).filter((name) => existsSync(join(base, name, 'bin/initdb')))
    : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  return newest && join(base, newest, 'bin');
}

/**
 * A PostgreSQL for the tests, which find it by PGHOST and PGPORT: the one those name, the one on 127.0.0.1:5432 that
 * lets user postgres in, or a private cluster (no password, reachable from this machine only) from Debian's packages.
 */
export async function startPostgres() {
  if (process.env.PGHOST) return;
  const states = await Promise.all(PORTS.map(portState));
  let port = PORTS[states.indexOf('open')];
  if (port === undefined) {
    port = PORTS[states.indexOf('free')];
    if (port === undefined)
      throw new Error(`the ports ${PORTS.join(' and ')} are taken: name a PostgreSQL by PGHOST and PGPORT`);
    if (!binaries()) installDebianPackages(['postgresql']);
    // Debian starts a server of its own with the package, where it may.
    if ((await portState(port)) !== 'free') return startPostgres();
    startCluster(port);
  }
  Object.assign(process.env, {
    PGHOST: HOST,
    PGPORT: String(port),
    PGUSER: process.env.PGUSER ?? 'postgres',
  });
}

function startCluster(port) {
  const bin = binaries();
  if (!bin) throw new Error("PostgreSQL is not installed: install Debian's package `postgresql`");
  const isRoot = process.getuid?.() === 0;
  // The server refuses to run as root, and the repository may lie where only root can go.
  const folder = isRoot ? '/var/lib/postgresql/cyxwiz' : join(root, '.cyxwiz/postgres');
  const as = (file, args) =>
    isRoot ? quiet('runuser', ['-u', 'postgres', '--', file, ...args], { cwd: '/' }) : quiet(file, args);
  if (!isRoot) mkdirSync(join(root, '.cyxwiz'), { recursive: true });
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    say('postgres: creating a cluster');
    as(join(bin, 'initdb'), ['-D', folder, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-sync']);
  }
  say(`postgres: starting on ${HOST}:${port}`);
  const settings = `-c listen_addresses=${HOST} -c port=${port} -c unix_socket_directories=${folder} -c fsync=off`;
  as(join(bin, 'pg_ctl'), ['-D', folder, '-l', join(folder, 'log'), '-o', settings, '-w', 'start']);
}
