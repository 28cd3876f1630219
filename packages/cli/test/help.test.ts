import { program } from '@cyxwiz/cli';
import { expect } from 'chai';
import type { Command } from 'commander';
import { cli } from './support/cli.ts';

const COMMANDS = [
  'job submit',
  'job watch',
  'job fetch',
  'job recheck',
  'job pause',
  'job resume',
  'job stop',
  'job checkpoint',
  'job status',
  'job cancel',
  'job waive',
  'job settle',
  'job receipt',
  'job rate',
  'job claim-progress',
  'job reassign',
  'job reveal',
  'node init',
  'node register',
  'node start',
  'node status',
  'node check',
  'node watch',
  'node drain',
  'node withdraw',
  'node add-stake',
  'node request-withdrawal',
  'node cancel-withdrawal',
  'node claim-withdrawal',
  'node compound',
  'node close',
  'node rotate-operator',
  'node update',
  'dispute open',
  'dispute evidence',
  'dispute check',
  'dispute vote',
  'dispute appeal',
  'dispute resolve',
  'dispute reward',
  'dispute show',
  'crank timeout',
  'crank settle',
  'crank close',
  'crank outcomes',
  'crank audits',
  'reputation show',
  'reputation rebuild',
  'token supply',
  'token distribute',
  'token vesting',
  'token claim-vesting',
  'token distribute-fees',
  'vote lock',
  'vote unlock',
  'vote parameters',
  'vote propose parameter',
  'vote propose key-add',
  'vote propose key-retire',
  'vote propose mint-allow',
  'vote propose mint-disallow',
  'vote propose spend',
  'vote propose insurance',
  'vote propose guardians',
  'vote propose authority',
  'vote list',
  'vote show',
  'vote cast',
  'vote open',
  'vote cancel',
  'vote execute',
  'vote close',
  'vote hand-over',
  'guard show',
  'guard pause',
  'verify',
  'price',
  'coordinator start',
  'coordinator register',
  'coordinator keys',
  'coordinator close',
  'coordinator show',
  'relay start',
  'localnet',
  'completion',
];

function leaves(command: Command, path: string): string[] {
  if (command.commands.length === 0) return [path];
  return command.commands.flatMap((child) => leaves(child, `${path} ${child.name()}`.trim()));
}

describe('cyxwiz: help', () => {
  it('has exactly the documented commands', () => {
    const around = {
      env: {},
      signal: new AbortController().signal,
      interactive: false,
      out: () => {},
      err: () => {},
      ask: async () => '',
    };
    expect(leaves(program(around), '')).to.have.members(COMMANDS);
  });

  for (const command of COMMANDS) {
    it(`${command} explains itself and takes --json`, async () => {
      const ran = await cli([...command.split(' '), '--help']);
      expect(ran).to.include({ code: 0, stderr: '' });
      expect(ran.stdout).to.match(new RegExp(`^Usage: cyxwiz ${command} \\[options\\]`));
      expect(ran.stdout).to.contain('--json');
    });
  }

  it('lists the exit codes', async () => {
    const { stdout } = await cli(['--help']);
    for (const code of [0, 1, 2, 3, 4, 5, 70, 130, 143]) expect(stdout).to.match(new RegExp(`\\b${code}\\b`));
  });

  it('prints its version', async () => {
    expect(await cli(['--version'])).to.deep.equal({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });
});
