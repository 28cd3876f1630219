import { expect } from 'chai';
import { cli, folder } from './support/cli.ts';

const JOB = 'So11111111111111111111111111111111111111112';
const SUBMIT = [
  'job',
  'submit',
  '--dataset',
  'd.csv',
  '--shape',
  '64-32-10',
  '--epochs',
  '5',
  '--estimate',
  '60s',
];
const option = (flags: string, value: string, rule: string) =>
  `option '${flags}' argument '${value}' is invalid. It must be ${rule}.`;
const u32 = 'a whole number from 1 to 4294967295';
const time = 'a time like 90s, 15m, 2h or 7d, from 1 to 604800 seconds';
const engines = 'exact or process:NAME, the name being 1 to 32 lower-case letters, digits and hyphens';
const layers = 'inputs-hidden-outputs, like 64-32-10, each from 1 to 65536';

/** Command line, what is wrong with it. All end with exit code 2 before anything is read, asked or stored. */
const CASES: readonly (readonly [string, readonly string[], string])[] = [
  ['no command', [], 'cyxwiz needs a command after it'],
  ['a group without a command', ['job'], 'cyxwiz job needs a command after it'],
  ['an unknown command', ['jobs'], "unknown command 'jobs'"],
  ['an unknown command of a group', ['crank', 'refund'], "unknown command 'refund'"],
  ['an unknown option', ['job', 'status', JOB, '--fast'], "unknown option '--fast'"],
  [
    'a surplus argument',
    ['job', 'status', JOB, JOB],
    `too many arguments for 'status'. Expected 1 argument but got 2: ${JOB}, ${JOB}.`,
  ],
  ['no job', ['job', 'status'], "missing required argument 'job'"],
  [
    'a job that is no address',
    ['job', 'cancel', 'abc'],
    "command-argument value 'abc' is invalid for argument 'job'. It must be an address: 32 bytes in base58.",
  ],
  [
    'a job of 33 bytes',
    ['crank', 'settle', `${JOB}1`],
    `command-argument value '${JOB}1' is invalid for argument 'job'. It must be an address: 32 bytes in base58.`,
  ],
  ['an option without its value', ['job', 'status', JOB, '--rpc'], "option '--rpc <url>' argument missing"],
  ['a proposal of nothing', ['vote', 'propose', 'parameter'], "missing required argument 'change'"],
  [
    'a proposal with two texts',
    ['vote', 'propose', 'authority', '--text', 'why.md', '--text-hash', 'ab'.repeat(32)],
    "option '--text-hash <hex>' cannot be used with option '--text <file>'",
  ],
  [
    'a guardian that is no address',
    ['vote', 'propose', 'guardians', 'ada'],
    "command-argument value 'ada' is invalid for argument 'address'. It must be an address: 32 bytes in base58.",
  ],
  [
    'two new operator keys',
    ['node', 'rotate-operator', '--dir', 'node', '--operator', 'key.json'],
    "option '--operator <file>' cannot be used with option '--dir <folder>'",
  ],
  ['a vote for nobody', ['dispute', 'vote', JOB], "required option '--for <side>' not specified"],
  [
    'a vote for somebody else',
    ['dispute', 'vote', JOB, '--for', 'me'],
    "option '--for <side>' argument 'me' is invalid. Allowed choices are client, node.",
  ],
  [
    'evidence and its hash at once',
    ['dispute', 'open', JOB, '--evidence', 'log', '--evidence-hash', 'ab'.repeat(32)],
    "option '--evidence-hash <hex>' cannot be used with option '--evidence <file>'",
  ],
  [
    'evidence that is no hash',
    ['dispute', 'evidence', JOB, '--evidence-hash', 'ab'],
    option('--evidence-hash <hex>', 'ab', '64 lower-case hexadecimal digits'),
  ],
  ['no receipt', ['verify'], "missing required argument 'receipt'"],
  [
    'no data set',
    ['job', 'submit', '--shape', '64-32-10'],
    "required option '--dataset <file>' not specified",
  ],
  ['no epochs', ['job', 'submit', '--dataset', 'd.csv'], "required option '--epochs <n>' not specified"],
  [
    'a program without a name',
    [...SUBMIT, '--engine', 'process:'],
    option('--engine <engine>', 'process:', engines),
  ],
  ['an unknown engine', [...SUBMIT, '--engine', 'torch'], option('--engine <engine>', 'torch', engines)],
  [
    'a tolerance that is no share',
    [...SUBMIT, '--relative-tolerance', '2'],
    option('--relative-tolerance <x>', '2', 'a number from 0 to 1, like 0.001 or 1e-5'),
  ],
  ['two layers', [...SUBMIT, '--shape', '64-10'], option('--shape <i-h-o>', '64-10', layers)],
  ['an empty layer', [...SUBMIT, '--shape', '64-0-10'], option('--shape <i-h-o>', '64-0-10', layers)],
  ['a huge layer', [...SUBMIT, '--shape', '64-99999-10'], option('--shape <i-h-o>', '64-99999-10', layers)],
  ['zero epochs', [...SUBMIT, '--epochs', '0'], option('--epochs <n>', '0', u32)],
  ['negative epochs', [...SUBMIT, '--epochs', '-5'], option('--epochs <n>', '-5', u32)],
  ['huge epochs', [...SUBMIT, '--epochs', '4294967296'], option('--epochs <n>', '4294967296', u32)],
  ['very huge epochs', [...SUBMIT, '--epochs', '9'.repeat(40)], option('--epochs <n>', '9'.repeat(40), u32)],
  ['half an epoch', [...SUBMIT, '--epochs', '1.5'], option('--epochs <n>', '1.5', u32)],
  ['epochs that are no number', [...SUBMIT, '--epochs', 'NaN'], option('--epochs <n>', 'NaN', u32)],
  ['epochs in another notation', [...SUBMIT, '--epochs', '1e3'], option('--epochs <n>', '1e3', u32)],
  ['epochs with a space', [...SUBMIT, '--epochs', ' 5'], option('--epochs <n>', ' 5', u32)],
  ['no epochs at all', [...SUBMIT, '--epochs', ''], option('--epochs <n>', '', u32)],
  [
    'a batch of nothing',
    [...SUBMIT, '--batch', '0'],
    option('--batch <n>', '0', 'a whole number from 1 to 65536'),
  ],
  [
    'a checkpoint in words',
    ['job', 'fetch', JOB, '--checkpoint', 'seven'],
    option('--checkpoint <epoch>', 'seven', 'an epoch, a whole number from 1 to 4294967295, or latest'),
  ],
  [
    'a checkpoint interval of 0',
    [...SUBMIT, '--checkpoint-interval', '0'],
    option('--checkpoint-interval <n>', '0', 'a whole number from 1 to 65535'),
  ],
  ['an estimate of 0', [...SUBMIT, '--estimate', '0'], option('--estimate <time>', '0', time)],
  ['an estimate in weeks', [...SUBMIT, '--estimate', '1w'], option('--estimate <time>', '1w', time)],
  ['an estimate above seven days', [...SUBMIT, '--estimate', '8d'], option('--estimate <time>', '8d', time)],
  ['a negative deadline', [...SUBMIT, '--deadline', '-1'], option('--deadline <time>', '-1', time)],
  [
    'a seed in capitals',
    [...SUBMIT, '--seed', 'A'.repeat(64)],
    option('--seed <hex>', 'A'.repeat(64), '64 lower-case hexadecimal digits'),
  ],
  [
    'a short seed',
    [...SUBMIT, '--seed', 'ab'],
    option('--seed <hex>', 'ab', '64 lower-case hexadecimal digits'),
  ],
  [
    'a price of 0',
    [...SUBMIT, '--max-price', '0.000'],
    option('--max-price <amount>', '0.000', 'above zero'),
  ],
  [
    'a negative price',
    [...SUBMIT, '--max-price', '-2'],
    option('--max-price <amount>', '-2', 'an amount in tokens like 12.5'),
  ],
  [
    'a price with a comma',
    [...SUBMIT, '--max-price', '1,5'],
    option('--max-price <amount>', '1,5', 'an amount in tokens like 12.5'),
  ],
  [
    'a mint that is no address',
    [...SUBMIT, '--mint', 'USDC'],
    option('--mint <address>', 'USDC', 'an address: 32 bytes in base58'),
  ],
  [
    'an unknown priority',
    [...SUBMIT, '--priority', 'now'],
    "option '--priority <priority>' argument 'now' is invalid. Allowed choices are low, normal, high, critical.",
  ],
  [
    'an RPC that is no URL',
    ['job', 'status', JOB, '--rpc', 'localhost'],
    option('--rpc <url>', 'localhost', 'an http or https URL'),
  ],
  [
    'an RPC over ftp',
    ['job', 'status', JOB, '--rpc', 'ftp://x'],
    option('--rpc <url>', 'ftp://x', 'an http or https URL'),
  ],
  [
    'a websocket over http',
    ['job', 'status', JOB, '--ws', 'http://x'],
    option('--ws <url>', 'http://x', 'a ws or wss URL'),
  ],
  [
    'a coordinator without a port',
    ['price', '--estimate', '60', '--coordinator', 'host'],
    option('--coordinator <host:port>', 'host', 'host:port'),
  ],
  [
    'a coordinator at port 0',
    ['price', '--estimate', '60', '--coordinator', 'host:0'],
    option('--coordinator <host:port>', 'host:0', 'host:port'),
  ],
  [
    'a coordinator at port 65536',
    ['price', '--estimate', '60', '--coordinator', 'host:65536'],
    option('--coordinator <host:port>', 'host:65536', 'host:port'),
  ],
  [
    'two kinds of trust',
    ['price', '--estimate', '60', '--plain', '--coordinator-cert', 'x'],
    "option '--plain' cannot be used with option '--coordinator-cert <file>'",
  ],
  [
    'a score above 1000',
    ['price', '--estimate', '60', '--score', '1001'],
    option('--score <n>', '1001', 'a whole number from 0 to 1000'),
  ],
  ['a price for no time', ['price'], "required option '--estimate <time>' not specified"],
  [
    'a node without a folder',
    ['node', 'init', '--owner', JOB],
    "required option '--dir <folder>' not specified",
  ],
  [
    'a node without an owner',
    ['node', 'init', '--dir', 'n'],
    "required option '--owner <address>' not specified",
  ],
  [
    'a stake of nothing',
    ['node', 'register', '--dir', 'n', '--stake', '0'],
    option('--stake <amount>', '0', 'above zero'),
  ],
  ['no stake', ['node', 'register', '--dir', 'n'], "required option '--stake <amount>' not specified"],
  ['no stake to add', ['node', 'add-stake'], "missing required argument 'amount'"],
  [
    'a withdrawal of nothing',
    ['node', 'request-withdrawal', '0'],
    "command-argument value '0' is invalid for argument 'amount'. It must be above zero.",
  ],
  [
    'a withdrawal of some',
    ['node', 'request-withdrawal', 'some'],
    "command-argument value 'some' is invalid for argument 'amount'. It must be an amount in tokens like 12.5.",
  ],
  [
    'rewards of no node',
    ['node', 'compound', 'abc'],
    "command-argument value 'abc' is invalid for argument 'node'. It must be an address: 32 bytes in base58.",
  ],
  [
    '65 slots',
    ['node', 'init', '--dir', 'n', '--owner', JOB, '--slots', '65'],
    option('--slots <n>', '65', 'a whole number from 1 to 64'),
  ],
  [
    'a page below 0',
    ['crank', 'outcomes', '--page', '-1'],
    option('--page <n>', '-1', 'a whole number from 0 to 4294967295'),
  ],
  [
    '101 outcomes',
    ['crank', 'outcomes', '--max', '101'],
    option('--max <n>', '101', 'a whole number from 1 to 100'),
  ],
  [
    'page and node at once',
    ['crank', 'outcomes', '--node', JOB, '--page', '1'],
    "option '--node <node>' cannot be used with option '--page <n>'",
  ],
  [
    'a port above 65535',
    ['coordinator', 'start', '--rest-port', '65536'],
    option('--rest-port <n>', '65536', 'a whole number from 0 to 65535'),
  ],
  [
    'funds for no address',
    ['localnet', '--fund', 'me'],
    option('--fund <address>', 'me', 'an address: 32 bytes in base58'),
  ],
];

describe('cyxwiz: bad usage', () => {
  for (const [name, args, message] of CASES) {
    it(`refuses ${name}`, async () => {
      const home = folder();
      try {
        const ran = await cli(args, { env: { HOME: home.path } });
        const [first, next] = ran.stderr.split('\n');
        expect(first).to.equal(`error: ${message}`);
        expect(next).to.match(/^ {2}next: (did you mean .+\? )?see cyxwiz.* --help$/);
        expect(ran.stdout).to.equal('');
        expect(ran.code).to.equal(2);
        expect(home.files()).to.deep.equal([]);
      } finally {
        home.remove();
      }
    });
  }

  it('says the same as JSON', async () => {
    const ran = await cli(['crank', 'settel', '--json'], {});
    expect(JSON.parse(ran.stderr)).to.deep.equal({
      error: {
        code: 'BAD_INPUT',
        message: "unknown command 'settel'",
        next: 'did you mean settle? see cyxwiz crank --help',
        exitCode: 2,
      },
    });
    expect(ran).to.include({ code: 2, stdout: '' });
  });

  it('holds variables of the environment to the same rules', async () => {
    const cases = [
      ['CYXWIZ_RPC', 'nowhere', 'It must be an http or https URL.'],
      ['CYXWIZ_WS', 'nowhere', 'It must be a ws or wss URL.'],
    ] as const;
    for (const [name, value, rule] of cases) {
      const ran = await cli(['job', 'status', JOB], { env: { [name]: value } });
      expect(ran.stderr).to.equal(
        `error: ${name}: "${value}" is refused. ${rule}\n  next: correct or unset ${name}\n`,
      );
      expect(ran.code).to.equal(2);
    }
  });
});
