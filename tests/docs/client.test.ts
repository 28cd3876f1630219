import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { System } from '../chaos/system.ts';
import { blocks, Walk } from './walk.ts';

describe('docs/client.md', function () {
  this.timeout(600_000);
  let system: System;
  let walk: Walk;
  let failed = false;
  before(async () => {
    system = await System.start();
    const client = await system.newClient('reader');
    walk = new Walk('client', {
      ...system.env,
      CYXWIZ_HOME: client.home,
      CYXWIZ_KEYPAIR: client.keyFile,
    });
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
  after(async () => {
    await system?.stop(failed);
    await walk?.end();
  });

  it('walks a job through the command line, word for word', async () => {
    const script = blocks('client.md', 'sh walk').join('\n');
    expect(script.match(/^cyxwiz/gm)?.length).to.be.greaterThan(10);
    const { code, output } = await walk.bash(script);
    expect(code, output.slice(-6000)).to.equal(0);
    expect(walk.size('weights.safetensors')).to.be.greaterThan(1000);
    expect(walk.size('checkpoint.safetensors')).to.be.greaterThan(1000);
    expect(walk.size('kept.safetensors')).to.be.greaterThan(1000);
  });

  it('trains a model from a program', async () => {
    const [example = '', ...more] = blocks('client.md', 'ts example');
    expect(more).to.deep.equal([]);
    const file = join(walk.folder, 'train.ts');
    writeFileSync(file, example);
    const { code, output } = await walk.run(process.execPath, [file]);
    expect(code, output.slice(-6000)).to.equal(0);
    expect(output).to.contain('kept the state behind epoch').and.contain('as anchored on chain');
  });
});
