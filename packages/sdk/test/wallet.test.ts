import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyEd25519 } from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { ClientError } from '../src/errors.ts';
import { keypairWallet, readKeypairFile } from '../src/wallet.ts';

describe('a keypair file', () => {
  let folder: string;
  const keypair = Keypair.generate();
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cyxwiz-wallet-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const file = async (text: string): Promise<string> => {
    const path = join(folder, 'key.json');
    await writeFile(path, text);
    return path;
  };

  it('is read as the Solana CLI writes it, and signs', async () => {
    const read = await readKeypairFile(await file(JSON.stringify([...keypair.secretKey])));
    expect(read.publicKey.equals(keypair.publicKey)).to.equal(true);
    const message = new Uint8Array([1, 2, 3]);
    const signature = await keypairWallet(read).signMessage?.(message);
    expect(verifyEd25519(keypair.publicKey.toBytes(), message, signature ?? new Uint8Array())).to.equal(true);
  });

  const bytes = [...keypair.secretKey];
  const cases: [string, string][] = [
    ['nothing', ''],
    ['no JSON', 'secret'],
    ['a seed phrase', '"word word word"'],
    ['63 bytes', JSON.stringify(bytes.slice(1))],
    ['65 bytes', JSON.stringify([...bytes, 1])],
    ['a number above a byte', JSON.stringify(bytes.with(0, 256))],
    ['a negative number', JSON.stringify(bytes.with(0, -1))],
    ['half a number', JSON.stringify(bytes.with(0, 0.5))],
    ['text among numbers', JSON.stringify([...bytes.slice(1), '1'])],
    [
      'halves that do not belong together',
      JSON.stringify([...bytes.slice(0, 32), ...Keypair.generate().publicKey.toBytes()]),
    ],
  ];
  for (const [name, text] of cases) {
    it(`is refused with ${name}, without showing what is in it`, async () => {
      const error = await readKeypairFile(await file(text)).catch((e: unknown) => e);
      expect(error).to.be.instanceOf(ClientError).with.property('code', 'BAD_KEYPAIR');
      expect((error as ClientError).next).to.contain('solana-keygen');
      expect(JSON.stringify(error)).not.to.contain(String(bytes.slice(0, 4)));
    });
  }

  it('is refused when it is not there', async () => {
    const error = await readKeypairFile(join(folder, 'none.json')).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(ClientError).with.property('code', 'BAD_KEYPAIR');
  });
});
