import {
  type ChainReader,
  claimVesting,
  createTokenAccount,
  distributeFees,
  FUNDS,
  fundAddress,
  type governanceTypes,
  initFund,
  type Sent,
  type TransactionSender,
  tokenAccountOf,
  type Vesting,
  vestingAddress,
} from '@cyxwiz/protocol';
import type { TransactionInstruction } from '@solana/web3.js';
import { ClientError } from '../errors.ts';
import { explained } from '../escrow/explain-chain.ts';
import type { Wallet } from '../wallet.ts';

/** What anyone can do so that vested tokens and collected fees arrive. */
export class TokenActions {
  readonly #chain: ChainReader;
  readonly #sender: TransactionSender;
  readonly #wallet: Wallet;

  constructor(chain: ChainReader, sender: TransactionSender, wallet: Wallet) {
    this.#chain = chain;
    this.#sender = sender;
    this.#wallet = wallet;
  }

  /** Pays a beneficiary what has vested; makes the token account of a wallet that has none. */
  async claimVesting(beneficiary: string, nonce: bigint): Promise<Sent> {
    const { rentPayer, toAccount } = await readVesting(this.#chain, beneficiary, nonce);
    const { cyxwizMint: mint } = await this.#config();
    const tokenProgram = await this.#tokenProgram(mint);
    const payer = this.#wallet.publicKey;
    const place = createTokenAccount({ payer, owner: beneficiary, mint, tokenProgram });
    const destination = toAccount ? beneficiary : tokenAccountOf(beneficiary, mint, tokenProgram);
    const vesting = vestingAddress(beneficiary, nonce);
    const claim = claimVesting({ vesting, destination, rentPayer, mint, tokenProgram });
    return this.#send(toAccount ? [claim] : [place, claim]);
  }

  /** Distributes the fees collected in a mint (default CYXWIZ), and makes the funds that are missing. */
  async distributeFees(given?: string): Promise<{ sent: Sent; split?: governanceTypes.FeesDistributed }> {
    const { cyxwizMint } = await this.#config();
    const mint = given ?? cyxwizMint;
    const tokenProgram = await this.#tokenProgram(mint);
    const instructions: TransactionInstruction[] = [];
    for (const kind of Object.values(FUNDS)) {
      if (await explained(() => this.#chain.tokenBalance(fundAddress(mint, kind)))) continue;
      instructions.push(initFund(kind, { payer: this.#wallet.publicKey, mint, tokenProgram }));
    }
    instructions.push(distributeFees({ mint, isCyxwiz: mint === cyxwizMint, tokenProgram }));
    const sent = await this.#send(instructions).catch((error) => {
      throw error instanceof ClientError && error.reason === 'ZeroAmount'
        ? nothingCollected(mint, error)
        : error;
    });
    const events = (await explained(() => this.#chain.transaction(sent.signature)))?.events ?? [];
    const found = events.find(({ name }) => name === 'FeesDistributed');
    return { sent, ...(found ? { split: found.data as governanceTypes.FeesDistributed } : {}) };
  }

  async #config() {
    const seen = await explained(() => this.#chain.config());
    if (seen) return seen.value;
    throw new ClientError('RPC_UNAVAILABLE', 'the CyxWiz programs are not set up on this cluster', {
      next: 'check --rpc',
    });
  }

  async #tokenProgram(mint: string): Promise<string> {
    const [known, policy] = await explained(() =>
      Promise.all([this.#chain.mint(mint), this.#chain.mintPolicy(mint)]),
    );
    if (known && policy) return known.value.tokenProgram;
    throw new ClientError('BAD_INPUT', `no fees are collected in ${mint}`, {
      next: 'name a mint that escrows may be paid in',
    });
  }

  #send(instructions: readonly TransactionInstruction[]): Promise<Sent> {
    return explained(() => this.#sender.send({ instructions, payer: this.#wallet }));
  }
}

/** @throws ClientError VESTING_NOT_FOUND */
export async function readVesting(chain: ChainReader, beneficiary: string, nonce: bigint): Promise<Vesting> {
  const seen = await explained(() => chain.vesting(beneficiary, nonce));
  if (seen) return seen.value;
  throw new ClientError('VESTING_NOT_FOUND', `there is no vesting ${nonce} for ${beneficiary}`, {
    next: 'check the address, --nonce and the cluster (--rpc); a vesting that is paid out is closed',
  });
}

function nothingCollected(mint: string, cause: ClientError): ClientError {
  return new ClientError('WRONG_STATE', `no fees in ${mint} wait to be distributed`, {
    next: 'nothing; fees come with settled and cancelled jobs',
    reason: 'ZeroAmount',
    cause,
  });
}
