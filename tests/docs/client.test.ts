import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { System } from '../chaos/system.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const document = readFileSync(join(root, 'docs/client.md'), 'utf8');

/** What stands between ```LANGUAGE MARK and ```, block by block. */
function blocks(mark: string): string[] {
  return [...document.matchAll(new RegExp(`^\`\`\`${mark}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  );
}

describe('docs/client.md', function () {
  this.timeout(600_000);
  let system: System;
  let folder: string;
  let env: Record<string, string>;
  let failed = false;
  before(async () => {
    system = await System.start();
    const client = await system.newClient('reader');
    folder = join(root, 'target', `docs-client-${process.pid}`);
    mkdirSync(folder, { recursive: true });
    symlinkSync(join(root, 'data'), join(folder, 'data'));
    // `npx cyxwiz`, without npx.
    const cyxwiz = join(folder, 'cyxwiz');
    writeFileSync(
      cyxwiz,
      `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'packages/cli/bin/cyxwiz.mjs')}' "$@"\n`,
    );
    chmodSync(cyxwiz, 0o755);
    env = {
      ...system.env,
      CYXWIZ_HOME: client.home,
      CYXWIZ_KEYPAIR: client.keyFile,
      PATH: `${folder}:${process.env.PATH}`,
    };
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
  after(async () => {
    await system?.stop(failed);
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  async function run(
    command: string,
    args: readonly string[],
  ): Promise<{ code: number | null; output: string }> {
    const child = spawn(command, args, {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { code, output };
  }

  it('walks a job through the command line, word for word', async () => {
    const script = blocks('sh walk').join('\n');
    expect(script.match(/^cyxwiz/gm)?.length).to.be.greaterThan(10);
    const { code, output } = await run('bash', ['--norc', '-euxo', 'pipefail', '-c', script]);
    expect(code, output.slice(-6000)).to.equal(0);
    const size = (name: string) => readFileSync(join(folder, name)).length;
    expect(size('weights.safetensors')).to.be.greaterThan(1000);
    expect(size('checkpoint.safetensors')).to.be.greaterThan(1000);
    expect(size('kept.safetensors')).to.be.greaterThan(1000);
  });

  it('trains a model from a program', async () => {
    const [example = '', ...more] = blocks('ts example');
    expect(more).to.deep.equal([]);
    const file = join(folder, 'train.ts');
    writeFileSync(file, example);
    const { code, output } = await run(process.execPath, [file]);
    expect(code, output.slice(-6000)).to.equal(0);
    expect(output).to.contain('kept the state behind epoch').and.contain('as anchored on chain');
  });
});
