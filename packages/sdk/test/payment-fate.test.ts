import { type ChainReader, CyxwizError, jobId } from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { paymentFate } from '../src/escrow/payment-fate.ts';

const JOB = jobId(Keypair.generate().publicKey.toBase58());
const PAYMENT = { lastValidBlockHeight: 150 };

/** A chain at this height, with transactions that name the job, newest first. */
function chainAt(
  height: number,
  transactions: { signature: string; failed: boolean }[],
  asked: string[] = [],
) {
  const signatures: ChainReader['signatures'] = async () => {
    asked.push('transactions');
    return transactions.map((t) => ({ ...t, slot: 1, blockTime: null })) as never;
  };
  const getBlockHeight = async (commitment?: unknown) => {
    asked.push(String(commitment));
    return height;
  };
  return [{ signatures }, { getBlockHeight: getBlockHeight as never }] as const;
}

describe('what becomes of a payment', () => {
  it('is known once it is on the chain, however late one looks', async () => {
    for (const height of [10, 151]) {
      const [chain, connection] = chainAt(height, [
        { signature: 'second', failed: false },
        { signature: 'first', failed: false },
        { signature: 'refused', failed: true },
      ]);
      const fate = await paymentFate(chain, connection, JOB, PAYMENT);
      expect(fate).to.deep.equal({ state: 'landed', signature: 'first' });
    }
  });

  it('is open up to the last block that can hold it', async () => {
    for (const [height, blocksLeft] of [
      [10, 141],
      [149, 2],
      [150, 1],
    ] as const) {
      const [chain, connection] = chainAt(height, []);
      expect(await paymentFate(chain, connection, JOB, PAYMENT)).to.deep.equal({
        state: 'pending',
        blocksLeft,
      });
    }
  });

  it('is certain behind that block, and a refused transaction does not count', async () => {
    for (const transactions of [[], [{ signature: 'refused', failed: true }]]) {
      const [chain, connection] = chainAt(151, transactions);
      expect(await paymentFate(chain, connection, JOB, PAYMENT)).to.deep.equal({ state: 'dead' });
    }
  });

  it('is looked up behind a final height, never before it', async () => {
    const asked: string[] = [];
    await paymentFate(...chainAt(151, [], asked), JOB, PAYMENT);
    expect(asked).to.deep.equal(['finalized', 'transactions']);
  });

  it('is not decided by a chain that does not answer', async () => {
    const [, connection] = chainAt(151, []);
    const signatures = async () => {
      throw new CyxwizError({ code: 'RPC_UNAVAILABLE', message: 'away' });
    };
    const refused = await paymentFate({ signatures }, connection, JOB, PAYMENT).catch((error) => error);
    expect(refused.code).to.equal('RPC_UNAVAILABLE');
  });
});
