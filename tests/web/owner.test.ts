import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keypairSigner, nodeAddress, rewardsAddress, tokenAccountOf } from '@cyxwiz/protocol';
import { createTransferInstruction } from '@solana/spl-token';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { paidJob } from '../e2e/support/paid-job.ts';
import { type Stage, startStage } from '../e2e/support/stage.ts';
import { launchBrowser, look, openPage, type Watched } from './support/browser.ts';
import { type Commanded, command } from './support/commanding.ts';
import { TestWallet } from './support/test-wallet.ts';

const MINUTES = 60_000;
const TOKEN = 10n ** 9n;
const DAY = 86_400n;

describe('the page for owners of nodes', function () {
  this.timeout(4 * MINUTES);
  let stage: Stage;
  let browser: Browser;
  let shown: Watched;
  let wallet: TestWallet;
  let home: string;
  let folder: string;

  before(async () => {
    [stage, browser] = await Promise.all([startStage(), launchBrowser()]);
    home = stage.world.coordinator.restUrl;
    folder = await mkdtemp(join(tmpdir(), 'cyxwiz-web-'));
  });

  after(async () => {
    await browser?.close();
    await stage?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    shown = await openPage(browser);
    wallet = new TestWallet(stage.world.cast.cranker);
  });

  afterEach(async () => {
    expect(shown.faults).to.deep.equal([]);
    await shown.page.context().close();
  });

  const button = (name: string) => shown.page.getByRole('button', { name, exact: true });
  const text = (words: string | RegExp) => shown.page.getByText(words).first();
  const ownerOf = (name: string) => {
    const machine = stage.world.cast.machines.find((one) => one.name === name);
    if (!machine) throw new Error(`there is no machine ${name}`);
    return machine.owner;
  };

  async function held(owner: Keypair): Promise<bigint> {
    const { chain } = stage.world;
    return (await chain.reader.tokenBalance(tokenAccountOf(owner.publicKey, chain.mint)))?.value.amount ?? 0n;
  }

  const nodeOf = async (owner: Keypair) =>
    (await stage.world.chain.reader.node(nodeAddress(owner.publicKey)))?.value;

  /** The page of an owner, with the wallet connected. */
  async function open(owner: Keypair): Promise<void> {
    wallet = new TestWallet(owner);
    await wallet.install(shown.page);
    await shown.page.goto(`${home}/nodes/mine`);
    await button('Connect Test Wallet').click();
  }

  /** Opens what is to be done, and signs it. */
  async function sign(label: string): Promise<void> {
    await button(label).click();
    await text('Every change, from a run').waitFor();
    await button(`Sign: ${label.charAt(0).toLowerCase()}${label.slice(1)}`).click();
    await text('Final: nothing can undo it.').waitFor();
    await button('Not now').click();
  }

  it('shows what an owner earned, each payment with its transaction, and each outcome of the score', async () => {
    const { story } = await paidJob(stage, join(folder, 'receipt.json'));
    story.run.client.close();
    const { job } = story.run;
    const told = (await (await fetch(`${home}/v1/jobs/${job}`)).json()) as {
      node: string;
      movements: { kind: string; to: string; transaction: string; amount: string }[];
    };
    const paid = told.movements.filter(({ kind }) => kind === 'node');
    const machine = stage.world.cast.machines.find(({ owner }) => nodeAddress(owner.publicKey) === told.node);
    expect(paid.length).to.be.greaterThan(0);
    expect(new Set(paid.map(({ to }) => to))).to.deep.equal(new Set([machine?.owner.publicKey.toBase58()]));
    const listed = (await (await fetch(`${home}/v1/owners/${paid[0]?.to}/earnings`)).json()) as {
      earnings: { transaction: string; amount: string; cursor: string; at: string }[];
    };
    expect(listed.earnings.map(({ transaction, amount }) => [transaction, amount]).sort()).to.deep.equal(
      paid.map(({ transaction, amount }) => [transaction, amount]).sort(),
    );
    expect(listed.earnings.every(({ at }) => Math.abs(Date.parse(at) - Date.now()) < 10 * MINUTES)).to.equal(
      true,
    );
    const oldest = listed.earnings.at(-1)?.cursor ?? '';
    const rest = await fetch(`${home}/v1/owners/${paid[0]?.to}/earnings?before=${oldest}`);
    expect(await rest.json()).to.deep.equal({ earnings: [] });
    await open(machine?.owner ?? Keypair.generate());
    await text('Every payment, newest first').waitFor();
    await text('Your node').waitFor();
    for (const { transaction } of paid) {
      await shown.page
        .getByRole('button', { name: `copy the transaction’s signature ${transaction}` })
        .waitFor();
    }
    expect(await look(shown.page, 'my-node-earnings')).to.deep.equal([]);
    await shown.page.goto(`${home}/nodes`);
    const card = shown.page.locator('section.node', { hasText: told.node.slice(0, 4) });
    await card.getByRole('button', { name: 'How the score came about' }).click();
    await text('Each outcome as the chain recorded it, newest first').waitFor();
    await text('1 of 1 held').waitFor();
    expect(await look(shown.page, 'nodes-outcomes')).to.deep.equal([]);
  });

  it('signs in with the wallet for what is private, and out again', async () => {
    const owner = ownerOf('maple');
    await open(owner);
    wallet.manner = 'refuses';
    await button('Sign in').click();
    await text('User rejected the request.').waitFor();
    wallet.manner = 'guards';
    await button('Sign in').click();
    await text('what the wallet signed is not what it was asked to sign').waitFor();
    wallet.manner = 'signs';
    await button('Sign in').click();
    await text('No job of the last seven days went to another node').waitFor();
    const [cookie] = await shown.page.context().cookies();
    expect(cookie).to.include({ name: 'cyxwiz_session', httpOnly: true, sameSite: 'Strict', secure: false });
    expect(await shown.page.evaluate(() => document.cookie)).to.equal('');
    expect(await look(shown.page, 'my-node-signed-in')).to.deep.equal([]);
    await wallet.switchTo(shown.page, stage.world.cast.client);
    await text('which may not see this').waitFor();
    await button('Sign out').click();
    await button('Sign in').waitFor();
    expect(wallet.said).to.equal(3);
  });

  it('signs in with a wallet that knows messages only, and says so of one that knows none', async () => {
    const { client } = stage.world.cast;
    const { jobs } = (await (await fetch(`${home}/v1/jobs`)).json()) as { jobs: { job: string }[] };
    wallet = new TestWallet(client);
    wallet.says = ['solana:signMessage'];
    await wallet.install(shown.page);
    await shown.page.goto(`${home}/nodes/mine`);
    await button('Connect Test Wallet').click();
    await shown.page.goto(`${home}/jobs/${jobs[0]?.job}`);
    await button('Sign in').click();
    await text('How the price came about').waitFor();
    await text('Why not the others').waitFor();
    expect(await look(shown.page, 'job-order')).to.deep.equal([]);
    await shown.page.context().close();
    shown = await openPage(browser);
    wallet = new TestWallet(client);
    wallet.says = [];
    await wallet.install(shown.page);
    await shown.page.goto(`${home}/nodes/mine`);
    await button('Connect Test Wallet').click();
    await text('Test Wallet cannot sign messages').waitFor();
    expect(await button('Sign in').isDisabled()).to.equal(true);
  });

  it('an owner’s stake and withdrawal, with its dates', async () => {
    const owner = ownerOf('cedar');
    const { chain } = stage.world;
    const before = await held(owner);
    await open(owner);
    await text('It is locked for 29 days 23 hours.').waitFor();
    expect(await button('Request 200 CYXWIZ').isDisabled()).to.equal(true);
    await shown.page.getByLabel('More stake').fill('1000000');
    await text('That is more than your wallet holds.').waitFor();
    await shown.page.getByLabel('More stake').fill('5');
    await sign('Add 5 CYXWIZ');
    expect((await nodeOf(owner))?.stake).to.equal(205n * TOKEN);
    expect(before - (await held(owner))).to.equal(5n * TOKEN);
    expect(await look(shown.page, 'my-node')).to.deep.equal([]);

    await chain.timeTravel((await chain.reader.unixTime()) + 30n * DAY + 60n);
    await shown.page.getByLabel('How much').fill('160');
    await text('What stays must be nothing, or the least stake.').waitFor();
    await shown.page.getByLabel('How much').fill('');
    await sign('Request 205 CYXWIZ');
    expect((await nodeOf(owner))?.withdrawing).to.equal(205n * TOKEN);
    await text('It cools down for 13 days 23 hours more.').waitFor();
    expect(await button('Claim the withdrawal').isDisabled()).to.equal(true);
    await sign('Cancel the withdrawal');
    expect((await nodeOf(owner))?.withdrawing).to.equal(0n);
    await shown.page.getByLabel('How much').fill('155');
    await sign('Request 155 CYXWIZ');
    expect(await look(shown.page, 'my-node-withdrawing')).to.deep.equal([]);

    await chain.timeTravel((await chain.reader.unixTime()) + 14n * DAY + 60n);
    wallet.manner = 'steals';
    await button('Claim the withdrawal').click();
    await button('Sign: claim the withdrawal').click();
    await text(/it changes .* differently|it also changes|would take something else/).waitFor();
    expect((await nodeOf(owner))?.withdrawing).to.equal(155n * TOKEN);
    wallet.manner = 'guards';
    await button('Sign: claim the withdrawal again').click();
    await text('Final: nothing can undo it.').waitFor();
    const node = await nodeOf(owner);
    expect([node?.stake, node?.withdrawing]).to.deep.equal([50n * TOKEN, 0n]);
    expect((await held(owner)) - before).to.equal(150n * TOKEN);
  });

  it('registers another TLS key, revokes the one before, and lets nobody but the owner', async () => {
    const owner = ownerOf('birch');
    await open(owner);
    const hash = 'ab'.repeat(32);
    await shown.page.getByLabel('Hash of the new key').fill('abc');
    await text('Paste 64 hexadecimal digits first.').waitFor();
    await shown.page.getByLabel('Hash of the new key').fill(hash);
    await button('Register this TLS key').click();
    await text('Every change, from a run').waitFor();
    await wallet.switchTo(shown.page, stage.world.cast.client);
    await text('This wallet has no node').waitFor();
    await wallet.switchTo(shown.page, owner);
    await shown.page.getByLabel('Hash of the new key').fill(hash);
    await sign('Register this TLS key');
    expect(Buffer.from((await nodeOf(owner))?.tlsKeyHash ?? []).toString('hex')).to.equal(hash);
    await text('The key before is good until').waitFor();
    expect((await nodeOf(owner))?.previousTlsUntil).to.not.equal(0n);
    await sign('Revoke the key before');
    await text('The key before is good until').waitFor({ state: 'hidden' });
    expect((await nodeOf(owner))?.previousTlsUntil).to.equal(0n);
  });

  it('pays rewards into the stake, as far as their vault holds them', async () => {
    const owner = ownerOf('birch');
    const { chain } = stage.world;
    const give = async (amount: bigint) => {
      const { authority, mint, sender } = chain;
      const source = tokenAccountOf(authority.publicKey, mint);
      const gift = createTransferInstruction(source, rewardsAddress(), authority.publicKey, amount);
      await sender.send({ payer: keypairSigner(authority), instructions: [gift] });
    };
    const state = async () => {
      const node = await nodeOf(owner);
      if (!node) throw new Error('the node is gone');
      return node;
    };
    const earned = (stake: bigint, from: bigint, to: bigint) =>
      (stake * 500n * (to - from)) / (10_000n * 365n * DAY);
    const { stake, registeredAt } = await state();
    const clean = registeredAt + 90n * DAY;
    await chain.timeTravel(clean - DAY);
    await open(owner);
    await text('Nothing has been earned yet.').waitFor();
    await chain.timeTravel(clean + 30n * DAY);
    await text('The rewards vault is empty').waitFor();
    expect(await button('Pay the rewards into the stake').isDisabled()).to.equal(true);
    await give(TOKEN / 20n);
    await text('The rewards vault holds 0.05 CYXWIZ now').waitFor();
    await sign('Pay the rewards into the stake');
    const first = await state();
    expect(first.stake).to.equal(stake + TOKEN / 20n);
    expect(first.rewards).to.equal(earned(stake, clean, first.rewardsUntil) - TOKEN / 20n);
    expect(first.rewards > TOKEN / 10n).to.equal(true);
    expect(await look(shown.page, 'my-node-rewards')).to.deep.equal([]);
    await give(1_000n * TOKEN);
    await text('The rewards vault is empty').waitFor({ state: 'hidden' });
    await sign('Pay the rewards into the stake');
    const second = await state();
    const since = earned(first.stake, first.rewardsUntil, second.rewardsUntil);
    expect(second.stake).to.equal(first.stake + first.rewards + since);
    expect(second.rewards).to.equal(0n);
    const { amount } = (await chain.reader.tokenBalance(rewardsAddress()))?.value ?? {};
    expect(amount).to.equal(1_000n * TOKEN - first.rewards - since);
  });

  describe('with the machine’s own key beside the owner’s', () => {
    let running: Commanded | undefined;
    const owner = Keypair.generate();
    const dir = () => join(folder, 'node');
    const chainOptions = () => ['--rpc', stage.world.chain.rpcUrl, '--ws', stage.world.chain.wsUrl];

    before(async () => {
      await stage.world.chain.fundSol(owner.publicKey, 2_000_000_000n);
      await stage.world.chain.fundToken(owner.publicKey, 60n * TOKEN);
    });
    afterEach(() => running?.stop());

    /** Chooses the wallet in the page that the command opened, and signs what it asks. */
    async function signFor(...args: string[]): Promise<void> {
      running = command(...args, ...chainOptions(), '--wallet', 'browser');
      wallet = new TestWallet(owner);
      await wallet.install(shown.page);
      await shown.page.goto(await running.url);
      await button('Connect Test Wallet').click();
      await button('Use this wallet').click();
    }

    it('registers a node', async () => {
      await open(owner);
      await text('This wallet has no node').waitFor();
      await text('cyxwiz node init').waitFor();
      expect(await look(shown.page, 'my-node-none')).to.deep.equal([]);
      await shown.page.context().close();
      shown = await openPage(browser);
      const made = command(
        ...['node', 'init', '--dir', dir(), '--owner', owner.publicKey.toBase58()],
        ...['--listen', '127.0.0.1:1', '--plain', '--no-benchmark'],
        ...['--coordinator-account', nodeAddress(owner.publicKey)],
        ...chainOptions(),
      );
      expect(await made.ended, made.said()).to.equal(0);
      await signFor('node', 'register', '--dir', dir(), '--stake', '50');
      await text('Register your node, and put its stake into its vault').waitFor();
      await text('Every change, from a run').waitFor();
      expect(await look(shown.page, 'sign-register')).to.deep.equal([]);
      await button('Sign').click();
      await text('Your node is registered.').waitFor();
      expect(await running?.ended, running?.said()).to.equal(0);
      expect((await nodeOf(owner))?.stake).to.equal(50n * TOKEN);
    });

    it('rotates the operator key, and signs nothing that the wallet has changed', async () => {
      const before = (await nodeOf(owner))?.operator;
      await signFor('node', 'rotate-operator', '--dir', dir());
      await text('Put a new operator key in the place of your node’s old one').waitFor();
      wallet.manner = 'guards';
      await button('Sign').click();
      await text(/the wallet changed the transaction/).waitFor();
      expect(await running?.ended, running?.said()).to.not.equal(0);
      expect((await nodeOf(owner))?.operator).to.equal(before);
      await shown.page.context().close();
      shown = await openPage(browser);
      await signFor('node', 'rotate-operator', '--dir', dir());
      await button('Sign').click();
      await text('Your node has another operator key.').waitFor();
      expect(await running?.ended, running?.said()).to.equal(0);
      expect((await nodeOf(owner))?.operator).to.not.equal(before);
    });

    it('takes no other wallet than the folder names', async () => {
      running = command('node', 'rotate-operator', '--dir', dir(), ...chainOptions(), '--wallet', 'browser');
      await wallet.install(shown.page);
      await shown.page.goto(await running.url);
      await button('Connect Test Wallet').click();
      await button('Use this wallet').click();
      await text(/is not the owner in the folder/).waitFor();
      expect(await running.ended).to.not.equal(0);
    });
  });
});
