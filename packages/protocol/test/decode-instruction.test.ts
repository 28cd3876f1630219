import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { governance, initialParameters, nodeRegistry, setGuardians, updateConfig } from '../src/index.ts';

const authority = Keypair.generate().publicKey;

describe('reading an instruction back', () => {
  it('gives its name, its arguments and what its accounts are called', () => {
    const guardians = Array.from({ length: 5 }, () => Keypair.generate().publicKey.toBase58());
    const { data } = setGuardians({ guardians, threshold: 4 }, authority);
    expect(governance.decodeInstruction(data)).to.deep.equal({
      name: 'setGuardians',
      args: { guardians, threshold: 4 },
      accounts: ['authority', 'config', 'eventAuthority', 'program'],
    });
  });

  it('keeps every parameter', () => {
    const given = { params: initialParameters(), allowDevelopmentKeys: false };
    expect(governance.decodeInstruction(updateConfig(given, authority).data)?.args).to.deep.equal(given);
  });

  it('knows its own program only', () => {
    const { data } = updateConfig({ params: initialParameters(), allowDevelopmentKeys: false }, authority);
    expect(nodeRegistry.decodeInstruction(data)).to.equal(undefined);
    expect(governance.decodeInstruction(new Uint8Array(3))).to.equal(undefined);
  });

  it('refuses data that end too early', () => {
    const { data } = updateConfig({ params: initialParameters(), allowDevelopmentKeys: false }, authority);
    expect(() => governance.decodeInstruction(data.subarray(0, 40))).to.throw('the data end after');
  });
});
