import { spawn } from 'node:child_process';
import { equalBytes, type JobId, jobId, toHex } from '@cyxwiz/protocol';
import type { CheckedOffer, CyxwizClient, Wallet } from '@cyxwiz/sdk';
import { openDesk, type SigningDesk } from '@cyxwiz/web/server';
import type { Context } from '../context.ts';
import { CliError } from '../failure/cli-error.ts';
import type { ChainOptions } from '../settings/settings.ts';
import { chainSettings } from '../settings/settings.ts';
import { escrowSignature } from './connect.ts';

const POLL_MS = 500;
/** Longer than a signature that was given in the last moment can still land. */
const LATE_MS = 120_000;

export interface BrowserWallet extends Wallet {
  readonly desk: SigningDesk;
}

/** Opens the page on this machine and waits for a wallet to be connected there. */
export async function openBrowserWallet(
  context: Context,
  options: ChainOptions & { readonly signPort?: number },
  what: string,
): Promise<BrowserWallet> {
  const { rpcUrl } = chainSettings(options, context.around.env);
  const { signPort: port } = options;
  const desk = await openDesk({ rpcUrl, what, ...(port === undefined ? {} : { port }) }).catch((cause) => {
    throw new CliError(
      {
        code: 'BAD_INPUT',
        message: String(cause.message ?? cause),
        next: 'choose another --sign-port, or use --keypair',
      },
      cause,
    );
  });
  context.onClose(() => void desk.close());
  const { url } = desk;
  context.output.say({ data: { event: 'sign', url }, text: `sign in your browser: ${url}` });
  if (context.around.interactive) showInBrowser(url);
  return { desk, publicKey: await desk.wallet(), sign: (transaction) => desk.sign(transaction) };
}

/** The address is printed as well: where nothing opens it, a person does. */
function showInBrowser(url: string): void {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

/**
 * Shows the checked offer in the page and waits for the escrow itself to appear on the chain, whatever the page says.
 * @throws CliError NOT_CONFIRMED when the offer has run out unsigned
 */
export async function payInBrowser(
  client: CyxwizClient,
  { desk, publicKey }: BrowserWallet,
  { offer, job, mint }: CheckedOffer,
): Promise<{ job: JobId; signature: string }> {
  desk.offer({
    job: offer.job,
    wallet: publicKey.toBase58(),
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
    // A node of the chain that does not answer now may answer in a moment.
    const seen = await client.chain.job(id).catch(() => undefined);
    if (seen) {
      const { specHash, price } = seen.value;
      if (equalBytes(specHash, job.specHash) && price === offer.price) break;
      throw notPaid(desk, 'the escrow on chain holds other terms than were ordered');
    }
    if (Date.now() > until) throw notPaid(desk, 'nobody signed before the offer ran out');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const signature = await escrowSignature(client, id);
  desk.paid(id, signature);
  return { job: id, signature };
}

function notPaid(desk: SigningDesk, message: string): CliError {
  const next = 'nothing was paid by this program; submit the job again';
  desk.failed(message, next);
  return new CliError({ code: 'NOT_CONFIRMED', message, next });
}
