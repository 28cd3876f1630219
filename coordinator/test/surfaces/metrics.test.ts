import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { createMetrics } from '../../src/adapters/system/metrics.ts';
import { join } from '../support/harness.ts';
import { type Surfaces, surfaces } from '../support/surfaces.ts';

const DEPLOY = new URL('../../../deploy/', import.meta.url);
/** What Prometheus makes of a histogram. */
const SERIES = /_(bucket|count|sum)$/;

describe('metrics', function () {
  this.timeout(30_000);
  let s: Surfaces;
  before(async () => {
    s = await surfaces();
  });
  after(() => s.close());

  const scrape = async () => (await fetch(`${s.rest.url}/metrics`)).text();

  it('count nodes and jobs as the database has them', async () => {
    expect(await scrape()).to.match(/^cyxwiz_nodes_online 0$/m);
    await join(s.h);
    expect(await scrape()).to.match(/^cyxwiz_nodes_online 1$/m);
    expect(await scrape()).to.match(/^cyxwiz_jobs_past_deadline 0$/m);
  });

  it('count turns of background tasks, calls to the chain and what it refused', async () => {
    const metrics = createMetrics({
      byPhase: async () => new Map([['RUNNING', 3]]),
      pastDeadline: async () => 2,
      nodesOnline: async () => 5,
    });
    metrics.turn('crank', true);
    metrics.turn('crank', false);
    metrics.rpc({ ok: false, seconds: 0.05 });
    metrics.refused();
    const text = await metrics.registry.metrics();
    for (const line of [
      'cyxwiz_jobs{phase="RUNNING"} 3',
      'cyxwiz_jobs_past_deadline 2',
      'cyxwiz_nodes_online 5',
      'cyxwiz_background_turns_total{loop="crank",outcome="ok"} 1',
      'cyxwiz_background_turns_total{loop="crank",outcome="failed"} 1',
      'cyxwiz_rpc_seconds_count{outcome="failed"} 1',
      'cyxwiz_refused_transactions_total 1',
    ])
      expect(text).to.contain(`\n${line}`);
  });

  for (const file of ['prometheus/alerts.yml', 'grafana/coordinator.json']) {
    it(`are all that ${file} asks for`, async () => {
      const asked = new Set(readFileSync(new URL(file, DEPLOY), 'utf8').match(/\bcyxwiz_[a-z0-9_]+/g));
      const offered = new Set((await scrape()).match(/^# TYPE (\S+)/gm)?.map((line) => line.slice(7)));
      const missing = [...asked].filter(
        (name) => !offered.has(name) && !offered.has(name.replace(SERIES, '')),
      );
      expect(asked.size).to.be.greaterThan(5);
      expect(missing).to.deep.equal([]);
    });
  }

  it('are on a dashboard in which no two panels overlap', () => {
    for (const file of readdirSync(new URL('grafana/', DEPLOY)).filter((name) => name.endsWith('.json'))) {
      const { panels } = JSON.parse(readFileSync(new URL(`grafana/${file}`, DEPLOY), 'utf8'));
      const taken = new Set<string>();
      for (const { title, gridPos } of panels) {
        const { x, y, w, h } = gridPos;
        expect(x + w, title).to.be.at.most(24);
        for (let column = x; column < x + w; column++)
          for (let row = y; row < y + h; row++) {
            const cell = `${column},${row}`;
            expect(taken.has(cell), `${title} lies over another panel`).to.equal(false);
            taken.add(cell);
          }
      }
    }
  });
});
