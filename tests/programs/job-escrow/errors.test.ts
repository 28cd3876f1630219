import { readdirSync, readFileSync } from 'node:fs';
import { jobEscrow } from '@cyxwiz/protocol';
import { expect } from 'chai';

const here = new URL('./', import.meta.url);
const tests = readdirSync(here)
  .filter((name) => name.endsWith('.test.ts') && name !== 'errors.test.ts')
  .map((name) => readFileSync(new URL(name, here), 'utf8'))
  .join('\n');

describe('job-escrow: errors', () => {
  for (const { name, msg } of jobEscrow.idl.errors ?? []) {
    it(`${name} is raised by a test and says something`, () => {
      const raisedByTables = name === 'SurplusAccounts';
      expect(raisedByTables || tests.includes(`'${name}'`), name).to.equal(true);
      expect(msg?.length ?? 0).to.be.above(20);
    });
  }
});
