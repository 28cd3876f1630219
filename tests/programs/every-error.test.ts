import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { programs } from '@cyxwiz/protocol';
import { expect } from 'chai';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Every test of the programs, in TypeScript and beside the Rust code. */
function tests(): string {
  const under = (folder: string, ending: RegExp) =>
    readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((file) => ending.test(file))
      .map((file) => readFileSync(`${ROOT}${folder}/${file}`, 'utf8'));
  return [
    ...under('tests/programs', /\.test\.ts$|accounts\/expected\/.*\.json$/),
    ...under('programs', /tests\.rs$/),
  ].join('\n');
}

describe('every error of a program', () => {
  const text = tests();
  for (const { idl } of Object.values(programs)) {
    it(`of ${idl.metadata.name} is raised by a test`, () => {
      const missing = (idl.errors ?? [])
        .map((error) => error.name)
        .filter((name) => !new RegExp(`\\b${name}\\b`).test(text));
      expect(missing).to.deep.equal([]);
    });
  }
});
