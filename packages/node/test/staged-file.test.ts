import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { StagedFile } from '../src/adapters/disk/staged-file.ts';
import { eventually } from './support/test-node.ts';

const BLOCK = 2 * 1024 * 1024;
/** No length divides a block or a page. */
const PIECE = 100_003;

async function append(file: StagedFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; at += PIECE) await file.append(bytes.subarray(at, at + PIECE));
}

for (const [where, root] of [
  ['on the disk', tmpdir()],
  ['in memory', '/dev/shm'],
] as const) {
  describe(`a staged file ${where}`, () => {
    let folder: string;
    let path: string;
    beforeEach(() => {
      folder = mkdtempSync(join(root, 'staged-'));
      path = join(folder, 'part');
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    for (const length of [0, 1, 4095, 4096, 4097, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 5 * BLOCK + 4097]) {
      it(`holds ${length} bytes as they were appended`, async () => {
        const bytes = randomBytes(length);
        const file = await StagedFile.open(path, 0);
        await append(file, bytes);
        expect(file.end).to.equal(length);
        await file.flush();
        await file.close();
        expect(readFileSync(path).equals(bytes)).to.equal(true);
      });
    }

    it('is in the file up to its end whenever that is asked for, and goes on', async () => {
      const bytes = randomBytes(3 * BLOCK + 5);
      const file = await StagedFile.open(path, 0);
      let from = 0;
      for (const to of [1, 5000, 8192, BLOCK - 1, BLOCK + 4097, 2 * BLOCK, bytes.length]) {
        await append(file, bytes.subarray(from, to));
        await file.written();
        expect(statSync(path).size).to.equal(to);
        expect(readFileSync(path).equals(bytes.subarray(0, to)), `up to ${to}`).to.equal(true);
        from = to;
      }
      await file.close();
      expect(readFileSync(path).equals(bytes)).to.equal(true);
    });

    for (const from of [1, 4095, 4096, 4097, BLOCK + 12_345]) {
      it(`goes on at byte ${from} of what is there`, async () => {
        const bytes = randomBytes(3 * BLOCK + 77);
        writeFileSync(path, bytes.subarray(0, from));
        const file = await StagedFile.open(path, from);
        expect(file.end).to.equal(from);
        await append(file, bytes.subarray(from));
        await file.close();
        expect(readFileSync(path).equals(bytes)).to.equal(true);
      });
    }

    it('leaves a beginning without holes when it is not closed', async () => {
      const bytes = randomBytes(3 * BLOCK + 9);
      const file = await StagedFile.open(path, 0);
      await append(file, bytes);
      const there = readFileSync(path);
      expect(there.equals(bytes.subarray(0, there.length))).to.equal(true);
      expect(there.length).to.be.at.least(BLOCK);
      await file.close();
    });

    it('has in the file what came a moment ago, though nobody asks for it', async () => {
      const file = await StagedFile.open(path, 0);
      await file.append(Buffer.from('a client on a slow line'));
      await eventually(() => statSync(path).size > 0, 'bytes in the file');
      expect(readFileSync(path, 'utf8')).to.equal('a client on a slow line');
      await file.close();
    });

    it('is right when it is saved again and again while more comes', async () => {
      const bytes = randomBytes(9 * BLOCK + 123);
      const file = await StagedFile.open(path, 0);
      let over = false;
      const saves = (async () => {
        for (; !over; await new Promise(setImmediate)) await file.written();
      })();
      await append(file, bytes);
      over = true;
      await saves;
      await file.close();
      expect(readFileSync(path).equals(bytes)).to.equal(true);
    });

    it('begins anew at byte 0', async () => {
      writeFileSync(path, 'what was there before');
      const file = await StagedFile.open(path, 0);
      await file.append(Buffer.from('new'));
      await file.close();
      expect(readFileSync(path, 'utf8')).to.equal('new');
    });

    it('does not go on behind the end of what is there', async () => {
      writeFileSync(path, 'short');
      const refused = await StagedFile.open(path, 4000).catch((error: Error) => error);
      expect(refused).to.be.instanceOf(Error);
      expect((refused as Error).message).to.equal(`${path} ends at 5, not at 4000`);
    });
  });
}

describe('a staged file on a full disk', () => {
  it('says so to whoever appends more, and whenever it is asked whether everything is there', async () => {
    const file = await StagedFile.open('/dev/full', 0);
    const failed = await append(file, randomBytes(3 * BLOCK)).catch((error: NodeJS.ErrnoException) => error);
    expect(failed).to.have.property('code', 'ENOSPC');
    const asked = await file.flush().catch((error: NodeJS.ErrnoException) => error);
    expect(asked).to.have.property('code', 'ENOSPC');
    await file.close();
  });
});
