import {
  type ChainReader,
  CyxwizError,
  executorAddress,
  FUNDS,
  fundAddress,
  governance,
  nodeRegistry,
  type TokenBalance,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import { TOKEN_PROGRAM_ID } from '@solana/spl-token';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { type Fund, fundHolds, payeeOf, payFrom } from '../src/governance/funds.ts';

const address = () => Keypair.generate().publicKey.toBase58();
const PROGRAM = TOKEN_PROGRAM_ID.toBase58();

describe('what a vote pays', () => {
  const [mint, wallet, other] = [address(), address(), address()];
  const own = tokenAccountOf(wallet, mint).toBase58();
  const balances = new Map<string, Partial<TokenBalance>>([
    [own, { mint, owner: wallet, amount: 1n }],
    [other, { mint: address(), owner: wallet, amount: 1n }],
    [fundAddress(mint, FUNDS.liquidity).toBase58(), { mint, amount: 7n }],
  ]);
  const chain = {
    tokenBalance: async (at: unknown) => {
      if (at === wallet)
        throw new CyxwizError({ code: 'WRONG_OWNER', message: 'a wallet is no token account' });
      const value = balances.get(String(at));
      return value && { value };
    },
    registry: async () => ({ value: { insured: 80n, insurancePaid: 30n } }),
  } as unknown as ChainReader;

  it('goes to the wallet’s own account, or to the one that is named', async () => {
    const account = { account: own, owner: wallet };
    expect(await payeeOf(chain, wallet, mint, PROGRAM)).to.deep.equal(account);
    expect(await payeeOf(chain, own, mint, PROGRAM)).to.deep.equal(account);
    expect(await payeeOf(chain, other, mint, PROGRAM)).to.include({ fault: 'another mint' });
    expect(await payeeOf(chain, address(), mint, PROGRAM)).to.deep.equal({ fault: 'no account' });
  });

  it('is no more than the fund holds; of the insurance, what slashing brought and nobody got', async () => {
    expect(await fundHolds(chain, 'liquidity', mint)).to.equal(7n);
    expect(await fundHolds(chain, 'treasury', mint)).to.equal(0n);
    expect(await fundHolds(chain, 'insurance', mint)).to.equal(50n);
  });

  for (const [fund, program, decoded] of [
    ['treasury', governance, { name: 'spendFund', args: { kind: 0, amount: 5n } }],
    ['liquidity', governance, { name: 'spendFund', args: { kind: 1, amount: 5n } }],
    ['insurance', nodeRegistry, { name: 'payInsurance', args: { amount: 5n } }],
  ] as const) {
    it(`leaves the ${fund} for the account that is named`, () => {
      const accounts = { authority: executorAddress(), mint, tokenProgram: PROGRAM, destination: own };
      const instruction = payFrom(fund satisfies Fund, 5n, accounts);
      expect(instruction.programId.equals(program.id)).to.equal(true);
      const read = program.decodeInstruction(instruction.data);
      expect(read).to.deep.include(decoded);
      const place = read?.accounts.indexOf(fund === 'insurance' ? 'to' : 'destination') ?? -1;
      expect(instruction.keys[place]?.pubkey.toBase58()).to.equal(own);
      expect(instruction.keys[place]?.isWritable).to.equal(true);
    });
  }
});
