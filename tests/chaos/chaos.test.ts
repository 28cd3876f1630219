import { expect } from 'chai';
import { type ChaosReport, runChaos } from './chaos.ts';
import { planJobs, VICTIMS } from './plan.ts';

/** A job of each engine, and nobody who stays dead. */
const SHORT = { kills: 1, seed: 25 };

describe('a system of which everybody is killed', function () {
  this.timeout(900_000);
  let report: ChaosReport;
  const told: string[] = [];

  before(async () => {
    report = await runChaos({ ...SHORT, say: (text) => told.push(text) });
  });

  it('pays for every job, with the books in order and the weights of an undisturbed training', () => {
    expect(report.faults, told.join('\n')).to.deep.equal([]);
    expect(report.ends).to.deep.equal({ paid: report.jobs });
  });

  it('lost node, engine, client and coordinator on the way', () => {
    expect(report.missed, told.join('\n')).to.equal(0);
    expect(report.killed).to.deep.equal({ node: 1, engine: 1, client: 1, coordinator: 1 });
  });
});

describe('a plan of kills', () => {
  it('kills everybody as often as it says', () => {
    const kills = planJobs(25, 3).flatMap((job) => job.kills);
    for (const victim of VICTIMS) {
      expect(kills.filter((kill) => kill.victim === victim)).to.have.length(25);
    }
  });

  it('is the same for the same seed only', () => {
    expect(planJobs(5, 1)).to.deep.equal(planJobs(5, 1));
    expect(planJobs(5, 1)).not.to.deep.equal(planJobs(5, 2));
  });

  it('kills engines that can be killed alone, and leaves nobody alone with somebody who stays dead', () => {
    for (const { engine, kills } of planJobs(100, 4)) {
      if (engine === 'exact') expect(kills.map(({ victim }) => victim)).not.to.include('engine');
      if (kills.some(({ downMs }) => downMs === null)) expect(kills).to.have.length(1);
    }
  });
});
