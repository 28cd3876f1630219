import { writeFileSync } from 'node:fs';
import { disputePhase } from '@cyxwiz/sdk';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { cli, folder } from './support/cli.ts';

const JOB = 'So11111111111111111111111111111111111111112';
const round = (ends: bigint) => ({ begins: 0n, ends, forClient: 0n, forNode: 0n });

describe('cyxwiz: dispute', () => {
  it('asks for evidence before it asks the chain', async () => {
    const home = folder();
    try {
      writeFileSync(home.file('key.json'), JSON.stringify([...Keypair.generate().secretKey]), {
        mode: 0o600,
      });
      for (const [given, message] of [
        [[], '--evidence: no evidence is named'],
        [['--evidence', home.file('none')], `--evidence: ${home.file('none')} does not exist`],
      ] as const) {
        const ran = await cli(['dispute', 'open', JOB, ...given, '--keypair', home.file('key.json')]);
        expect(ran.stderr.split('\n')[0]).to.equal(`error: ${message}`);
        expect(ran.code).to.equal(2);
      }
    } finally {
      home.remove();
    }
  });

  it('tells where a dispute stands, by its clock', () => {
    const times = { evidenceEnds: 2n, appealEnds: 16n, rounds: [round(9n), round(0n)] };
    const open = { ...times, verdict: null, appellant: null };
    const phases = [2n, 3n, 9n, 10n, 16n, 17n].map((now) => disputePhase(open as never, now));
    expect(phases).to.deep.equal([
      'evidence',
      'vote',
      'vote',
      'time to appeal',
      'time to appeal',
      'verdict final',
    ]);
    const appealed = { ...open, appellant: 'Client', rounds: [round(9n), round(20n)] };
    expect([20n, 21n].map((now) => disputePhase(appealed as never, now))).to.deep.equal([
      'vote on the appeal',
      'verdict final',
    ]);
    expect(disputePhase({ ...open, verdict: 'ForNode' } as never, 99n)).to.equal('verdict executed');
  });
});
