import {
  type ChainReader,
  type Config,
  cancelProposal,
  closeProposal,
  closeVote,
  draftProposal,
  executeProposal,
  executorAddress,
  governance,
  openProposal,
  type Proposal,
  proposalAddress,
  type Sent,
  type TransactionSender,
  voteAddress,
  voteProposal,
} from '@cyxwiz/protocol';
import type { TransactionInstruction } from '@solana/web3.js';
import { ClientError } from '../errors.ts';
import { explained } from '../escrow/explain-chain.ts';
import type { Wallet } from '../wallet.ts';

export interface Proposing {
  /** What the executor shall sign; where a payer signs, it is the wallet. */
  readonly instruction: TransactionInstruction;
  /** SHA-256 of the text that explains it. */
  readonly textHash: Uint8Array;
  /** Whether voting begins at once. */
  readonly open: boolean;
}

/** Everything that a proposer, a voter, or anyone can do to a proposal. */
export class ProposalActions {
  readonly #chain: ChainReader;
  readonly #sender: TransactionSender;
  readonly #wallet: Wallet;

  constructor(chain: ChainReader, sender: TransactionSender, wallet: Wallet) {
    this.#chain = chain;
    this.#sender = sender;
    this.#wallet = wallet;
  }

  /**
   * Runs the instruction on the chain as it is now, without sending it, as the executor would after the vote.
   * @returns whether that was possible: an instruction may be too large for a transaction of its own
   * @throws ClientError with the error that its execution would end with today
   */
  async rehearse(instruction: TransactionInstruction): Promise<boolean> {
    const { authority } = await this.#config();
    const executor = executorAddress().toBase58();
    const takesOver = governance.decodeInstruction(instruction.data)?.name === 'acceptAuthority';
    if (authority !== executor && !takesOver) {
      throw new ClientError(
        'WRONG_STATE',
        `the authority is still the key ${authority}, so a vote could not change this`,
        {
          next: 'its holder names the token holders: cyxwiz vote hand-over; they accept: cyxwiz vote propose authority',
          reason: 'NotAuthority',
        },
      );
    }
    const units = await explained(() =>
      this.#sender.simulate({ instructions: [instruction], payer: this.#wallet }),
    );
    return units !== undefined;
  }

  /** Drafts a proposal, and opens it to votes when asked to: at once where it fits one transaction. */
  async propose({ instruction, textHash, open }: Proposing): Promise<{ number: bigint; sent: Sent[] }> {
    await this.rehearse(instruction);
    const { proposalCount: number, cyxwizMint } = await this.#config();
    const { publicKey } = this.#wallet;
    const draft = { number, textHash, payer: publicKey, proposer: publicKey };
    const opening = open ? [openProposal(number, publicKey, cyxwizMint)] : [];
    const steps = [...draftProposal({ ...draft, instruction }), ...opening];
    const whole = { instructions: steps, payer: this.#wallet };
    if ((await explained(() => this.#sender.simulate(whole))) !== undefined)
      return { number, sent: [await this.#send(steps)] };
    // An empty proposal in its place shows whether the wallet may open one, before it pays for a draft.
    const empty = draftProposal({
      ...draft,
      instruction: { ...instruction, keys: [], data: Buffer.alloc(0) },
    });
    await explained(() => this.#sender.simulate({ ...whole, instructions: [...empty, ...opening] }));
    return { number, sent: await this.#stepByStep(number, steps) };
  }

  async #stepByStep(number: bigint, steps: readonly TransactionInstruction[]): Promise<Sent[]> {
    const sent: Sent[] = [];
    for (const step of steps) {
      try {
        sent.push(await this.#send([step]));
      } catch (error) {
        if (!(error instanceof ClientError) || sent.length === 0) throw error;
        const message = `proposal ${number} stays a draft: ${error.message}`;
        const next = `cyxwiz vote open ${number}, or if that finds it incomplete, cyxwiz vote cancel ${number}`;
        throw new ClientError(error.code, message, { ...error.failure, next, cause: error });
      }
    }
    return sent;
  }

  /** Opens a complete draft to votes. Its proposer. */
  async open(number: bigint): Promise<Sent> {
    this.#requireProposer(await readProposal(this.#chain, number), 'open');
    const { cyxwizMint } = await this.#config();
    return this.#send([openProposal(number, this.#wallet.publicKey, cyxwizMint)]);
  }

  /** Withdraws a draft, or a proposal that is voted on. Its proposer. */
  async cancel(number: bigint): Promise<Sent> {
    this.#requireProposer(await readProposal(this.#chain, number), 'cancel');
    return this.#send([cancelProposal(number, this.#wallet.publicKey)]);
  }

  /** Votes with the wallet's locked tokens. */
  async vote(number: bigint, inFavour: boolean): Promise<Sent> {
    await readProposal(this.#chain, number);
    if (!(await explained(() => this.#chain.tokenLock(this.#wallet.publicKey)))) {
      throw new ClientError('WRONG_STATE', `${this.#wallet.publicKey} has no CYXWIZ locked`, {
        next: 'lock some: cyxwiz vote lock AMOUNT; they vote on what is opened after that',
        reason: 'LockTooSmall',
      });
    }
    return this.#send([voteProposal({ number, inFavour }, this.#wallet.publicKey)]);
  }

  /** Runs a carried proposal after its timelock. Anyone, who pays where it has a place for a payer. */
  async execute(number: bigint): Promise<Sent> {
    return this.#send([executeProposal(await readProposal(this.#chain, number), this.#wallet.publicKey)]);
  }

  /** Closes a proposal that is over, and the wallet's vote on it; the rents go to whoever paid them. Anyone. */
  async close(number: bigint): Promise<Sent> {
    const address = voteAddress(proposalAddress(number), this.#wallet.publicKey);
    const vote = await explained(() => this.#chain.voteRecord(address));
    const proposal = await explained(() => this.#chain.proposal(number));
    if (!vote && !proposal) await readProposal(this.#chain, number);
    const now = await explained(() => this.#chain.unixTime());
    // Of a proposal that was withdrawn, the votes stay until voting would have ended.
    const voteIsOver = vote !== undefined && (vote.value.ends <= now || !proposal);
    return this.#send([
      ...(voteIsOver ? [closeVote(number, vote.value.owner, vote.value.rentPayer)] : []),
      ...(proposal ? [closeProposal(number, proposal.value.rentPayer)] : []),
    ]);
  }

  /** The instruction names its proposer as signer, and a transaction that lacks its signature just vanishes. */
  #requireProposer({ proposer, number }: Proposal, act: string): void {
    if (proposer === this.#wallet.publicKey.toBase58()) return;
    throw new ClientError('TRANSACTION_FAILED', `only ${proposer} can ${act} proposal ${number}`, {
      next: 'use the keypair that drafted the proposal',
      reason: 'NotProposer',
    });
  }

  async #config(): Promise<Config> {
    const seen = await explained(() => this.#chain.config());
    if (seen) return seen.value;
    throw new ClientError('RPC_UNAVAILABLE', 'the CyxWiz programs are not set up on this cluster', {
      next: 'check --rpc',
    });
  }

  #send(instructions: readonly TransactionInstruction[]): Promise<Sent> {
    return explained(() => this.#sender.send({ instructions, payer: this.#wallet }));
  }
}

/** @throws ClientError PROPOSAL_NOT_FOUND */
export async function readProposal(chain: ChainReader, number: bigint): Promise<Proposal> {
  const seen = await explained(() => chain.proposal(number));
  if (seen) return seen.value;
  throw new ClientError('PROPOSAL_NOT_FOUND', `there is no proposal ${number} on this cluster`, {
    next: 'check the number and the cluster (--rpc); a proposal that is over is closed some day',
  });
}
