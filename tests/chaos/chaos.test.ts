import { expect } from 'chai';
import { type ChaosReport, runChaos } from './chaos.ts';
import { planWaves, type Tally, VICTIMS } from './plan.ts';

const each = (times: number): Tally => ({
  ...{ node: times, engine: times, client: times, coordinator: times },
  prover: times,
});
/** One wave with a job of each kind, and nobody who stays dead. */
const SHORT = { kills: each(1), seed: 10 };

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

  it('lost node, engine, client, coordinator and prover on the way', () => {
    expect(report.missed, told.join('\n')).to.equal(0);
    expect(report.killed).to.deep.equal(each(1));
  });
});

describe('a plan of kills', () => {
  it('kills everybody as often as it says', () => {
    const kills = planWaves({ ...each(25), prover: 7 }, 3).flatMap(({ jobs }) =>
      jobs.flatMap((job) => job.kills),
    );
    for (const victim of VICTIMS) {
      const times = victim === 'prover' ? 7 : 25;
      expect(
        kills.filter((kill) => kill.victim === victim),
        victim,
      ).to.have.length(times);
    }
  });

  it('is the same for the same seed only', () => {
    expect(planWaves(each(5), 1)).to.deep.equal(planWaves(each(5), 1));
    expect(planWaves(each(5), 1)).not.to.deep.equal(planWaves(each(5), 2));
  });

  it('kills children that can be killed alone, and no more provers than a job can lose', () => {
    for (const { jobs } of planWaves(each(100), 4)) {
      const provers = jobs.flatMap(({ kills }) => kills).filter(({ victim }) => victim === 'prover');
      expect(provers.length).to.be.at.most(2);
      for (const { kind, kills } of jobs) {
        const victims = kills.map(({ victim }) => victim);
        if (kind !== 'program') expect(victims).not.to.include('engine');
        if (kind !== 'exact') expect(victims).not.to.include('prover');
      }
    }
  });

  it('leaves a job alone that loses somebody for good', () => {
    const lost = planWaves(each(2_000), 4).filter(({ jobs }) =>
      jobs.some(({ kills }) => kills.some(({ downMs }) => downMs === null)),
    );
    expect(lost).not.to.have.length(0);
    for (const { jobs } of lost) {
      expect(jobs).to.have.length(1);
      expect(jobs[0]?.kills).to.have.length(1);
    }
  });
});
