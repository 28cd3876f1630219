import {
  type Address,
  appeal,
  type ChainReader,
  claimVoteReward,
  closeDispute,
  closeDisputeVote,
  createTokenAccount,
  type DisputeRef,
  openDispute,
  releaseBonds,
  resolveDispute,
  type Sent,
  submitEvidence,
  type TransactionSender,
  tokenAccountOf,
  voteDispute,
  walletOf,
} from '@cyxwiz/protocol';
import { TOKEN_PROGRAM_ID } from '@solana/spl-token';
import type { TransactionInstruction } from '@solana/web3.js';
import { ClientError } from '../errors.ts';
import type { Wallet } from '../wallet.ts';
import { EscrowActions, parseJobId } from './actions.ts';
import { explained } from './explain-chain.ts';

/** Everything that a party, a voter, or anyone can do to the dispute over a job. */
export class DisputeActions {
  readonly #chain: ChainReader;
  readonly #wallet: Wallet;
  readonly #escrow: EscrowActions;

  constructor(chain: ChainReader, sender: TransactionSender, wallet: Wallet) {
    this.#chain = chain;
    this.#wallet = wallet;
    this.#escrow = new EscrowActions(chain, sender, wallet);
  }

  /** The dispute over a job. @throws ClientError DISPUTE_NOT_FOUND, BAD_INPUT */
  async dispute(job: string): Promise<DisputeRef> {
    const id = parseJobId(job);
    const seen = await explained(() => this.#chain.dispute(id));
    if (!seen) {
      throw new ClientError('DISPUTE_NOT_FOUND', `there is no dispute over ${job}`, {
        next: 'check the id and the cluster (--rpc); a party opens one: cyxwiz dispute open JOB --evidence FILE',
      });
    }
    const tokenProgram = await this.#tokenProgram(seen.value.mint);
    return { address: seen.address, dispute: seen.value, tokenProgram };
  }

  /** Freezes the job and opens a dispute over it. The client, or the node's owner, who puts down the bond. */
  async open(job: string, evidenceHash: Uint8Array): Promise<Sent> {
    const ref = await this.#escrow.job(job);
    const cyxwizMint = await this.#cyxwizMint();
    const cyxwizTokenProgram = await this.#tokenProgram(cyxwizMint);
    const accounts = { opener: this.#wallet.publicKey, cyxwizMint, cyxwizTokenProgram };
    return this.#escrow.send([openDispute(evidenceHash, ref, accounts)]);
  }

  /** Hands in the hash of evidence. */
  async evidence(job: string, evidenceHash: Uint8Array): Promise<Sent> {
    const { address } = await this.dispute(job);
    const accounts = { party: this.#wallet.publicKey, dispute: address };
    return this.#escrow.send([submitEvidence(evidenceHash, accounts)]);
  }

  /** Votes with the wallet's locked tokens. */
  async vote(job: string, forClient: boolean): Promise<Sent> {
    const ref = await this.dispute(job);
    return this.#escrow.send([voteDispute(forClient, ref, { owner: this.#wallet.publicKey })]);
  }

  /** Asks for a second vote. */
  async appeal(job: string, evidenceHash: Uint8Array): Promise<Sent> {
    const ref = await this.dispute(job);
    return this.#escrow.send([appeal(evidenceHash, ref, this.#wallet.publicKey)]);
  }

  /** Executes the final verdict and releases the bonds, as far as that is not done. Anyone. */
  async resolve(job: string): Promise<Sent[]> {
    const ref = await this.dispute(job);
    const sent: Sent[] = [];
    if (ref.dispute.verdict === null) {
      await this.#requireFinal(ref.dispute);
      const accounts = await this.missingAccounts(job);
      // Making accounts and using them does not fit one transaction.
      if (accounts.length > 0) await this.#escrow.send(accounts);
      sent.push(await this.execute(job));
    }
    if (!ref.dispute.bondsReleased) sent.push(await this.release(job));
    if (ref.dispute.openVotes === 0) sent.push(await this.close(job));
    return sent;
  }

  /** Makes the token accounts that a verdict pays into and that are not there; empty when all are. */
  async missingAccounts(job: string): Promise<TransactionInstruction[]> {
    const [ref, { job: order, tokenProgram }] = await Promise.all([this.dispute(job), this.#escrow.job(job)]);
    const wanted: (readonly [owner: string, mint: string, program: Address | undefined])[] = [
      [order.client, ref.dispute.mint, ref.tokenProgram],
      [order.client, order.mint, tokenProgram],
      [order.nodeOwner, order.mint, tokenProgram],
    ];
    const found = await Promise.all(
      wanted.map(([owner, mint, program]) =>
        explained(() => this.#chain.tokenBalance(tokenAccountOf(owner, mint, program))),
      ),
    );
    const payer = this.#wallet.publicKey;
    return wanted
      .filter((_, at) => found[at] === undefined)
      .map(([owner, mint, program]) =>
        createTokenAccount({ payer, owner, mint, ...(program ? { tokenProgram: program } : {}) }),
      );
  }

  /** Pays the job out as the final verdict says. The accounts that it pays into are there. Anyone. */
  async execute(job: string): Promise<Sent> {
    const { dispute, tokenProgram } = await this.dispute(job);
    await this.#requireFinal(dispute);
    const ref = await this.#escrow.job(job);
    const slash = {
      nodeIndex: await this.#escrow.nodeIndex(ref.job),
      cyxwizMint: dispute.mint,
      ...(tokenProgram ? { cyxwizTokenProgram: tokenProgram } : {}),
    };
    return this.#escrow.send([resolveDispute(ref, slash)]);
  }

  /** Sends bond and deposit where the executed verdict says. Anyone. */
  async release(job: string): Promise<Sent> {
    const ref = await this.dispute(job);
    const { opener, appellant } = ref.dispute;
    const parties = appellant === null || appellant === opener ? [opener] : [opener, appellant];
    const accounts = parties.map((party) => this.#account(ref, walletOf(ref.dispute, party)));
    return this.#escrow.send([...accounts, releaseBonds(ref)]);
  }

  /** Closes a dispute of which nothing is left; its rent goes to whoever paid it. Anyone. */
  async close(job: string): Promise<Sent> {
    return this.#escrow.send([closeDispute(await this.dispute(job))]);
  }

  /** Takes the reward of the wallet's vote in a round, or closes its record when there is none. */
  async reward(job: string, round: number): Promise<Sent> {
    const ref = await this.dispute(job);
    const vote = { round, owner: this.#wallet.publicKey, rentPayer: this.#wallet.publicKey };
    try {
      const account = this.#account(ref, this.#wallet.publicKey.toBase58());
      return await this.#escrow.send([account, claimVoteReward(ref, vote, this.#wallet.publicKey)]);
    } catch (error) {
      if (!(error instanceof ClientError) || error.reason !== 'NoReward') throw error;
      return this.#escrow.send([closeDisputeVote(ref, vote)]);
    }
  }

  /** Nobody should pay for accounts of a verdict that is not there yet. */
  async #requireFinal({ appellant, appealEnds, rounds }: DisputeRef['dispute']): Promise<void> {
    const last = appellant === null ? appealEnds : (rounds[1]?.ends ?? appealEnds);
    if ((await explained(() => this.#chain.unixTime())) > last) return;
    const until = new Date(Number(last) * 1000).toISOString();
    throw new ClientError('WRONG_STATE', `the verdict may still change until ${until}`, {
      next: 'try again after that; see cyxwiz dispute show JOB',
      reason: 'VerdictNotFinal',
    });
  }

  /** A CYXWIZ account, made if it is not there. */
  #account({ dispute, tokenProgram }: DisputeRef, owner: string): TransactionInstruction {
    const payer = this.#wallet.publicKey;
    return createTokenAccount({
      payer,
      owner,
      mint: dispute.mint,
      ...(tokenProgram ? { tokenProgram } : {}),
    });
  }

  async #cyxwizMint(): Promise<string> {
    const config = await explained(() => this.#chain.config());
    if (config) return config.value.cyxwizMint;
    throw new ClientError('RPC_UNAVAILABLE', 'the CyxWiz programs are not set up on this cluster', {
      next: 'check --rpc',
    });
  }

  async #tokenProgram(mint: string): Promise<string> {
    const found = await explained(() => this.#chain.mint(mint));
    return found?.value.tokenProgram ?? TOKEN_PROGRAM_ID.toBase58();
  }
}
