import { equalBytes, type JobId, jobId, toHex } from '@cyxwiz/protocol';
import { type CheckedOffer, ClientError, type CyxwizClient, escrowSignature, type Wallet } from '@cyxwiz/sdk';
import { type DeskOptions, openDesk, type SigningDesk } from './desk.ts';
import type { DeskCommand } from './desk-events.ts';
import { type TrainingPage, trainingPage } from './training-page.ts';

export type { TrainingPage } from './training-page.ts';

const POLL_MS = 500;
/** Longer than a signature that was given in the last moment can still land. */
const LATE_MS = 120_000;

export interface BrowserWalletOptions extends DeskOptions {
  /** Told the page's address at once: print it, or open it. */
  readonly onUrl: (url: string) => void;
  /** Closes the page; who waits for a wallet or a signature is told so. */
  readonly signal?: AbortSignal;
}

/** A wallet in a browser on this machine, for any program that uses the SDK. */
export interface BrowserWallet extends Wallet {
  /**
   * Pays a checked offer, in the place of `client.fund`: the page explains, signs and sends it. Resolves once the escrow
   * itself is on chain, whatever the page says.
   * @throws ClientError TIMED_OUT when nobody signed, OFFER_MISMATCH
   */
  pay(client: CyxwizClient, checked: CheckedOffer): Promise<{ job: JobId; signature: string }>;
  /**
   * Shows a training in the page, with buttons that pause, resume and stop it: `control` carries them out over the session
   * with the node, which only this program holds.
   */
  follow(job: JobId, control: (command: DeskCommand) => Promise<unknown>): TrainingPage;
  /** Shows in the page that the program has done what it was started for. */
  done(title: string, text: string): void;
  /** Shows in the page why the program does not go on. */
  failed(message: string, next: string): void;
  close(): Promise<void>;
}

/**
 * Opens the page and waits for a person to choose a wallet in it. Further signatures that the SDK needs are asked for
 * there as well.
 * @throws Error when the page has not been built, or the port is taken
 */
export async function openBrowserWallet(options: BrowserWalletOptions): Promise<BrowserWallet> {
  const desk = await openDesk(options);
  options.signal?.addEventListener('abort', () => void desk.close(), { once: true });
  options.onUrl(desk.url);
  const publicKey = await desk.wallet();
  return {
    publicKey,
    sign: (transaction) => desk.sign(transaction),
    pay: (client, checked) => pay(client, desk, publicKey.toBase58(), checked, options.signal),
    follow: (job, control) => trainingPage(desk, job, control),
    done: (title, text) => desk.done(title, text),
    failed: (message, next) => desk.failed(message, next),
    close: () => desk.close(),
  };
}

async function pay(
  client: CyxwizClient,
  desk: SigningDesk,
  wallet: string,
  { offer, job, mint }: CheckedOffer,
  signal: AbortSignal | undefined,
) {
  desk.offer({
    job: offer.job,
    wallet,
    mint,
    node: offer.node,
    salt: toHex(offer.salt),
    nonce: offer.nonce.toString(),
    price: offer.price.toString(),
    decimals: offer.decimals,
    deadlineSeconds: offer.deadlineSeconds.toString(),
    transaction: Buffer.from(offer.transaction).toString('base64'),
    reservedUntil: offer.reservedUntilMs,
    priceExplanation: offer.priceExplanation,
    specJson: new TextDecoder().decode(job.specJson),
    clientNonceHash: toHex(job.clientNonceHash),
    audits: job.audits,
    dataBytes: job.datasetBytes.length,
  });
  const id = jobId(offer.job);
  const until = offer.reservedUntilMs + LATE_MS;
  for (;;) {
    signal?.throwIfAborted();
    // A node of the chain that does not answer now may answer in a moment.
    const seen = await client.chain.job(id).catch(() => undefined);
    if (seen) {
      const { specHash, price } = seen.value;
      if (equalBytes(specHash, job.specHash) && price === offer.price) break;
      throw new ClientError('OFFER_MISMATCH', 'the escrow on chain holds other terms than were ordered', {
        next: `look at it, and take it back: cyxwiz job status ${id}`,
      });
    }
    if (Date.now() > until) {
      const next = 'nothing was paid; submit the job again';
      throw new ClientError('TIMED_OUT', 'nobody signed before the offer ran out', { next });
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const signature = await escrowSignature(client.chain, id);
  desk.paid(id, signature);
  return { job: id, signature };
}
