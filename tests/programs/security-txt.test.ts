import { readFileSync } from 'node:fs';
import { programs } from '@cyxwiz/protocol';
import { expect } from 'chai';

const BEGIN = Buffer.from('=======BEGIN SECURITY.TXT V1=======\0');
const END = Buffer.from('=======END SECURITY.TXT V1=======\0');

/** The security contact in a program's file, as explorers read it. */
function contactIn(file: Buffer): Record<string, string> {
  const from = file.indexOf(BEGIN);
  expect(from, 'it has no security.txt').to.be.at.least(0);
  expect(file.indexOf(BEGIN, from + 1), 'it has two').to.equal(-1);
  const words = file
    .subarray(from + BEGIN.length, file.indexOf(END, from))
    .toString()
    .split('\0');
  return Object.fromEntries(
    Array.from({ length: (words.length - 1) / 2 }, (_, i) => [words[2 * i], words[2 * i + 1]]),
  );
}

describe('the security contact', () => {
  for (const { idl } of Object.values(programs)) {
    it(`is in the file of ${idl.metadata.name}`, () => {
      const file = readFileSync(new URL(`../../target/deploy/${idl.metadata.name}.so`, import.meta.url));
      const contact = contactIn(file);
      expect(contact.name).to.equal(`CyxWiz ${idl.metadata.name.replaceAll('_', '-')}`);
      expect(contact).to.include.keys('project_url', 'contacts', 'policy');
    });
  }
});
