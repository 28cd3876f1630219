import { feeVaultAddress, type ProgramEvent } from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { toTransaction } from '../../src/adapters/chain/solana-history.ts';

const [job, node, owner, client, mint] = Array.from({ length: 5 }, () =>
  Keypair.generate().publicKey.toBase58(),
) as [string, string, string, string, string];
const payout = { toNode: 90n, fee: 10n, toClient: 0n, burned: 0n };
const fees = feeVaultAddress(mint).toBase58();

function movements(name: string, data: object, end = 'SETTLED') {
  const event = {
    program: 'jobEscrow',
    name,
    data: { job, mint, payout, at: 60n, ...data },
  } as unknown as ProgramEvent;
  const { jobs, ended, ...rest } = toTransaction('signature', 1n, [event]);
  expect([jobs, ended]).to.deep.equal([[job], name === 'JobEnded' ? [{ job, state: end }] : []]);
  expect(rest.movements.every(({ at }) => at === 60_000)).to.equal(true);
  return rest.movements.map(({ kind, amount, to }) => ({ kind, amount, to }));
}

describe('movements of a job', () => {
  const paid = [
    { kind: 'node', amount: 90n, to: owner },
    { kind: 'fee', amount: 10n, to: fees },
  ];

  it('are those of a milestone, after which the job goes on', () => {
    expect(movements('MilestonePaid', { node, nodeOwner: owner })).to.deep.equal(paid);
  });

  it('are those of a node that is replaced', () => {
    expect(movements('JobReassigned', { failedNode: node, failedOwner: owner })).to.deep.equal(paid);
  });

  it('are, at the end, what was left, and no milestone twice', () => {
    const paidBefore = { toNode: 900n, fee: 100n, toClient: 0n, burned: 0n };
    const data = { state: 'Settled', surplus: 3n, client, nodeOwner: owner, price: 1_100n, paidBefore };
    expect(movements('JobEnded', data)).to.deep.equal([...paid, { kind: 'surplus', amount: 3n, to: client }]);
  });

  it('are those of a verdict, when a dispute ended the job', () => {
    const data = {
      state: 'Resolved',
      surplus: 0n,
      client,
      nodeOwner: owner,
      price: 100n,
      paidBefore: payout,
    };
    expect(movements('JobEnded', data, 'RESOLVED')).to.deep.equal(paid);
  });
});
