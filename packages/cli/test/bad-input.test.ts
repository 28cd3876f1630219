import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { cli, folder } from './support/cli.ts';
import { emptyChain } from './support/fake-rpc.ts';

const row = (width: number, label: string | number, value: string | number = 1) =>
  `${Array.from({ length: width }, () => value).join(',')},${label}`;
const rows = (line: string, count = 40) => `${Array.from({ length: count }, () => line).join('\n')}\n`;
const good = rows(row(64, 3), 2000);

/** Data set, and the message that follows "dataset: ". */
const DATASETS: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
  ['no rows', gzipSync(''), /no rows/],
  ['an empty line', `\n${good}`, /^line 1 has 0 values/],
  ['a row too narrow', good + rows(row(63, 3), 1), /line 2001 .*64.*65/],
  ['a row too wide', rows(row(65, 3), 1) + good, /line 1 .*66.*65/],
  ['text for a number', `${row(64, 3, 'x')}\n${good}`, /^line 1, value 1: .* is not a number/],
  ['NaN for a number', `${row(64, 3, 'NaN')}\n${good}`, /^line 1, value 1: .* is not a number/],
  ['a missing value', `${row(64, 3, '')}\n${good}`, /^line 1, value 1: .* is not a number/],
  ['a fraction', `${row(64, 3, 0.5)}\n${good}`, /^line 1, value 1: .* has a fraction/],
  ['a negative value', `${row(64, 3, -1)}\n${good}`, /^line 1, value 1: .* is outside 0 to/],
  ['a huge value', `${row(64, 3, '9'.repeat(30))}\n${good}`, /^line 1, value 1: .* is outside 0 to/],
  ['a label above the outputs', `${row(64, 10)}\n${good}`, /^line 1, value 65: label "10" is outside/],
  ['a negative label', `${row(64, -1)}\n${good}`, /^line 1, value 65: label "-1" is outside/],
];

describe('cyxwiz: bad input', () => {
  let home: ReturnType<typeof folder>;
  let chain: Awaited<ReturnType<typeof emptyChain>>;
  beforeEach(async () => {
    home = folder();
    chain = await emptyChain();
    writeFileSync(home.file('key.json'), JSON.stringify([...Keypair.generate().secretKey]), { mode: 0o600 });
  });
  afterEach(async () => {
    home.remove();
    await chain.close();
  });

  const submit = (dataset: string, ...more: string[]) =>
    cli(
      [
        'job',
        'submit',
        '--dataset',
        dataset,
        '--shape',
        '64-32-10',
        '--epochs',
        '5',
        '--estimate',
        '60s',
        '--rpc',
        chain.url,
        '--keypair',
        home.file('key.json'),
        '--yes',
        ...more,
      ],
      { env: { CYXWIZ_HOME: home.file('home') } },
    );
  const nothingHappened = () => {
    expect(chain.asked).to.deep.equal([]);
    expect(home.files().filter((name) => name.startsWith('home'))).to.deep.equal([]);
  };

  for (const [name, content, message] of DATASETS) {
    it(`refuses a data set with ${name}`, async () => {
      const path = home.file('data.csv');
      writeFileSync(path, content);
      const ran = await submit(path, '--json');
      expect(ran).to.include({ code: 2, stdout: '' });
      const { error } = JSON.parse(ran.stderr) as { error: Record<string, string> };
      expect(error).to.include({ code: 'BAD_INPUT', exitCode: 2 });
      expect(error.message).to.match(/^dataset: /);
      expect(error.message?.replace('dataset: ', '')).to.match(message);
      nothingHappened();
    });
  }

  it('refuses a data set that is not there, a folder, empty, or a damaged archive', async () => {
    mkdirSync(home.file('dir'));
    writeFileSync(home.file('empty.csv'), '');
    writeFileSync(home.file('torn.csv.gz'), gzipSync(good).subarray(0, 100));
    const cases = [
      ['none.csv', 'does not exist'],
      ['dir', 'is a folder'],
      ['empty.csv', 'is empty'],
      ['torn.csv.gz', 'is a damaged or too large gzip file'],
    ] as const;
    for (const [name, wrong] of cases) {
      const ran = await submit(home.file(name));
      expect(ran.stderr.split('\n')[0]).to.equal(`error: --dataset: ${home.file(name)} ${wrong}`);
      expect(ran.code).to.equal(2);
    }
    nothingHappened();
  });

  it('refuses to sign for nobody, to waive unseen weights, and more checkpoints than a proof holds', async () => {
    const path = home.file('data.csv');
    writeFileSync(path, good);
    const unasked = await cli([
      'job',
      'submit',
      '--dataset',
      path,
      '--shape',
      '64-32-10',
      '--epochs',
      '5',
      '--estimate',
      '60s',
      '--keypair',
      home.file('key.json'),
    ]);
    expect(unasked.stderr).to.equal(
      'error: --yes: nobody is here to confirm the price\n  next: add --yes (and --max-price), or --dry-run\n',
    );
    const unseen = await submit(path, '--waive');
    expect(unseen.stderr).to.equal(
      'error: --waive: the weights are not asked for\n  next: add --output FILE: they are checked before you waive\n',
    );
    const many = await submit(path, '--epochs', '65', '--checkpoint-interval', '1');
    expect(many.stderr).to.match(/^error: .*a job has at most 64 checkpoints/);
    for (const { code } of [unasked, unseen, many]) expect(code).to.equal(2);
    nothingHappened();
  });

  it('tells a file that is no receipt from a receipt that is wrong', async () => {
    writeFileSync(home.file('text.json'), 'hello');
    writeFileSync(home.file('other.json'), '{"format":"invoice"}');
    writeFileSync(home.file('array.json'), '[]');
    writeFileSync(home.file('thin.json'), '{"format":"cyxwiz-receipt","version":1}');
    const verify = (name: string, ...more: string[]) => cli(['verify', home.file(name), ...more]);
    const cases = [
      ['none.json', 2, /^error: receipt: .* does not exist\n/],
      ['text.json', 2, /^error: receipt: .* is not JSON\n/],
      ['other.json', 2, /^error: .* is not a CyxWiz receipt\n/],
      ['array.json', 2, /^error: .* is not a CyxWiz receipt\n/],
      ['thin.json', 1, /^error: .*issuedAt/],
    ] as const;
    for (const [name, code, message] of cases) {
      const ran = await verify(name);
      expect(ran.stderr, name).to.match(message);
      expect(ran.code, name).to.equal(code);
    }
    const onChain = await verify('thin.json', '--rpc', chain.url, '--json');
    expect(onChain.code).to.equal(1);
    expect(JSON.parse(onChain.stdout)).to.include({ ok: false, against: 'rpc' });
    expect((JSON.parse(onChain.stderr) as { error: object }).error).to.include({ code: 'RECEIPT_INVALID' });
  });

  it('refuses a folder that is no node’s, and never overwrites one that is', async () => {
    const owner = Keypair.generate().publicKey.toBase58();
    const named = ['--coordinator-account', owner];
    const init = () =>
      cli(['node', 'init', '--dir', home.file('node'), '--owner', owner, '--plain', ...named]);
    const none = await cli(['node', 'status', '--dir', home.file('none')]);
    expect(none.stderr).to.match(/^error: --dir: .* is no node's folder \(it has no node\.json\)\n/);
    expect(none.code).to.equal(2);
    expect((await init()).code).to.equal(0);
    const files = home.files();
    const again = await init();
    expect(again.stderr).to.match(
      /^error: .*node\.json exists already\n {2}next: use another folder with --dir/,
    );
    expect(again.code).to.equal(1);
    expect(home.files()).to.deep.equal(files);
    const stranger = await cli([
      'node',
      'register',
      '--dir',
      home.file('node'),
      '--stake',
      '50',
      '--keypair',
      home.file('key.json'),
    ]);
    expect(stranger.stderr).to.match(/^error: --keypair: .* is not the owner in the folder, /);
    expect(stranger.code).to.equal(2);
    const rich = await cli(['node', 'register', '--dir', home.file('node'), '--stake', '9'.repeat(20)]);
    expect(rich.stderr).to.match(/^error: an amount is a whole number from 0 to 2\^64 - 1/);
    expect(rich.code).to.equal(2);
  });

  it('never repeats the password in a database address', async () => {
    const ran = await cli([
      'coordinator',
      'start',
      '--database',
      'mysql://root:secret@host/db',
      '--data',
      home.file('c'),
    ]);
    expect(ran.stderr)
      .to.match(/^error: --database: it is no PostgreSQL address\n/)
      .and.not.contain('secret');
    expect(ran.code).to.equal(2);
    expect(home.files()).to.deep.equal(['key.json']);
  });
});
