import { type Localnet, startLocalnet } from '@cyxwiz/localnet';
import { changeParameters, keypairSigner, updateConfig } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { parameterHistory } from '../../src/adapters/chain/parameter-history.ts';
import type { ParameterHistory } from '../../src/ports/chain.ts';
import { expectFault } from '../support/expect-fault.ts';

describe('the history of the parameters', function () {
  this.timeout(60_000);
  let net: Localnet;
  let history: ParameterHistory;
  before(async () => {
    net = await startLocalnet();
    history = parameterHistory(net.connection, net.reader);
  });
  after(() => net?.stop());

  async function set(...changes: string[]): Promise<string> {
    const { params, allowDevelopmentKeys } = (await net.reader.config())?.value ?? {};
    if (!params || allowDevelopmentKeys === undefined) throw new Error('the chain is set up');
    const next = changeParameters({ params, allowDevelopmentKeys }, changes);
    const instructions = [updateConfig(next, net.authority.publicKey)];
    const sent = await net.sender.send({
      payer: keypairSigner(net.authority),
      instructions,
      commitment: 'finalized',
    });
    return sent.signature;
  }

  /** Asks until so many settings are read; an answer is kept for two seconds. */
  async function settings(count: number) {
    for (let i = 0; i < 100; i++) {
      const read = await history.read();
      if (read.complete && read.settings.length >= count) return read.settings;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error('the settings do not appear');
  }

  it('begins with the chain, and has each change once, with its transaction', async () => {
    const [first] = await settings(1);
    expect(first).to.include({ proposal: undefined });
    expect(first?.changes).to.deep.equal([]);
    const signatures = [await set('fees.feeBps=900'), await set('fees.feeBps=800', 'stake.lock=60')];
    const [, second, third, ...more] = await settings(3);
    expect(more).to.deep.equal([]);
    expect([second?.signature, third?.signature]).to.deep.equal(signatures);
    expect(second?.changes).to.deep.equal([{ path: 'fees.feeBps', before: '1000', after: '900' }]);
    expect(third?.changes.map(({ path }) => path)).to.deep.equal(['fees.feeBps', 'stake.lock']);
    expect(second?.at).to.be.a('number');
    const anew = await parameterHistory(net.connection, net.reader).read();
    expect(anew.settings.map(({ signature }) => signature)).to.include.members(signatures);
  });

  it('skips nothing when the chain is away, or does not show what it lists', async () => {
    const reader = { ...net.reader };
    const own = parameterHistory(net.connection, reader);
    reader.transaction = async () => undefined;
    await expectFault(own.read(), 'CHAIN_UNAVAILABLE');
    reader.transaction = async () => {
      throw new Error('gone');
    };
    await expectFault(own.read(), 'CHAIN_UNAVAILABLE');
    reader.transaction = net.reader.transaction;
    expect((await own.read()).settings).to.have.length.greaterThan(0);
  });
});
