import { expect } from 'chai';
import { ATTACKS } from './attacks.ts';
import { type HostileReport, runHostile } from './hostile.ts';

const SHORT = { connections: 400, parallel: 50, repeats: 500, epochs: 10, distanceMs: 20 };
/** Far above what was ever seen: what must not happen is memory that grows with what is sent. */
const CEILING_MIB = 768;
/** Generous: a loaded machine answers late, a node that is shut never. */
const HEALTH_MS = 25_000;

describe('a node among hostile peers', function () {
  this.timeout(900_000);
  let report: HostileReport;
  const told: string[] = [];
  before(async () => {
    report = await runHostile({ ...SHORT, say: (text) => told.push(text) });
  });

  for (const [index, { name }] of ATTACKS.entries()) {
    it(`goes on, with clear errors and bounded memory: ${name}`, () => {
      const attack = report.attacks[index];
      expect(attack, told.join('\n')).to.include({ name });
      expect(attack?.faults, told.join('\n')).to.deep.equal([]);
      expect(attack?.peakMib).to.be.lessThan(CEILING_MIB);
      expect(attack?.healthAnswers).to.be.greaterThan(0);
      expect(attack?.healthMs).to.be.lessThan(HEALTH_MS);
    });
  }
});
