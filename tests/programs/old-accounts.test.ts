import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { programs } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { lamportsOf } from './fixtures/job-escrow/state.ts';
import { situations } from './old-accounts/situations.ts';
import { bytesOf, readNow, restore, type Snapshot, take } from './old-accounts/snapshot.ts';

const WRITE = process.env.CYXWIZ_OLD_ACCOUNTS === 'write';
const FOLDER = new URL('./old-accounts/', import.meta.url);
/** Every layout that accounts on some chain may have; the last is what --write records. */
const layouts = readdirSync(FOLDER).filter((name) => /^v\d+$/.test(name));

const file = (layout: string, name: string) => new URL(`${layout}/${name}.json`, FOLDER);

function load(layout: string, name: string): Snapshot {
  return JSON.parse(readFileSync(file(layout, name), 'utf8')) as Snapshot;
}

describe('old accounts', () => {
  const types = new Set<string>();
  const counts = { accounts: 0, situations: 0 };

  before(() => {
    if (!WRITE) return;
    for (const { name, make } of situations) {
      const text = `${JSON.stringify(take(make()), null, 1)}\n`;
      writeFileSync(file(layouts.at(-1) ?? 'v1', name), text);
    }
  });

  for (const layout of layouts) {
    it(`of every type are kept, in the layout ${layout}`, () => {
      const kept = situations
        .filter(({ name }) => existsSync(file(layout, name)))
        .flatMap(({ name }) => Object.values(load(layout, name).accounts).map(({ type }) => type))
        .filter((type) => type !== undefined);
      const declared = Object.values(programs).flatMap(({ idl }) =>
        (idl.accounts ?? []).map(({ name }) => name),
      );
      // Of an older layout only what it had: types came since.
      expect(declared).to.include.members([...new Set(kept)]);
      if (layout === layouts.at(-1)) expect([...new Set(kept)].sort()).to.deep.equal(declared.sort());
    });

    for (const { name, goOn, closed } of situations) {
      describe(`${name}, as ${layout} wrote them`, () => {
        it('are read as what they were', () => {
          for (const [address, old] of Object.entries(load(layout, name).accounts)) {
            if (!old.type) continue;
            const now = readNow(old.owner, bytesOf(old));
            expect(now, `${old.type} at ${address}`).to.deep.equal({ type: old.type, value: old.value });
            types.add(old.type);
            counts.accounts += 1;
          }
        });

        it('go on with the programs of today, and their rents go back to who paid them', () => {
          const snapshot = load(layout, name);
          const world = restore(snapshot);
          const { publicKey: payer } = world.payer;
          const before = lamportsOf(world, payer);
          const gone = closed(world);
          const rents = gone.map((address) => BigInt(snapshot.accounts[address.toBase58()]?.lamports ?? 0));
          expect(
            rents.every((rent) => rent > 0n),
            'accounts that were there',
          ).to.equal(true);
          goOn(world);
          expect(gone.map((address) => lamportsOf(world, address))).to.deep.equal(gone.map(() => 0n));
          const back = rents.reduce((sum, rent) => sum + rent, 0n);
          expect(lamportsOf(world, payer) - before).to.equal(back);
          counts.situations += 1;
        });
      });
    }
  }

  after(() => {
    const line =
      `old accounts: ${layouts.length} layouts, ${counts.accounts} accounts of ${types.size} types read, ` +
      `${counts.situations} situations went on`;
    if (process.env.CYXWIZ_FIGURES) appendFileSync(process.env.CYXWIZ_FIGURES, `${line}\n`);
  });
});
