import { keypairSigner, setGuardians } from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { TestChain } from './support/chain.ts';

const WEEK = 604_800n;
const NAMES = ['ada', 'bea', 'cleo'];

describe('cyxwiz: guard', function () {
  this.timeout(60_000);
  let chain: TestChain;

  before(async () => {
    chain = await TestChain.start();
    const people = await Promise.all(NAMES.map((name) => chain.person(name)));
    const others = [Keypair.generate(), Keypair.generate()];
    const guardians = [...people, ...others].map(({ publicKey }) => publicKey.toBase58());
    const { authority, sender } = chain.net;
    const instructions = [setGuardians({ guardians, threshold: 3 }, authority.publicKey)];
    await sender.send({ payer: keypairSigner(authority), instructions });
  });
  after(() => chain?.stop());

  it('pauses new jobs with the third approval, for a week', async () => {
    expect(await chain.told(undefined, 'guard', 'show')).to.include({ paused: false, threshold: 3 });
    expect(await chain.told('ada', 'guard', 'pause')).to.include({ code: 0, approvals: 1, paused: false });
    expect((await chain.told('ada', 'guard', 'pause')).error).to.include({ reason: 'AlreadyApproved' });
    const second = await chain.said('bea', 'guard', 'pause');
    expect(second.stdout).to.match(/^2 of 3 guardians approve\n[\s\S]*others approve before /);
    const { guardians } = await chain.told(undefined, 'guard', 'show');
    expect((guardians as { stands: boolean }[]).map(({ stands }) => stands)).to.deep.equal([
      true,
      true,
      false,
      false,
      false,
    ]);
    const third = await chain.told('cleo', 'guard', 'pause');
    expect(third).to.include({ code: 0, approvals: 3, paused: true });
    const config = (await chain.net.reader.config())?.value;
    expect([config?.paused, String(config?.pausedUntil)]).to.deep.equal([true, third.pausedUntil]);
    expect((await chain.told('ada', 'guard', 'pause')).error).to.include({ reason: 'AlreadyPaused' });
    expect((await chain.said(undefined, 'guard', 'show')).stdout).to.match(/^new jobs +paused until 20/);
    await chain.wait(WEEK);
    expect(await chain.told(undefined, 'guard', 'show')).to.include({ paused: false, pausedUntil: '0' });
  });

  it('listens to guardians only', async () => {
    await chain.person('stranger');
    const refused = await chain.told('stranger', 'guard', 'pause');
    expect(refused.error).to.include({ code: 'TRANSACTION_FAILED', reason: 'NotGuardian', exitCode: 1 });
    expect(refused.error.next).to.contain('cyxwiz guard show');
  });
});
