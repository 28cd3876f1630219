import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReceipt, type Receipt, readCommittedKey, verifyReceipt, weightsEvidence } from '@cyxwiz/sdk';
import { expect } from 'chai';
import type { Story } from '../../packages/cli/src/demo/main-job.ts';
import { verifyAsProcess } from '../../packages/cli/src/demo/receipt.ts';
import { auditTamperings } from './support/audit-tamperings.ts';
import { paidJob } from './support/paid-job.ts';
import { type Stage, startStage } from './support/stage.ts';
import { committedStepKey, control } from './support/tamperings.ts';

const KEY = new URL('../../circuits/keys/checkpoint_chain.v1.vk.json', import.meta.url);

describe('a whole job of the exact tier', function () {
  this.timeout(600_000);
  let stage: Stage;
  let story: Story;
  let receipt: Receipt;
  let folder: string;
  let path: string;
  const scene = () => ({ path, receipt, wallet: story.run.client.wallet, key: KEY });

  before(async () => {
    stage = await startStage();
    folder = await mkdtemp(join(tmpdir(), 'cyxwiz-e2e-'));
    path = join(folder, 'receipt.json');
    ({ story, receipt } = await paidJob(stage, path, { tier: 'exact' }));
  });

  after(async () => {
    story?.run.client.close();
    await stage?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('ends with every promise kept: trained, audited with the client’s nonce, proven, paid', () => {
    expect(stage.checks.failed, stage.told()).to.deep.equal([]);
    // Governance's default is four; the node is new and has to prove twice as many.
    expect(receipt.audit).to.include({ audits: 8, segments: 2_250 });
    expect(receipt.audit?.nonce).to.match(/^[0-9a-f]{64}$/);
    for (const text of ['steps anchored', 'challenge opened with', 'audit 8 of 8 proven'])
      expect(stage.told()).to.contain(text);
  });

  it('is reported by the coordinator with its audits', async () => {
    const report = await story.run.client.coordinator.job(story.run.job);
    expect(report).to.include({ phase: 'SETTLED', tier: 'Exact', auditsDue: 8, auditsProven: 8 });
  });

  it('leaves a receipt that verifies against the ledger and against the chain', async () => {
    const committedKey = await readCommittedKey(KEY);
    const weights = weightsEvidence(story.end.weights ?? new Uint8Array());
    for (const rpcUrl of [undefined, stage.world.chain.rpcUrl]) {
      const opened = await openReceipt(path, rpcUrl ? { rpcUrl } : {});
      const options = { committedKey, committedStepKey, weights };
      const { checks } = await verifyReceipt(opened.receipt, opened.evidence, options);
      expect(checks.filter((check) => !check.ok)).to.deep.equal([]);
    }
  });

  it('verifies in a process of its own, which says what the audits are worth', async () => {
    const lines: string[] = [];
    const weights = path.replace('.json', '.weights.safetensors');
    expect(await verifyAsProcess(path, weights, (line) => lines.push(line)), lines.join('\n')).to.equal(0);
    expect(lines.join('\n')).to.contain('8 audits of 2250 segments of 4 steps').and.contain('43.0467 %');
  });

  it('is not verified by somebody who has no committed keys of step circuits', async () => {
    const opened = await openReceipt(path);
    const options = { committedKey: await readCommittedKey(KEY) };
    const { ok, checks } = await verifyReceipt(opened.receipt, opened.evidence, options);
    expect(ok).to.equal(false);
    expect(checks.filter((check) => !check.ok).map(({ detail }) => detail)).to.have.length(2);
  });

  describe('its receipt, tampered with', () => {
    it('verifies when nothing was changed, so that what fails below fails for its change', async () => {
      expect((await control.tamper(scene())).failed).to.deep.equal([]);
    });

    for (const { name, tamper } of auditTamperings) {
      it(`fails: ${name}`, async () => {
        const { ok, failed } = await tamper(scene());
        expect(ok, 'it verified').to.equal(false);
        expect(failed.length).to.be.greaterThan(0);
      });
    }

    it('still verifies when job and audit were closed and only the chain is asked', async () => {
      await story.run.client.escrow.close(story.run.job);
      const opened = await openReceipt(path, { rpcUrl: stage.world.chain.rpcUrl });
      const options = { committedKey: await readCommittedKey(KEY), committedStepKey };
      const { checks } = await verifyReceipt(opened.receipt, opened.evidence, options);
      expect(checks.filter((check) => !check.ok)).to.deep.equal([]);
    });
  });
});
