import { expect } from 'chai';
import { cli } from './support/cli.ts';
import { outcome, scoresChain } from './support/scores-rpc.ts';

async function rebuild(chain: Awaited<ReturnType<typeof scoresChain>>, ...more: string[]) {
  try {
    return await cli(['reputation', 'rebuild', '--page', '0', '--rpc', chain.url, ...more]);
  } finally {
    await chain.close();
  }
}

describe('cyxwiz: reputation rebuild', () => {
  it('ends well when every score follows from the events', async () => {
    const ran = await rebuild(await scoresChain(), '--json');
    expect([ran.code, ran.stderr]).to.deep.equal([0, '']);
    expect(JSON.parse(ran.stdout)).to.deep.equal({
      page: 0,
      applied: '1',
      waiting: 0,
      transactions: 1,
      differences: [],
      scores: [{ node: outcome.node, score: 81 }],
    });
  });

  it('says so to people too', async () => {
    const ran = await rebuild(await scoresChain());
    expect(ran.stdout).to.equal('page 0: 1 outcomes of 1 nodes in 1 transactions: as the chain has it\n');
  });

  it('is exit code 1 when one does not, and names the field', async () => {
    const ran = await rebuild(await scoresChain({ score: 900 }), '--json');
    expect(ran.code).to.equal(1);
    const { differences } = JSON.parse(ran.stdout) as { differences: object[] };
    expect(differences).to.deep.equal([
      { slot: 3, node: outcome.node, field: 'score', chain: 900, rebuilt: 81 },
    ]);
    expect(JSON.parse(ran.stderr).error).to.include({ code: 'SCORES_DIFFER', exitCode: 1 });
  });

  for (const missing of ['OutcomeRecorded', 'OutcomesApplied'] as const) {
    it(`is exit code 1 when the node has lost ${missing}`, async () => {
      const kept = missing === 'OutcomeRecorded' ? 'OutcomesApplied' : 'OutcomeRecorded';
      const ran = await rebuild(await scoresChain({}, [kept]), '--json');
      expect(ran.code).to.equal(1);
      expect(JSON.parse(ran.stderr).error).to.include({ code: 'HISTORY_INCOMPLETE' });
    });
  }
});

describe('cyxwiz: reputation show, job rate', () => {
  it('want one subject, and stars from 1 to 5', async () => {
    for (const args of [
      ['reputation', 'show'],
      ['reputation', 'show', outcome.node, '--client', outcome.client],
      ['job', 'rate', outcome.node, '6'],
      ['job', 'rate', outcome.node, 'five'],
      ['job', 'rate', outcome.node],
      ['reputation', 'rebuild', '--page', '0', '--node', outcome.node],
    ]) {
      const ran = await cli([...args, '--json']);
      expect(ran.code, args.join(' ')).to.equal(2);
      expect(JSON.parse(ran.stderr).error).to.include({ code: 'BAD_INPUT' });
    }
  });
});
