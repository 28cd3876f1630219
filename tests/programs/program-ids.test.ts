import { readFileSync } from 'node:fs';
import { programs } from '@cyxwiz/protocol';
import { expect } from 'chai';

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('program ids', () => {
  it('are the same in Anchor.toml as in the programs', () => {
    const listed = [...text('Anchor.toml').matchAll(/^(\w+) = "(\w{32,44})"$/gm)].map(([, name, id]) => [
      name,
      id,
    ]);
    const declared = Object.values(programs).map(({ idl }) => [idl.metadata.name, idl.address]);
    expect(listed).to.have.deep.members(declared);
  });

  it('are the same in the instructions for who deploys', () => {
    const operations = text('docs/operations.md');
    for (const { idl } of Object.values(programs)) {
      const room = idl.metadata.name.replaceAll('_', '-');
      expect(operations).to.contain(`| ${room} | \`${idl.address}\` |`);
    }
  });

  it('let only job-escrow into node-registry', () => {
    const constants = text('programs/governance/src/constants.rs');
    const [, allowed] = /JOB_ESCROW_ID: Pubkey = pubkey!\("(\w+)"\)/.exec(constants) ?? [];
    expect(allowed).to.equal(programs.jobEscrow.id.toBase58());
  });
});
