import { type Connection, Keypair, SystemProgram } from '@solana/web3.js';
import { expect } from 'chai';
import { connectionChainReader, isFailure, jobEscrow, messageOf, rpcUnavailable } from '../src/index.ts';

const address = Keypair.generate().publicKey;

function reader(owner: unknown, data: Buffer) {
  const value = { owner, data, lamports: 890_880, executable: false };
  const answer = { context: { slot: 7 }, value };
  return connectionChainReader({
    rpcEndpoint: 'http://localhost',
    getAccountInfoAndContext: async () => answer,
  } as unknown as Connection);
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  return isFailure(error) ? error.code : String(error);
}

describe('connectionChainReader', () => {
  it('sees no account where somebody only sent lamports', async () => {
    const chain = reader(SystemProgram.programId, Buffer.alloc(0));
    expect(await chain.job(address)).to.equal(undefined);
    expect(await chain.tokenBalance(address)).to.equal(undefined);
    expect(await chain.mint(address)).to.equal(undefined);
  });

  it('still refuses what another program owns, and data that are another account’s', async () => {
    expect(await codeOf(reader(Keypair.generate().publicKey, Buffer.alloc(0)).job(address))).to.equal(
      'WRONG_OWNER',
    );
    expect(await codeOf(reader(SystemProgram.programId, Buffer.alloc(8)).job(address))).to.equal(
      'WRONG_OWNER',
    );
    expect(await codeOf(reader(jobEscrow.id, Buffer.alloc(400)).job(address))).to.equal('WRONG_ACCOUNT_TYPE');
  });
});

describe('rpcUnavailable', () => {
  it('never quotes the key in a provider’s URL', () => {
    const url = 'https://mainnet.example.com/v1/s3cret?api-key=s3cret';
    const error = rpcUnavailable(new Error(`connect to ${url} failed`), url);
    expect(messageOf(error)).to.contain('mainnet.example.com').and.not.contain('s3cret');
    expect(messageOf(rpcUnavailable('x', 'no url s3cret'))).to.not.contain('s3cret');
  });
});
