import { coordinatorAddress } from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { TestChain } from './support/chain.ts';

const key = () => Keypair.generate().publicKey.toBase58();

describe('cyxwiz: the account of a coordinator', function () {
  this.timeout(60_000);
  let chain: TestChain;
  let account: string;
  const [old, next] = [key(), key()];
  const asAuthority = (...args: string[]) => chain.told('authority', 'coordinator', ...args);
  const show = () => chain.told(undefined, 'coordinator', 'show', account);

  before(async () => {
    chain = await TestChain.start();
    const authority = await chain.person('authority');
    account = coordinatorAddress(authority.publicKey).toBase58();
  });
  after(() => chain.stop());

  it('is not there until it is registered', async () => {
    expect((await show()).error).to.include({ code: 'COORDINATOR_NOT_FOUND', exitCode: 4 });
    expect((await asAuthority('keys', '--add', old)).error).to.include({ code: 'COORDINATOR_NOT_FOUND' });
    expect((await asAuthority('register')).error).to.include({ code: 'BAD_INPUT' });
    const made = await asAuthority('register', '--key', old);
    expect(made, JSON.stringify(made)).to.deep.include({ code: 0, account, keys: [old] });
  });

  it('gets the next key beside the old one, and loses the old one', async () => {
    expect(await asAuthority('keys', '--add', next)).to.deep.include({ code: 0, keys: [old, next] });
    expect((await asAuthority('keys', '--add', next)).error).to.include({ code: 'NOTHING_TO_DO' });
    expect(await asAuthority('keys', '--remove', old)).to.deep.include({ code: 0, keys: [next] });
    expect(await show()).to.deep.include({ code: 0, keys: [next] });
  });

  it('keeps one key at least and four at most', async () => {
    expect((await asAuthority('keys', '--remove', next)).error).to.include({ reason: 'NoTokenKey' });
    const more = Array.from({ length: 4 }, () => ['--add', key()]).flat();
    expect((await asAuthority('keys', ...more)).error).to.include({ reason: 'TooManyTokenKeys' });
  });

  it('is its authority’s alone, and can be closed', async () => {
    await chain.person('stranger');
    const stranger = await chain.told('stranger', 'coordinator', 'keys', '--add', key());
    expect(stranger.error).to.include({ code: 'COORDINATOR_NOT_FOUND' });
    expect(await asAuthority('close')).to.deep.include({ code: 0, keys: [] });
    expect((await show()).error).to.include({ code: 'COORDINATOR_NOT_FOUND' });
  });
});
