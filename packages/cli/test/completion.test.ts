import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '@cyxwiz/cli';
import { expect } from 'chai';
import { completionTree } from '../src/completion/tree.ts';
import { cli } from './support/cli.ts';

const tree = () =>
  completionTree(
    program({
      env: {},
      signal: new AbortController().signal,
      interactive: false,
      out: () => {},
      err: () => {},
      ask: async () => '',
    }),
  );

describe('cyxwiz completion', function () {
  this.timeout(60_000);
  let folder: string;
  let script: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cyxwiz-completion-'));
    script = join(folder, 'cyxwiz.bash');
    const { code, stdout } = await cli(['completion', 'bash']);
    expect(code).to.equal(0);
    writeFileSync(script, stdout);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** What bash offers for the last of these words. */
  function offered(...words: string[]): string[] {
    const line = ['cyxwiz', ...words];
    const quoted = line.map((word) => `'${word}'`).join(' ');
    const ask = `set -eu; source '${script}'; COMP_WORDS=(${quoted}); COMP_CWORD=${line.length - 1}; _cyxwiz; printf '%s\\n' "\${COMPREPLY[@]-}"`;
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', ask], { encoding: 'utf8' });
    expect(status, stderr).to.equal(0);
    return stdout.split('\n').filter((word) => word !== '');
  }

  it('offers every command below every group, and every flag of a command', () => {
    for (const { path, commands, flags } of tree().filter(({ commands }) => commands.length > 0)) {
      const found = offered(...path.split(' ').filter(Boolean), '');
      expect(found).to.include.members(commands.map(({ name }) => name));
      expect(found).to.include.members(flags.map(({ flag }) => flag));
    }
    const submit = tree().find(({ path }) => path === 'job submit');
    expect(offered('job', 'submit', '--')).to.have.members(submit?.flags.map(({ flag }) => flag) ?? []);
  });

  it('completes what was begun, also behind flags and their values', () => {
    expect(offered('jo')).to.deep.equal(['job']);
    expect(offered('job', 'pa')).to.deep.equal(['pause']);
    expect(offered('job', 'fetch', '--json', '--check')).to.deep.equal(['--checkpoint']);
    expect(offered('job', 'fetch', 'SomeJob', '--output', 'file', '--check')).to.deep.equal(['--checkpoint']);
    expect(offered('completion', 'z')).to.deep.equal(['zsh']);
  });

  it('offers the values of a flag that has a choice, and leaves others to bash', () => {
    expect(offered('job', 'submit', '--tier', '')).to.have.members(['committed', 'exact']);
    expect(offered('job', 'submit', '--tier', 'e')).to.deep.equal(['exact']);
    expect(offered('job', 'submit', '--dataset', '')).to.deep.equal([]);
  });

  for (const shell of ['bash', 'zsh', 'fish']) {
    it(`knows every command and flag in ${shell}`, async () => {
      const { code, stdout } = await cli(['completion', shell, '--json']);
      expect(code).to.equal(0);
      const said = (JSON.parse(stdout) as { script: string }).script;
      for (const { path, flags } of tree()) {
        expect(said).to.contain(path);
        const spelled = flags.map(({ flag }) => (shell === 'fish' ? `-l ${flag.slice(2)}` : flag));
        for (const flag of spelled) expect(said).to.contain(flag);
      }
    });
  }

  it('refuses other shells and says which it knows', async () => {
    const { code, stderr } = await cli(['completion', 'tcsh']);
    expect(code).to.equal(2);
    expect(stderr).to.contain('bash, zsh, fish');
  });
});
