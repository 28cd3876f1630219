import { readFileSync } from 'node:fs';
import { STEP_CIRCUITS, stepCircuitOf, stepCircuitsFor } from '@cyxwiz/protocol';
import { expect } from 'chai';

const CIRCUITS = new URL('../../../circuits/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('circuits.json', CIRCUITS), 'utf8')) as {
  circuits: { id: number; name: string; template: string; onDemand?: boolean; verifyingKey: string }[];
};

describe('the table of step circuits', () => {
  it('holds every step circuit that is built without being asked for', () => {
    const built = manifest.circuits.filter(({ template, onDemand }) => template === 'SgdStep' && !onDemand);
    expect(STEP_CIRCUITS.map(({ circuit, name }) => [circuit, name])).to.deep.equal(
      built.map(({ id, name }) => [id, name]),
    );
  });

  it('names committed keys', () => {
    for (const { verifyingKey } of STEP_CIRCUITS) {
      expect(JSON.parse(readFileSync(new URL(verifyingKey, CIRCUITS), 'utf8'))).to.have.property('IC');
    }
  });

  it('finds the circuits of a network, most steps first, and none for another', () => {
    const shape = { inputs: 64, hidden: 32, outputs: 10, batch: 8 };
    expect(stepCircuitsFor(shape).map(({ steps }) => steps)).to.deep.equal([4, 1]);
    for (const field of ['inputs', 'hidden', 'outputs', 'batch'] as const) {
      expect(stepCircuitsFor({ ...shape, [field]: 7 }), field).to.deep.equal([]);
    }
  });

  it('knows which circuit a specification means', () => {
    const exact = { circuit: 3, keyVersion: 1, steps: 1, batches: 8 };
    expect(stepCircuitOf({ exact })?.name).to.equal('sgd_step_64_32_10_x1');
    expect(stepCircuitOf({ exact: { ...exact, keyVersion: 2 } })).to.equal(undefined);
    expect(stepCircuitOf({})).to.equal(undefined);
  });
});
