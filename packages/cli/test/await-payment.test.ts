import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import type { JobFile } from '../src/jobs/job-file.ts';
import { TestChain, type Told } from './support/chain.ts';
import { cli } from './support/cli.ts';

/** What a program leaves behind that is killed while it pays. */
const LEFT: Omit<JobFile, 'job' | 'payment'> = {
  version: 1,
  specJson: '{}',
  sessionKey: { publicKey: '1'.repeat(64), secretKey: '2'.repeat(64) },
  clientNonce: '3'.repeat(64),
  datasetPath: '/no/data.csv',
  salt: '4'.repeat(64),
  submittedAt: '2026-01-01T00:00:00.000Z',
};

describe('an order whose program was killed before it saw its payment confirmed', function () {
  this.timeout(60_000);
  let chain: TestChain;

  before(async () => {
    chain = await TestChain.start();
    await chain.person('client');
  });
  after(() => chain.stop());

  const height = () => chain.net.connection.getBlockHeight('finalized');

  async function watch(payment: JobFile['payment']): Promise<Told> {
    const job = Keypair.generate().publicKey.toBase58();
    const file = { ...LEFT, job, ...(payment === undefined ? {} : { payment }) };
    mkdirSync(join(chain.home.path, 'jobs'), { recursive: true });
    writeFileSync(join(chain.home.path, 'jobs', `${job}.json`), JSON.stringify(file));
    const { code, stderr } = await cli(
      [
        ...['job', 'watch', job, '--json', '--rpc', chain.net.rpcUrl],
        ...['--coordinator', '127.0.0.1:1', '--plain', '--keypair', chain.home.file('client.json')],
      ],
      { env: { CYXWIZ_HOME: chain.home.path } },
    );
    return { ...JSON.parse(stderr), code } as Told;
  }

  it('may be given again at once when it had signed nothing', async () => {
    const { code, error } = await watch(null);
    expect(error.code).to.equal('JOB_NOT_PAID');
    expect(error.next).to.contain('order again');
    expect(code).to.equal(4);
  });

  it('may be given again when the blockhash of its payment is dead', async () => {
    while ((await height()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const { error } = await watch({ signature: 'signed', lastValidBlockHeight: 0 });
    expect(error.code).to.equal('JOB_NOT_PAID');
  });

  it('is waited for as long as its payment can still arrive', async () => {
    const lastValidBlockHeight = (await height()) + 20;
    const { error } = await watch({ signature: 'signed', lastValidBlockHeight });
    expect(error.code).to.equal('JOB_NOT_PAID');
    expect(await height()).to.be.greaterThan(lastValidBlockHeight);
  });

  it('is looked up on the chain alone when a browser signed it', async () => {
    const { error } = await watch(undefined);
    expect(error.code).to.equal('JOB_NOT_FOUND');
  });
});
