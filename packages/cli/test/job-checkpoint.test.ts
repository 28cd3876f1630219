import { writeFileSync } from 'node:fs';
import { ClientError, type CyxwizClient } from '@cyxwiz/sdk';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { CONTROLS, tellNode } from '../src/commands/job/control.ts';
import { Context } from '../src/context.ts';
import { type JobFile, saveJobFile } from '../src/jobs/job-file.ts';
import { cli, folder } from './support/cli.ts';
import { emptyChain } from './support/fake-rpc.ts';

const JOB = 'So11111111111111111111111111111111111111112';
const FILE: JobFile = {
  version: 1,
  job: JOB,
  escrow: 'paid',
  specJson: '{}',
  sessionKey: { publicKey: '0a'.repeat(32), secretKey: '0b'.repeat(32) },
  clientNonce: '00'.repeat(32),
  datasetPath: 'data.csv',
  salt: '00'.repeat(32),
  submittedAt: '2026-01-01T00:00:00.000Z',
};

describe('cyxwiz job checkpoint', () => {
  let home: ReturnType<typeof folder>;
  beforeEach(() => {
    home = folder();
    writeFileSync(home.file('wallet.json'), JSON.stringify([...Keypair.generate().secretKey]), {
      mode: 0o600,
    });
  });
  afterEach(() => home.remove());

  describe('asked of a node', () => {
    const checkpoint = CONTROLS.find(({ name }) => name === 'checkpoint') as (typeof CONTROLS)[number];
    let asked: unknown[];
    let refusal: ClientError | undefined;
    beforeEach(() => {
      asked = [];
      refusal = undefined;
    });

    const session = {
      command: async (...what: unknown[]) => {
        asked.push(['command', ...what]);
        if (refusal) throw refusal;
        return { state: 'TRAINING', epoch: 12, epochs: 50 };
      },
      close: () => void asked.push(['close']),
    };
    const client = {
      chain: { job: async () => ({ value: {} }) },
      confirm: async (...what: unknown[]) => {
        asked.push(['confirm', ...what]);
        return { job: JOB };
      },
      connect: async (_: unknown, { sessionKey }: { sessionKey: { secretKey: Uint8Array } }) => {
        asked.push(['connect', Buffer.from(sessionKey.secretKey).toString('hex')]);
        return session;
      },
    };
    class WithNode extends Context {
      override async client() {
        return client as unknown as CyxwizClient;
      }
    }

    async function tell(json = false) {
      let out = '';
      const around = {
        ...{ env: { CYXWIZ_HOME: home.path }, signal: new AbortController().signal, interactive: false },
        ...{ ask: async () => '', err: () => undefined },
        out: (text: string) => {
          out += text;
        },
      };
      await saveJobFile(home.path, FILE);
      await tellNode(new WithNode(around, json), checkpoint, { keypair: home.file('wallet.json') }, JOB);
      return out;
    }

    it('is sent once, under the session key of the job, and nothing stays open', async () => {
      await tell();
      expect(asked).to.deep.equal([
        ['confirm', JOB, 'paid'],
        ['connect', FILE.sessionKey.secretKey],
        ['command', 'checkpoint', {}],
        ['close'],
      ]);
    });

    it('says where the training is, and how to follow it', async () => {
      expect(await tell())
        .to.match(/state +TRAINING/)
        .and.match(/epoch +12 of 50/)
        .and.contain(`cyxwiz job watch ${JOB}`);
      const [line = ''] = (await tell(true)).split('\n');
      const told = { job: JOB, command: 'checkpoint', state: 'TRAINING', epoch: 12, epochs: 50 };
      expect(JSON.parse(line)).to.include(told);
    });

    it('passes on why the node refuses, and closes the session all the same', async () => {
      refusal = new ClientError(
        'NODE_REFUSED',
        'checkpoint needs a training that runs; this job is settled',
        {
          next: 'nothing',
        },
      );
      const error = await tell().catch((thrown: unknown) => thrown);
      expect(error).to.equal(refusal);
      expect(asked.at(-1)).to.deep.equal(['close']);
    });
  });

  it('asks nobody where the job’s file is missing', async () => {
    const chain = await emptyChain();
    try {
      const ran = await cli(['job', 'checkpoint', JOB, '--rpc', chain.url], {
        env: { CYXWIZ_HOME: home.path },
      });
      expect(ran.code).not.to.equal(0);
      expect(ran.stderr)
        .to.contain(JOB)
        .and.to.match(/next: /);
      expect(chain.asked).to.deep.equal([]);
    } finally {
      await chain.close();
    }
  });

  it('says that there is no such job on chain', async () => {
    const chain = await emptyChain();
    try {
      await saveJobFile(home.path, FILE);
      const ran = await cli(
        ['job', 'checkpoint', JOB, '--rpc', chain.url, '--keypair', home.file('wallet.json')],
        { env: { CYXWIZ_HOME: home.path, CYXWIZ_COORDINATOR: '127.0.0.1:1' } },
      );
      expect(ran.stderr).to.match(/^error: there is no job account/);
      expect(ran.code).to.equal(4);
    } finally {
      await chain.close();
    }
  });
});
