import { createHash, randomBytes } from 'node:crypto';
import { insuranceAddress, nodeRegistry, type nodeRegistryTypes } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { beginJob, endJob, failJob, nodeOf, STAKE, working } from '../fixtures/node-registry.ts';
import { designParams } from '../fixtures/params.ts';
import { TOKEN, type World } from '../fixtures/world.ts';
import { read, refusal } from '../support/case.ts';
import { balance, supply } from '../support/tokens.ts';

const { stake: params } = designParams;
/** One price in each band, and each band's edges. */
const PRICES = [1n, 10n * TOKEN - 1n, 10n * TOKEN, 50n * TOKEN, 200n * TOKEN, 200n * TOKEN + 1n];
const STEPS = 60;

/** The rules written a second time, as plainly as possible. */
class Model {
  stake = STAKE;
  activeJobs = 1;
  suspendedUntil = 0n;
  insured = 0n;
  burned = 0n;
  failures: bigint[] = [];

  band(price: bigint): number {
    const [low = 0n, middle = 0n, high = 0n] = params.priceLimitsTokens.map((limit) => limit * TOKEN);
    if (price < low) return 0;
    if (price < middle) return 1;
    return price <= high ? 2 : 3;
  }

  begin(price: bigint, now: bigint): string | undefined {
    if (now < this.suspendedUntil) return 'NodeSuspended';
    if (this.stake < (params.minStake[this.band(price)] as bigint)) return 'StakeBelowBand';
    this.activeJobs += 1;
    return undefined;
  }

  end(): string | undefined {
    if (this.activeJobs === 0) return 'NoActiveJob';
    this.activeJobs -= 1;
    return undefined;
  }

  fail(price: bigint, now: bigint): string | undefined {
    const refused = this.end();
    if (refused) return refused;
    let lost = (this.stake * BigInt(params.failureSlashBps[this.band(price)] as number)) / 10_000n;
    this.failures = [...this.failures, now].filter((at) => now - at < params.repeatWindow);
    if (this.failures.length >= params.repeatCount) {
      lost += ((this.stake - lost) * BigInt(params.repeatSlashBps)) / 10_000n;
      this.suspendedUntil = now + params.suspension;
      this.failures = [];
    }
    this.stake -= lost;
    this.insured += (lost * BigInt(params.insuranceBps)) / 10_000n;
    this.burned += lost - (lost * BigInt(params.insuranceBps)) / 10_000n;
    return undefined;
  }
}

/** Numbers below `bound` that a seed decides. */
function dice(seed: string): (bound: number) => number {
  let rolled = 0;
  return (bound) => {
    rolled += 1;
    return createHash('sha256').update(`${seed}:${rolled}`).digest().readUInt32LE() % bound;
  };
}

function step(world: World, model: Model, roll: (bound: number) => number): void {
  const now = world.chain.now();
  const price = PRICES[roll(PRICES.length)] as bigint;
  const acts = [
    () => [refusal(beginJob({ world, price }))?.error, model.begin(price, now)],
    () => [refusal(endJob({ world }))?.error, model.end()],
    () => [refusal(failJob({ world, price }))?.error, model.fail(price, now)],
  ];
  const act = acts[roll(acts.length)] as () => [string | undefined, string | undefined];
  const [happened, expected] = act();
  expect(happened).to.equal(expected);
  if (roll(3) === 0) world.chain.warp(roll(10 * 86_400));
}

describe('node-registry: a random life', () => {
  const seed = process.env.CYXWIZ_TEST_SEED ?? randomBytes(8).toString('hex');

  it(`agrees with the rules at every step (CYXWIZ_TEST_SEED=${seed})`, () => {
    const world = working();
    const model = new Model();
    const roll = dice(seed);
    const minted = supply(world.chain, world.mint);
    for (let done = 0; done < STEPS; done += 1) {
      step(world, model, roll);
      const node: nodeRegistryTypes.Node = read(world.chain, nodeRegistry, 'Node', nodeOf(world));
      expect([node.stake, node.activeJobs, node.suspendedUntil]).to.deep.equal([
        model.stake,
        model.activeJobs,
        model.suspendedUntil,
      ]);
      expect(balance(world.chain, insuranceAddress())).to.equal(model.insured);
      expect(minted - supply(world.chain, world.mint)).to.equal(model.burned);
    }
  });
});
