import { basename, resolve } from 'node:path';
import { DEFAULT_TOLERANCE, parseAmount } from '@cyxwiz/protocol';
import {
  type CheckedOffer,
  type CyxwizClient,
  keypairWallet,
  type PreparedJob,
  prepareJob,
  type SignedPayment,
  type Wallet,
} from '@cyxwiz/sdk';
import type { BrowserWallet } from '@cyxwiz/web/signing';
import type { Keypair } from '@solana/web3.js';
import { type Command, Option } from 'commander';
import type { Context } from '../../context.ts';
import { badInput, CliError } from '../../failure/cli-error.ts';
import { explain } from '../../failure/explain.ts';
import { address, hex32 } from '../../input/names.ts';
import { duration, tokens, wholeNumber } from '../../input/numbers.ts';
import { walletInBrowser } from '../../jobs/browser-wallet.ts';
import { jobFileOf, saveJobFile } from '../../jobs/job-file.ts';
import { chainOptions, coordinatorOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines, money, type Unit } from '../../output/text.ts';
import type { Surroundings } from '../../surroundings.ts';
import { type ResourceOptions, resourceOptions, resourcesOf } from '../resources.ts';
import { showJob } from './status.ts';
import { addTrainingOptions, type TrainingOptions, trainingOf } from './training-options.ts';
import { requireOutputToWaive, type WatchOptions, watchAsClient, watchOptions } from './watch.ts';

interface SubmitOptions extends WatchOptions, ResourceOptions, TrainingOptions {
  epochs: number;
  checkpointInterval?: number;
  seed?: string;
  estimate: number;
  deadline?: number;
  maxPrice?: string;
  idempotencyKey?: string;
  mint?: string;
  yes?: boolean;
  dryRun?: boolean;
  detach?: boolean;
  wallet: 'keypair' | 'browser';
  signPort?: number;
}

export function registerSubmit(parent: Command, around: Surroundings): void {
  const command = leaf<SubmitOptions>(
    parent,
    around,
    'submit',
    'offer a job, pay its price into escrow, and follow the training',
    submit,
  );
  addTrainingOptions(command);
  command
    .addOption(
      new Option('--epochs <n>', 'epochs to train')
        .argParser(wholeNumber(1, 0xffff_ffff))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--estimate <time>', 'how long the training takes; decides the price')
        .argParser(duration(1, 604_800))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--checkpoint-interval <n>', 'epochs a checkpoint (default: the least)').argParser(
        wholeNumber(1, 65_535),
      ),
    )
    .addOption(
      new Option('--seed <hex>', 'order of the batches and first weights (default: random)').argParser(hex32),
    )
    .addOption(
      new Option('--tier <tier>', 'what is proven: its checkpoints, or steps of it as well')
        .choices(['committed', 'exact'])
        .default('committed'),
    )
    .addOption(
      new Option(
        '--audits <n>',
        'segments to prove in the exact tier (default: what governance says)',
      ).argParser(wholeNumber(1, 64)),
    )
    .addOption(
      new Option('--deadline <time>', 'when anyone may refund the job').argParser(duration(1, 604_800)),
    )
    .addOption(new Option('--max-price <amount>', 'highest price in tokens').argParser(tokens))
    .addOption(new Option('--mint <address>', 'token to pay with (default CYXWIZ)').argParser(address))
    .option('--idempotency-key <text>', 'the same key with the same job gives the same offer')
    .option('-y, --yes', 'sign without asking')
    .option('--dry-run', 'show the offer and sign nothing; its node stays reserved for five minutes')
    .addOption(
      new Option(
        '--wallet <kind>',
        'who signs: a key file, or a wallet in your browser, on a page that this opens',
      )
        .choices(['keypair', 'browser'])
        .default('keypair'),
    )
    .addOption(
      new Option('--sign-port <n>', 'port of that page on this machine (default: any free one)').argParser(
        wholeNumber(1, 65_535),
      ),
    )
    .option('--detach', 'end once the job is paid for; go on with "job watch"');
  withOptions(
    command,
    resourceOptions(),
    watchOptions(),
    chainOptions(),
    coordinatorOptions(),
    walletOptions(),
  );
}

async function submit(context: Context, options: SubmitOptions): Promise<void> {
  requireOutputToWaive(options);
  const training = await trainingOf(options, DEFAULT_TOLERANCE);
  const inBrowser = options.wallet === 'browser';
  const keypair = inBrowser ? undefined : await context.wallet(options);
  if (keypair && !options.yes && !options.dryRun && !context.around.interactive) {
    throw badInput(
      '--yes',
      'nobody is here to confirm the price',
      'add --yes (and --max-price), or --dry-run',
    );
  }
  // Prepared before anything is asked, so that a bad data set costs nobody a round trip.
  const job = prepareJob(requestOf(options, training, undefined));
  const signer = await signerOf(context, options, keypair);
  try {
    await order(context, options, job, signer);
  } catch (error) {
    const { message, next } = explain(error, 'cyxwiz job submit');
    signer.browser?.failed(message, next);
    throw error;
  }
}

async function order(
  context: Context,
  options: SubmitOptions,
  prepared: PreparedJob,
  signer: Signer,
): Promise<void> {
  const { wallet, browser } = signer;
  let job = prepared;
  const client = await context.client(options, wallet);
  const mint = options.mint ?? (await client.chain.config())?.value.cyxwizMint ?? '';
  const unit = await context.unit(client.chain, mint);
  if (options.maxPrice !== undefined)
    job = { ...job, maxPrice: parseAmount(options.maxPrice, unit.decimals) };
  const checked = await client.submit(job);
  showOffer(context, checked, unit);
  if (options.dryRun) return;
  if (!options.yes && !browser) await confirmPrice(context, checked, unit);
  const { job: id } = checked.offer;
  let file = jobFileOf(job, checked.offer, resolve(options.dataset), new Date());
  if (!browser) file = { ...file, payment: null };
  await saveJobFile(context.home, file);
  const onSigned = (payment: SignedPayment) => {
    file = { ...file, payment };
    return saveJobFile(context.home, file);
  };
  const { signature } = browser
    ? await browser.pay(client, checked)
    : await client.fund(checked, { onSigned });
  await saveJobFile(context.home, { ...file, escrow: signature });
  context.output.say({
    data: { event: 'funded', job: id, transaction: signature },
    text: lines([
      ['job', id],
      ['paid', signature],
    ]),
  });
  if (options.detach) return context.output.note(`  next: cyxwiz job watch ${id}`);
  await follow(context, client, { ...file, escrow: signature }, options, browser);
}

interface Signer {
  readonly wallet: Wallet;
  /** Where a person signs; absent: the key is a file. */
  readonly browser?: BrowserWallet;
}

async function signerOf(context: Context, options: SubmitOptions, keypair?: Keypair): Promise<Signer> {
  if (keypair) return { wallet: keypairWallet(keypair) };
  const what = `An order to train for ${options.epochs} epochs on ${basename(options.dataset)}, in the ${options.tier} tier.`;
  const browser = await walletInBrowser(context, options, what);
  return { wallet: browser, browser };
}

async function follow(
  context: Context,
  client: CyxwizClient,
  file: Parameters<typeof watchAsClient>[2],
  options: SubmitOptions,
  browser: BrowserWallet | undefined,
): Promise<void> {
  await watchAsClient(context, client, file, options, browser);
  await showJob(context, client.chain, file.job);
}

function requestOf(
  options: SubmitOptions,
  training: Awaited<ReturnType<typeof trainingOf>>,
  maxPrice: bigint | undefined,
) {
  const { epochs, checkpointInterval, tier, audits, seed, mint, deadline, idempotencyKey } = options;
  return {
    ...training,
    epochs,
    tier,
    estimatedSeconds: options.estimate,
    ...resourcesOf(options),
    ...(checkpointInterval === undefined ? {} : { checkpointInterval }),
    ...(audits === undefined ? {} : { audits }),
    ...(seed === undefined ? {} : { seed }),
    ...(mint === undefined ? {} : { mint }),
    ...(maxPrice === undefined ? {} : { maxPrice }),
    ...(deadline === undefined ? {} : { deadlineSeconds: BigInt(deadline) }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
}

function showOffer({ output }: Context, { offer }: CheckedOffer, unit: Unit): void {
  const { transaction: _, salt: __, ...told } = offer;
  const text = [
    lines([
      ['job', offer.job],
      ['node', `${offer.node} (match ${offer.matchScore.toFixed(3)})`],
      ['price', money(offer.price, unit)],
      ['reserved', `until ${new Date(offer.reservedUntilMs).toISOString()}`],
    ]),
    ...offer.priceExplanation.map((line) => `  ${line}`),
    ...offer.rejections.map(({ node, reason }) => `not ${node}: ${reason}`),
  ].join('\n');
  output.say({ data: { event: 'offer', ...told, mint: unit.mint }, text });
}

async function confirmPrice(context: Context, { offer }: CheckedOffer, unit: Unit): Promise<void> {
  const answer = await context.around.ask(`Pay ${money(offer.price, unit)} into escrow? [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new CliError({
    code: 'NOT_CONFIRMED',
    message: 'the price was not confirmed',
    next: 'nothing was signed; the reservation ends by itself',
  });
}
