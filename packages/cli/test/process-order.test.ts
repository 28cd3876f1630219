import { writeFileSync } from 'node:fs';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { cli, folder } from './support/cli.ts';
import { emptyChain } from './support/fake-rpc.ts';

describe('cyxwiz job submit --engine process:NAME', () => {
  let home: ReturnType<typeof folder>;
  let chain: Awaited<ReturnType<typeof emptyChain>>;
  beforeEach(async () => {
    home = folder();
    chain = await emptyChain();
    writeFileSync(home.file('key.json'), JSON.stringify([...Keypair.generate().secretKey]), { mode: 0o600 });
    writeFileSync(home.file('data.bin'), Uint8Array.of(0, 1, 2));
    writeFileSync(home.file('config.json'), '{"hidden": 8}');
  });
  afterEach(async () => {
    home.remove();
    await chain.close();
  });

  const submit = (engine: string, ...more: string[]) =>
    cli(
      [
        ...['job', 'submit', '--engine', engine, '--dataset', home.file('data.bin'), '--epochs', '5'],
        ...['--estimate', '60s', '--rpc', chain.url, '--keypair', home.file('key.json'), '--yes', ...more],
      ],
      { env: { CYXWIZ_HOME: home.file('home') } },
    );
  const config = () => ['--program-config', home.file('config.json')];

  const refused: [string, () => [string, ...string[]], RegExp][] = [
    [
      'no configuration',
      () => ['process:numpy'],
      /^error: --program-config: is missing\n {2}next: name a file/,
    ],
    [
      'the exact tier',
      () => ['process:numpy', '--tier', 'exact', ...config()],
      /--tier: steps of a program cannot be proven/,
    ],
    ['audits', () => ['process:numpy', '--audits', '4', ...config()], /--audits: steps of a program cannot/],
    ['layers', () => ['process:numpy', '--shape', '4-4-2', ...config()], /--shape: is for the exact engine/],
    ['a batch', () => ['process:numpy', '--batch', '4', ...config()], /--batch: is for the exact engine/],
    [
      'a configuration for exact',
      () => ['exact', '--shape', '4-4-2', ...config()],
      /--program-config: is for a program/,
    ],
    ['an exact job without layers', () => ['exact'], /--shape: is missing\n {2}next: give the layers/],
    [
      'a tolerance for exact',
      () => ['exact', '--absolute-tolerance', '0'],
      /--absolute-tolerance: is for a program/,
    ],
    [
      'a configuration that is missing',
      () => ['process:numpy', '--program-config', home.file('none.json')],
      /--program-config: .* does not exist/,
    ],
  ];
  for (const [name, args, message] of refused) {
    it(`refuses ${name}, and says what to do`, async () => {
      const ran = await submit(...args());
      expect(ran.stderr)
        .to.match(message)
        .and.match(/next: /);
      expect(ran.code).to.equal(2);
      expect(chain.asked).to.deep.equal([]);
    });
  }

  for (const [name, content] of [
    ['is not JSON', '{'],
    ['is a list', '[1]'],
    ['is too long', JSON.stringify({ text: 'x'.repeat(3000) })],
    ['is too deep', '{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{"i":1}}}}}}}}}'],
  ] as const) {
    it(`refuses a configuration that ${name}`, async () => {
      writeFileSync(home.file('config.json'), content);
      const ran = await submit('process:numpy', ...config());
      expect(ran.stderr).to.match(/^error: --program-config: /);
      expect(ran.code).to.equal(2);
    });
  }

  it('takes any bytes for data, and goes to the chain with a right order', async () => {
    const ran = await submit('process:numpy', ...config());
    // The chain of this test is empty: what was asked of it is what counts.
    expect(chain.asked).not.to.deep.equal([]);
    expect(ran.code).not.to.equal(2);
  });
});
