import { expect } from 'chai';
import { requirePaying } from '../../packages/web/src/act/paying.ts';
import type { Change } from '../../packages/web/src/chain/effects.ts';
import { Unsafe } from '../../packages/web/src/sign/unsafe.ts';

const change = (account: string, more: Partial<Change> = {}): Change => ({
  account,
  lamports: 0n,
  created: false,
  closed: false,
  powers: false,
  ...more,
});
const token = (owner: string, amount: bigint, mint = 'cyxwiz') => ({ token: { owner, mint, amount } });
const PAYS = { mint: 'cyxwiz', units: 10n, into: 'vault' };

describe('what an action of the page takes from a wallet', () => {
  const run = (pays: typeof PAYS | undefined, ...changes: Change[]) =>
    requirePaying('signer', { changes }, pays);
  const refused = (pays: typeof PAYS | undefined, ...changes: Change[]) =>
    expect(() => run(pays, ...changes)).to.throw(Unsafe);

  it('is what it names, to the unit, into the account that it names', () => {
    const given = change('vault', token('program', 10n));
    run(PAYS, change('purse', token('signer', -10n)), given);
    refused(PAYS, change('purse', token('signer', -11n)), given);
    refused(PAYS, change('purse', token('signer', -6n)), change('other', token('signer', -6n)), given);
    refused(PAYS, change('purse', token('signer', -10n)), change('vault', token('program', 9n)));
    refused(PAYS, change('purse', token('signer', -10n)), change('elsewhere', token('thief', 10n)));
    refused(PAYS, change('purse', token('signer', -10n, 'usdc')), given);
    refused(PAYS, change('purse', token('signer', -10n)), change('vault', token('program', 10n, 'usdc')));
  });

  it('is no token when it names none, no power over one, and little SOL', () => {
    run(undefined, change('signer', { lamports: -5_000n }), change('purse', token('signer', 3n)));
    run({ mint: 'cyxwiz', units: 10n } as typeof PAYS, change('purse', token('signer', -10n)));
    run(undefined, change('client', token('client', -10n)));
    refused(undefined, change('purse', token('signer', -1n)));
    refused(undefined, change('purse', { ...token('signer', 0n), powers: true }));
    refused(undefined, change('signer', { lamports: -20_000_001n }));
  });
});
