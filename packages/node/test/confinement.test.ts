import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { ProcessJobSpec } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { pythonWithNumpy } from '../../../tests/step/python.ts';
import { findConfinement } from '../src/adapters/engine/process/confinement.ts';
import { VIEW_TOOLS } from '../src/adapters/engine/process/view-tools.ts';
import { ProcessEngine } from '../src/adapters/engine/process-engine.ts';
import { engineOffersSchema } from '../src/domain/engine-offer.ts';
import type { NodeError } from '../src/index.ts';
import type { EngineRun } from '../src/ports/engine.ts';
import { processesWith } from './support/processes-with.ts';
import { eventually } from './support/test-node.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const HOSTILE = at('./support/hostile_engine.py');
const HOLDER = at('./support/hold-engine.ts');
const quiet = { info() {}, warn() {}, error() {}, debug() {} };
const python = pythonWithNumpy();
const PYTHON = execFileSync(python.command, ['-c', 'import sys; print(sys.executable)'], {
  encoding: 'utf8',
}).trim();
const base: ProcessJobSpec = {
  ...{ version: 1, engine: 'process', program: { name: 'tried', config: {} }, seed: '01'.repeat(32) },
  ...{ epochs: 5, checkpointInterval: 1, datasetRoot: '02'.repeat(32), initialWeights: '03'.repeat(32) },
  ...{ estimatedSeconds: 30, clientKey: '04'.repeat(32) },
};
const PATIENT = { helloSeconds: 60, silenceSeconds: 60, graceSeconds: 20, restarts: 0 };

for (const tool of VIEW_TOOLS) {
  describe(`a program confined by ${tool}`, function () {
    this.timeout(120_000);
    const confinement = findConfinement([tool]);
    /** The node's folder, beside things that the owner shows to programs. */
    let around: string;
    let dataDir: string;
    let key: string;
    let dataset: string;
    let shown: string;
    let home: string;
    const ownHome = process.env.HOME;
    const runs: EngineRun[] = [];
    const servers: Server[] = [];
    before(() => expect(confinement.view?.tool).to.equal(tool));
    beforeEach(() => {
      around = mkdtempSync(join(tmpdir(), 'cyxwiz-confined-'));
      dataDir = join(around, 'node', 'data');
      key = join(around, 'node', 'operator.json');
      dataset = join(dataDir, 'jobs', 'mine', 'dataset.csv');
      shown = join(around, 'shown');
      home = mkdtempSync(join(tmpdir(), 'cyxwiz-home-'));
      process.env.HOME = home;
      for (const folder of ['jobs/mine', 'jobs/other', 'engine-view']) {
        mkdirSync(join(dataDir, folder), { recursive: true });
      }
      mkdirSync(shown);
      for (const path of [key, dataset, join(home, 'id.json'), ...secrets()]) writeFileSync(path, 'secret');
    });
    afterEach(async () => {
      for (const run of runs.splice(0)) await run.close();
      for (const server of servers.splice(0)) server.close();
      process.env.HOME = ownHome;
      for (const folder of [around, home]) rmSync(folder, { recursive: true, force: true });
    });
    const secrets = () => [
      join(dataDir, 'tls-identity.pem'),
      join(dataDir, 'sessions.json'),
      join(dataDir, 'jobs', 'other', 'dataset.csv'),
    ];
    /** `between`: after the node's start, before the program's. */
    const opened = async (
      command: string[],
      config: Record<string, unknown>,
      limits: object = {},
      between = () => {},
    ) => {
      const tried = { command, ...PATIENT, ...limits };
      const options = { secrets: [key], confinement };
      const engine = await ProcessEngine.open(dataDir, engineOffersSchema.parse({ tried }), quiet, options);
      between();
      const spec = { ...base, program: { name: 'tried', config } };
      const run = await engine.open(spec, dataset, null, 0);
      runs.push(run);
      return run;
    };
    const listening = async (address: object): Promise<Server> => {
      const server = createServer((socket) => socket.destroy()).listen(address);
      servers.push(server);
      await once(server, 'listening');
      return server;
    };
    const attempt = async (limits: object = {}, more: object = {}, program = PYTHON, between = () => {}) => {
      const abstract = `cyxwiz-${randomUUID()}`;
      await listening({ path: `\0${abstract}` });
      const server = await listening({ port: 0, host: '127.0.0.1' });
      const { port } = server.address() as { port: number };
      const config = {
        ...{ files: [key, ...secrets(), join(home, 'id.json'), '/etc/shadow'] },
        ...{
          folders: [home, join(dataDir, 'jobs', 'other')],
          targets: [dataset, '/usr/written', '/written'],
        },
        ...{ port, abstract, agent: process.pid, covered: dataDir, ...more },
      };
      const run = await opened([program, HOSTILE], config, limits, between);
      const error = await run.runEpoch().then(
        () => undefined,
        (thrown: NodeError) => thrown,
      );
      const said = /it says: (\{.*\})$/.exec(error?.message ?? '')?.[1];
      if (said === undefined) throw new Error(`the program did not report: ${error?.message}`);
      return JSON.parse(said) as { report: Record<string, string>; limits: number[] };
    };
    const done = (report: Record<string, string>) =>
      Object.keys(report).filter((name) => report[name] === 'done');

    it('reads no key, no other job and no home, writes nothing outside, reaches nobody, and cannot touch the agent', async () => {
      // Paths that the owner writes down are shown, but not for what else lies there.
      const env = { CACHE: home, EVERYTHING: '/', DATA: `${dataDir}:${join(dataDir, 'jobs')}` };
      const { report, limits } = await attempt({ memoryMib: 8192, openFiles: 100, env });
      expect(done(report)).to.deep.equal([]);
      expect(report[`read ${key}`]).to.equal('ENOENT');
      expect(report['signal the agent']).to.equal('ESRCH');
      expect(report['trace the agent']).to.equal('ESRCH');
      expect(Object.keys(report)).to.have.length(19);
      expect(limits).to.deep.equal([100, 8192 * 1024 * 1024]);
    });

    it('sees no key also where the owner shows what is around it', async () => {
      writeFileSync(join(shown, 'library'), 'mine');
      const { report } = await attempt(
        { readable: [around], writable: [shown] },
        { folders: [shown], targets: [join(shown, 'cache'), join(around, 'written'), key] },
      );
      expect(done(report)).to.deep.equal([`list ${shown}`, `write ${join(shown, 'cache')}`]);
      expect(existsSync(join(shown, 'cache'))).to.equal(true);
      expect(readFileSync(key, 'utf8')).to.equal('secret');
    });

    it('starts from a virtual environment, and reads where links of what it is shown lead', async () => {
      const [environment, elsewhere] = [join(shown, 'environment'), join(around, 'elsewhere')];
      for (const folder of [join(environment, 'bin'), join(elsewhere, 'deep')])
        mkdirSync(folder, { recursive: true });
      symlinkSync(PYTHON, join(environment, 'bin', 'python3'));
      symlinkSync('python3', join(environment, 'bin', 'python'));
      writeFileSync(join(environment, 'pyvenv.cfg'), `home = ${dirname(PYTHON)}\n`);
      writeFileSync(join(elsewhere, 'deep', 'file'), 'mine');
      writeFileSync(join(elsewhere, 'other'), 'not shown');
      symlinkSync(elsewhere, join(shown, 'link'));
      symlinkSync(join(shown, 'link', 'deep'), join(shown, 'chain'));
      const [deep, chained, other] = ['link/deep/file', 'chain/file', 'link/other'].map((name) =>
        join(shown, name),
      );
      const { report } = await attempt(
        { readable: [shown, join(shown, 'chain')] },
        { files: [deep, chained, other, key], targets: [deep] },
        join(environment, 'bin', 'python'),
      );
      expect(done(report)).to.deep.equal([`read ${deep}`, `read ${chained}`]);
    });

    it('is not led to more by links that it has left where it may write', async () => {
      const leads: [name: string, to: string][] = [
        ['home', home],
        ['jobs', join(dataDir, 'jobs')],
        ['key', key],
        ['outside', join(around, 'outside')],
      ];
      mkdirSync(join(around, 'outside'));
      const kept = [join(home, 'id.json'), ...secrets(), key, join(around, 'outside', 'file')];
      writeFileSync(join(around, 'outside', 'file'), 'secret');
      const planted = leads.map(([name]) => join(shown, name));
      const plant = () => {
        for (const path of planted) rmSync(path, { recursive: true });
        for (const [name, to] of leads) symlinkSync(to, join(shown, name));
      };
      const names = ['home/id.json', 'jobs/other/dataset.csv', 'key', 'outside/file'];
      const files = names.map((name) => join(shown, name));
      for (const more of [{ readable: planted }, { writable: planted }]) {
        for (const path of planted) rmSync(path, { recursive: true, force: true });
        for (const path of planted) mkdirSync(path);
        const limits = { ...more, writable: [shown, ...(more.writable ?? [])] };
        const { report } = await attempt(limits, { files, targets: files }, PYTHON, plant);
        expect(done(report).filter((name) => !name.startsWith('write'))).to.deep.equal([]);
        // What it could write is gone with its own /tmp.
        for (const file of kept) expect(readFileSync(file, 'utf8'), file).to.equal('secret');
      }
    });

    it('writes where it may, also inside of what it may only read, and the other way round', async () => {
      const [inner, innermost] = [join(shown, 'inner'), join(shown, 'inner', 'most')];
      mkdirSync(innermost, { recursive: true });
      const targets = [shown, inner, innermost].map((folder) => join(folder, 'new'));
      const { report } = await attempt(
        { readable: [shown, innermost], writable: [inner] },
        { files: [], targets },
      );
      expect(done(report)).to.deep.equal([`write ${join(inner, 'new')}`]);
    });

    it('has the network, and nothing else, when the offer says so', async () => {
      const { report } = await attempt({ network: 'host' });
      expect(done(report)).to.deep.equal(['connect', 'connect abstract']);
    });

    it('hears SIGTERM, and not only its end', async () => {
      const mark = join(shown, 'mark');
      const run = await opened(
        [PYTHON, HOSTILE],
        { act: 'term', mark },
        { writable: [shown], silenceSeconds: 2 },
      );
      await run.runEpoch().catch(() => undefined);
      await run.close();
      expect(existsSync(mark)).to.equal(true);
    });

    it('leaves no process behind that has made itself independent', async () => {
      const token = `daemon-${randomUUID()}`;
      const run = await opened([PYTHON, HOSTILE], { act: 'daemon', token }, { graceSeconds: 0.5 });
      const epoch = run.runEpoch().catch(() => undefined);
      await eventually(() => processesWith(token).length === 1, 'the daemon is there');
      await run.close();
      await epoch;
      await eventually(() => processesWith(token).length === 0, 'the daemon is gone');
    });

    it('does not outlive the agent that is killed', async () => {
      const token = `held-${randomUUID()}`;
      const agent = spawn(process.execPath, [HOLDER, tool, dataDir, dataset, PYTHON, HOSTILE, token], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const gone = once(agent, 'exit');
      await eventually(() => processesWith(token).length > 0, 'the program runs');
      agent.kill('SIGKILL');
      await gone;
      await eventually(() => processesWith(token).length === 0, 'the program is gone');
    });

    it('trains: the numpy engine', async () => {
      writeFileSync(dataset, gunzipSync(readFileSync(at('../../../data/digits.csv.gz'))));
      const path = [at('../../python'), python.env.PYTHONPATH].filter(Boolean).join(delimiter);
      const env = { PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1' };
      const run = await opened([PYTHON, '-m', 'cyxwiz_engine.numpy_mlp'], { hidden: 16 }, { env });
      expect((await run.runEpoch()).epoch).to.equal(1);
      expect((await run.runEpoch()).accuracyPpm).to.be.greaterThan(500_000);
      expect((await run.safetensors()).length).to.be.greaterThan(1000);
    });

    it('starts by the shim of a version manager, which looks for it in the folder around', async () => {
      writeFileSync(dataset, gunzipSync(readFileSync(at('../../../data/digits.csv.gz'))));
      const [shim, real] = ['shims', 'libexec'].map((name) => join(home, '.manager', name, 'python')) as [
        string,
        string,
      ];
      const script = (path: string, next: string) => {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, `#!/bin/sh\nexec '${next}' "$@"\n`, { mode: 0o755 });
      };
      script(shim, real);
      script(real, PYTHON);
      const path = [at('../../python'), python.env.PYTHONPATH].filter(Boolean).join(delimiter);
      const env = { PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1', PREFIX: dirname(dirname(PYTHON)) };
      const run = await opened([shim, '-m', 'cyxwiz_engine.numpy_mlp'], { hidden: 4 }, { env });
      expect((await run.runEpoch()).epoch).to.equal(1);
    });
  });
}

describe('confinement', () => {
  const nothing = { view: null, noNetwork: null, limits: null, nice: null, tied: null };
  const offers = (changes: object = {}) =>
    engineOffersSchema.parse({ tried: { command: ['x'], ...changes } });
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'cyxwiz-confinement-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('says loudly what the system does not give', async () => {
    const warned: string[] = [];
    const log = { ...quiet, warn: (_: object, text: string) => warned.push(text) };
    const engine = await ProcessEngine.open(dir, offers(), log, { confinement: nothing });
    expect(engine.gaps).to.have.length(2);
    expect(engine.gaps[0]).to.match(/tried can read .* the node's keys included: install bubblewrap/);
    expect(engine.gaps[1]).to.match(/tried keeps the network/);
    expect(warned).to.deep.equal(engine.gaps);
  });

  it('is not missed by programs that the owner lets see everything', async () => {
    const open = offers({ files: 'host', network: 'host' });
    const engine = await ProcessEngine.open(dir, open, quiet, { confinement: nothing, required: true });
    expect(engine.gaps).to.deep.equal([]);
  });

  const refused: [title: string, offers: object, options: object, message: RegExp][] = [
    ['required and not there', offers(), { required: true, confinement: nothing }, /confinement is required/],
    ['an offer that shows keys', offers({ readable: ['/tmp/key'] }), { secrets: ['/tmp/key'] }, /holds keys/],
  ];
  for (const [title, offer, options, message] of refused) {
    it(`lets no node start: ${title}`, async () => {
      const opening = ProcessEngine.open(dir, offer as ReturnType<typeof offers>, quiet, options);
      const error = await opening.then(
        () => undefined,
        (thrown: NodeError) => thrown,
      );
      expect(error?.code).to.equal('CONFIG_INVALID');
      expect(error?.message).to.match(message);
    });
  }
});
