import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReceipt, type Receipt, readCommittedKey, verifyReceipt, weightsEvidence } from '@cyxwiz/sdk';
import { expect } from 'chai';
import type { Story } from '../../packages/cli/src/demo/main-job.ts';
import { verifyAsProcess } from '../../packages/cli/src/demo/receipt.ts';
import type { ListedTransaction } from '../../packages/cli/src/demo/transactions.ts';
import { type OwnDatabase, ownPostgres } from './support/databases.ts';
import { ownReceipt } from './support/own-receipt.ts';
import { paidJob } from './support/paid-job.ts';
import { type Stage, startStage } from './support/stage.ts';
import { control, tamperings } from './support/tamperings.ts';

const KEY = new URL('../../circuits/keys/checkpoint_chain.v1.vk.json', import.meta.url);

for (const database of ['PGlite', 'PostgreSQL'] as const) {
  describe(`a whole job on ${database}`, function () {
    this.timeout(180_000);
    let own: OwnDatabase | undefined;
    let stage: Stage;
    let story: Story;
    let listed: ListedTransaction[];
    let receipt: Receipt;
    let folder: string;
    let path: string;

    before(async () => {
      own = database === 'PostgreSQL' ? await ownPostgres() : undefined;
      stage = await startStage(own ? { coordinator: { database: own.config } } : {});
      folder = await mkdtemp(join(tmpdir(), 'cyxwiz-e2e-'));
      path = join(folder, 'receipt.json');
      ({ story, listed, receipt } = await paidJob(stage, path));
    });

    after(async () => {
      story?.run.client.close();
      await stage?.stop();
      await own?.drop();
      if (folder) await rm(folder, { recursive: true, force: true });
    });

    it('ends with every promise kept, and the books in order', () => {
      expect(stage.checks.failed, stage.told()).to.deep.equal([]);
      expect(stage.checks.count).to.be.greaterThan(12);
    });

    it('is reported by the coordinator with the transactions that moved the money', async () => {
      const report = await story.run.client.coordinator.job(story.run.job);
      const settlement = listed.find((t) => t.what === 'settle')?.signature;
      expect(report.phase).to.equal('SETTLED');
      const paid = report.movements.filter((m) => m.transaction === settlement);
      expect(paid.map((m) => [m.kind, m.amount]).sort()).to.deep.equal([
        ['fee', story.settled.job.paidFee],
        ['node', story.settled.job.paidNode],
      ]);
    });

    it('leaves a receipt that verifies against the ledger and against the chain', async () => {
      const committedKey = await readCommittedKey(KEY);
      const weights = weightsEvidence(story.end.weights ?? new Uint8Array());
      for (const rpcUrl of [undefined, stage.world.chain.rpcUrl]) {
        const opened = await openReceipt(path, rpcUrl ? { rpcUrl } : {});
        const { checks, ok } = await verifyReceipt(opened.receipt, opened.evidence, {
          committedKey,
          weights,
        });
        expect(checks.filter((check) => !check.ok)).to.deep.equal([]);
        expect(ok).to.equal(true);
        expect(opened.evidence.kind).to.equal(rpcUrl ? 'rpc' : 'ledger');
      }
    });

    it('verifies in a process of its own, and says how it ended by the exit code', async () => {
      const weights = path.replace('.json', '.weights.safetensors');
      const lines: string[] = [];
      expect(await verifyAsProcess(path, weights, (line) => lines.push(line)), lines.join('\n')).to.equal(0);
      expect(lines.join('\n')).to.contain('DEVELOPMENT');
    });

    it('leaves a receipt to a client that has kept its job’s file alone, and it verifies, too', async () => {
      const { path: own, ran } = await ownReceipt(stage, story, folder);
      expect(ran.code, ran.stderr).to.equal(0);
      for (const rpcUrl of [undefined, stage.world.chain.rpcUrl]) {
        const opened = await openReceipt(own, rpcUrl ? { rpcUrl } : {});
        const options = { committedKey: await readCommittedKey(KEY) };
        const { checks, receipt: read } = await verifyReceipt(opened.receipt, opened.evidence, options);
        expect(checks.filter((check) => !check.ok)).to.deep.equal([]);
        expect(read?.score).to.have.keys('after', 'page');
        expect(read?.proof).to.not.have.any.keys('proveMillis', 'backend');
      }
    });

    if (database === 'PGlite') {
      describe('its receipt, tampered with', () => {
        it('verifies when nothing was changed, so that what fails below fails for its change', async () => {
          const { failed } = await control.tamper({
            path,
            receipt,
            wallet: story.run.client.wallet,
            key: KEY,
          });
          expect(failed).to.deep.equal([]);
        });

        for (const { name, tamper } of tamperings) {
          it(`fails: ${name}`, async () => {
            const { ok, failed } = await tamper({ path, receipt, wallet: story.run.client.wallet, key: KEY });
            expect(ok, 'it verified').to.equal(false);
            expect(failed.length).to.be.greaterThan(0);
          });
        }

        it('still verifies when its account was closed and only the chain is asked', async () => {
          await story.run.client.escrow.close(story.run.job);
          const opened = await openReceipt(path, { rpcUrl: stage.world.chain.rpcUrl });
          const { checks } = await verifyReceipt(opened.receipt, opened.evidence, {
            committedKey: await readCommittedKey(KEY),
          });
          expect(checks.filter((check) => !check.ok)).to.deep.equal([]);
        });
      });
    }
  });
}
