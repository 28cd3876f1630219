import { Keypair, SystemProgram } from '@solana/web3.js';
import { expect } from 'chai';
import { CyxwizClient } from '../src/client.ts';
import { type Evidence, madeAccount } from '../src/receipt/evidence.ts';
import { keypairWallet } from '../src/wallet.ts';

const wallet = keypairWallet(Keypair.generate());
const rpcUrl = 'http://127.0.0.1:1';

describe('a client without TLS', () => {
  it('talks to a coordinator on this machine only', () => {
    for (const coordinator of ['127.0.0.1:1', 'localhost:1', '[::1]:1']) {
      new CyxwizClient({ rpcUrl, wallet, coordinator, plain: true }).close();
    }
    for (const coordinator of [
      '10.0.0.1:1',
      'localhost.example.com:1',
      '127.0.0.1.example.com:1',
      '1:127.0.0.1:1',
    ]) {
      expect(() => new CyxwizClient({ rpcUrl, wallet, coordinator, plain: true })).to.throw(/without TLS/);
    }
  });
});

describe('an account that a receipt calls closed', () => {
  const holding = (owner: string, data: string): Evidence => ({
    kind: 'rpc',
    describe: '',
    genesisHash: async () => '',
    account: async () => ({ owner, lamports: '890880', data, executable: false }),
    transaction: async () => undefined,
  });

  it('stays closed when somebody sends lamports to its address', async () => {
    const system = SystemProgram.programId.toBase58();
    expect(await madeAccount(holding(system, ''), 'x')).to.equal(undefined);
    expect(await madeAccount(holding(system, 'AA=='), 'x')).to.not.equal(undefined);
    expect(await madeAccount(holding(Keypair.generate().publicKey.toBase58(), ''), 'x')).to.not.equal(
      undefined,
    );
  });
});
