import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCoordinator } from '@cyxwiz/coordinator';
import { type Localnet, startLocalnet } from '@cyxwiz/localnet';
import {
  executorAddress,
  FUNDS,
  fundAddress,
  keypairSigner,
  listParameters,
  lockTokens,
  proposalAddress,
  proposeAuthority,
  sha256,
  tokenAccountOf,
  updateConfig,
  voteAddress,
} from '@cyxwiz/protocol';
import { keypairWallet, ProposalActions } from '@cyxwiz/sdk';
import { createTransferInstruction } from '@solana/spl-token';
import { Keypair, type PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { Cleanup } from '../../packages/cli/src/demo/cleanup.ts';
import { PARAMETERS } from '../../packages/web/src/govern/parameter-words.ts';
import { launchBrowser, look, type Watched } from './support/browser.ts';
import { newMint } from './support/new-mint.ts';
import { type Person, personAt } from './support/person.ts';

const MINUTES = 60_000;
const TOKEN = 10n ** 9n;

/** A chain and a coordinator; nobody trains here. */
describe('the page of proposals', function () {
  this.timeout(5 * MINUTES);
  const cleanup = new Cleanup();
  const [ada, bea, stranger] = [Keypair.generate(), Keypair.generate(), Keypair.generate()];
  const watched: Watched[] = [];
  let chain: Localnet;
  let home: string;
  let browser: Browser;

  before(async () => {
    [chain, browser] = await Promise.all([startLocalnet(), launchBrowser()]);
    cleanup.add('the chain', () => chain.stop());
    const folder = await mkdtemp(join(tmpdir(), 'cyxwiz-web-'));
    cleanup.add('the folder', () => rm(folder, { recursive: true, force: true }));
    for (const { publicKey } of [ada, bea, stranger]) await chain.fundSol(publicKey);
    const coordinator = await startCoordinator({
      rpcUrl: chain.rpcUrl,
      wsUrl: chain.wsUrl,
      authority: stranger.secretKey,
      dataDir: folder,
      logLevel: 'silent',
    });
    cleanup.add('the coordinator', () => coordinator.close());
    home = coordinator.restUrl;
    for (const [voter, tokens] of [
      [ada, 60_000_000n],
      [bea, 50_000_000n],
    ] as const) {
      await chain.fundToken(voter.publicKey, tokens * TOKEN);
      const lock = lockTokens(tokens * TOKEN, { mint: chain.mint, owner: voter.publicKey });
      await chain.sender.send({ payer: keypairSigner(voter), instructions: [lock] });
    }
    await travel((await chain.reader.unixTime()) + 60n);
  });
  after(async () => {
    await browser?.close();
    await cleanup.run();
  });
  afterEach(async () => {
    const faults = watched.flatMap((one) => one.faults);
    for (const { page } of watched.splice(0)) await page.context().close();
    expect(faults).to.deep.equal([]);
  });

  const travel = async (to: bigint) => chain.timeTravel(to + 2n);
  const held = async (owner: PublicKey) => tokens(tokenAccountOf(owner, chain.mint));
  const tokens = async (account: PublicKey) => (await chain.reader.tokenBalance(account))?.value.amount ?? 0n;
  const person = (keypair: Keypair): Promise<Person> => personAt(browser, home, keypair, watched);
  const by = (keypair: Keypair) => new ProposalActions(chain.reader, chain.sender, keypairWallet(keypair));
  const config = async () => {
    const seen = (await chain.reader.config())?.value;
    if (!seen) throw new Error('the chain is set up');
    return seen;
  };
  const found = async (number: bigint) => {
    const seen = await chain.reader.proposal(number);
    if (!seen) throw new Error(`there is no proposal ${number}`);
    return { ...seen.value, rent: seen.lamports };
  };

  it('has words and a unit for every parameter', async () => {
    const known = listParameters(await config());
    expect(Object.keys(PARAMETERS)).to.have.members(known.map(({ path }) => path));
    for (const { path, value } of known) {
      const { each } = PARAMETERS[path] ?? {};
      expect(each?.length ?? 1, path).to.equal(value.split(',').length);
    }
  });

  it('lets token holders take over from a key', async () => {
    const proposer = await person(ada);
    await proposer.open('/governance/propose');
    await proposer.page.getByText('its holder names the token holders first').waitFor();
    const { authority, sender } = chain;
    const instructions = [proposeAuthority(executorAddress(), authority.publicKey)];
    await sender.send({ payer: keypairSigner(authority), instructions });
    await proposer.open('/governance/propose');
    await proposer.page.getByLabel('The text that explains it to voters').fill('We decide.');
    await proposer.sign('Propose it', async () => {
      expect(await look(proposer.page, 'propose-authority')).to.deep.equal([]);
    });
    await proposer.page.getByText('Done: proposal 0 is open to votes').waitFor();
    expect((await found(0n)).textHash).to.deep.equal(sha256('We decide.'));
    await by(ada).vote(0n, true);
    await travel((await found(0n)).executableFrom);
    await by(stranger).execute(0n);
    expect((await config()).authority).to.equal(executorAddress().toBase58());
  });

  it('puts a parameter to the vote, and a stranger executes it', async () => {
    const proposer = await person(ada);
    await proposer.open('/governance/propose');
    await proposer.page.getByLabel('Fee on a settled price, in percent').fill('9.5');
    await proposer.page.getByLabel('The text that explains it to voters').fill('A tenth is too much.');
    await proposer.page.getByRole('button', { name: 'Propose it', exact: true }).click();
    await proposer.page.getByRole('button', { name: 'Connect Test Wallet' }).click();
    await proposer.page.getByText('Every change, from a run').waitFor();
    expect(await look(proposer.page, 'propose')).to.deep.equal([]);
    await proposer.page.getByRole('button', { name: 'Sign: propose it' }).click();
    await proposer.page.getByText('Done: proposal 1 is open to votes').waitFor();
    await proposer.page.getByRole('link', { name: 'To proposal 1' }).click();
    await proposer.page.getByText('Whoever had tokens locked before it was opened may vote.').waitFor();
    await proposer.page.getByLabel(/^Compare a text/).setInputFiles({
      name: 'why.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('A tenth is too much.'),
    });
    await proposer.page.getByText('This is the text').waitFor();
    await proposer.page.getByRole('button', { name: 'Vote for it', exact: true }).click();
    await proposer.page.getByText('Every change, from a run').waitFor();
    expect(await look(proposer.page, 'proposal-vote')).to.deep.equal([]);
    await proposer.page.getByRole('button', { name: 'Sign: vote for it' }).click();
    await proposer.page.getByText('You voted for it with 60,000,000 CYXWIZ').waitFor();
    expect((await found(1n)).votesFor).to.equal(60_000_000n * TOKEN);

    const stan = await person(stranger);
    await stan.open('/governance');
    await stan.page.getByText('Fee on a settled price: 10 % → 9.5 %').waitFor();
    expect(await look(stan.page, 'governance')).to.deep.equal([]);
    await travel((await found(1n)).votingEnds);
    await stan.open('/governance/proposals/1');
    await stan.page.getByText('Nobody can execute it before the timelock is over.').waitFor();
    await travel((await found(1n)).executableFrom);
    await stan.open('/anyone');
    await stan.page.getByRole('heading', { name: 'A proposal was carried' }).waitFor();
    expect(await look(stan.page, 'anyone-executions')).to.deep.equal([]);
    await stan.sign('Execute it');
    await stan.page.getByText('Done: proposal 1 is executed').waitFor();
    expect((await config()).params.fees.feeBps).to.equal(950);
    await stan.page.getByText('No vote waits to be executed.').waitFor();
    await stan.open('/governance/proposals/1');
    await stan.page.getByText('What it changed when it was executed').waitFor();
    expect(await look(stan.page, 'proposal-executed')).to.deep.equal([]);
    await stan.open('/governance/parameters');
    await stan.page.getByText('9.5 %').nth(1).waitFor();
    await stan.page.getByRole('link', { name: 'proposal 1' }).waitFor();
    expect(await look(stan.page, 'parameters')).to.deep.equal([]);
  });

  it('makes proposals of the other kinds, each of which does what its words say', async () => {
    const payee = Keypair.generate().publicKey;
    const treasury = fundAddress(chain.mint, FUNDS.treasury);
    const source = tokenAccountOf(chain.authority.publicKey, chain.mint);
    const gift = createTransferInstruction(source, treasury, chain.authority.publicKey, 70n * TOKEN);
    await chain.sender.send({ payer: keypairSigner(chain.authority), instructions: [gift] });
    const [dollar, guardian] = [await newMint(chain), Keypair.generate().publicKey.toBase58()];
    const before = (await config()).guardians;
    const proposer = await person(ada);
    const { page } = proposer;
    /** Chooses a kind, fills it in, and opens it to votes. */
    const propose = async (number: bigint, kind: string, fill: () => Promise<void>, shot: string) => {
      await proposer.open('/governance/propose');
      await page.getByLabel('What the vote is about').selectOption({ label: kind });
      await page.getByLabel('The text that explains it to voters').fill('Because.');
      await fill();
      await proposer.sign('Propose it', async () => {
        expect(await look(page, shot)).to.deep.equal([]);
      });
      await page.getByText(`Done: proposal ${number} is open to votes`).waitFor();
      await by(ada).vote(number, true);
    };

    await propose(
      2n,
      'Pay somebody out of a fund',
      async () => {
        await page.getByLabel(/^Fund/).selectOption('insurance');
        await page.getByLabel('How much').fill('1');
        await page.getByText('The fund holds 0 CYXWIZ.').waitFor();
        await page.getByLabel(/^Fund/).selectOption('treasury');
        await page.getByLabel('How much').fill('70.5');
        await page.getByText('The fund holds 70 CYXWIZ.').waitFor();
        await page.getByLabel('How much').fill('12.5');
        await page.getByLabel(/^Who is paid/).fill(dollar.toBase58().slice(0, 20));
        await page.getByText('That is no address.').waitFor();
        await page.getByLabel(/^Who is paid/).fill(payee.toBase58());
        await page.getByText('This wallet has no account for these tokens').waitFor();
        await page.getByText('Say above what is to change, and why.').waitFor();
        await chain.fundToken(payee, TOKEN);
        await page.getByText('Which belongs to').waitFor();
      },
      'propose-payment',
    );
    await propose(
      3n,
      'Allow another token for jobs',
      async () => {
        await page.getByLabel('The address of its mint').fill(chain.mint.toBase58());
        await page.getByText('Jobs may be paid for in it already.').waitFor();
        await page.getByLabel('The address of its mint').fill(payee.toBase58());
        await page.getByText('There is no mint at this address.').waitFor();
        await page.getByLabel('The address of its mint').fill(dollar.toBase58());
      },
      'propose-mint',
    );
    await propose(
      4n,
      'No longer allow a token for new jobs',
      async () => {
        await page.getByLabel('The address of its mint').fill(dollar.toBase58());
        await page.getByText('Jobs cannot be paid for in it now.').waitFor();
        await page.getByLabel('The address of its mint').fill(chain.mint.toBase58());
        await page.getByText('This is CYXWIZ itself').waitFor();
      },
      'propose-mint-refused',
    );
    await propose(
      5n,
      'Retire a verifying key',
      async () => {
        await page
          .getByLabel(/^Verifying key/)
          .selectOption({ label: 'sgd_step_64_32_10 (circuit 2), version 1' });
        await page.getByText('It is the only key of its circuit that is in use').waitFor();
      },
      'propose-key-retirement',
    );
    await propose(
      6n,
      'Replace the guardians',
      async () => {
        await page.getByLabel('Guardian 2').fill(before[0] ?? '');
        await page.getByText('This guardian is named above already.').waitFor();
        await page.getByLabel('Guardian 2').fill(guardian);
        await page.getByLabel('How many of them it takes to pause').selectOption('4');
      },
      'propose-guardians',
    );

    const voter = await person(bea);
    for (const [number, words] of [
      [2, '12.5 CYXWIZ'],
      [3, 'Jobs may be paid for in another token'],
      [4, 'New jobs are no longer paid for in a token'],
      [5, 'sgd_step_64_32_10 (circuit 2)'],
      [6, '4 of 5, now 3'],
    ] as const) {
      await voter.open(`/governance/proposals/${number}`);
      await voter.page.getByText(words, { exact: true }).waitFor();
      expect(await look(voter.page, `proposal-kind-${number}`)).to.deep.equal([]);
    }
    await voter.open('/governance');
    await voter.page.getByText('The treasury pays somebody 12.5 CYXWIZ').waitFor();
    expect(await look(voter.page, 'governance-kinds')).to.deep.equal([]);
    await travel((await found(6n)).executableFrom);
    await voter.open('/governance/proposals/2');
    await voter.sign('Execute it');
    await voter.page.getByText('Done: proposal 2 is executed').waitFor();
    expect(await held(payee)).to.equal(13_500_000_000n);
    expect(await tokens(treasury)).to.equal(57_500_000_000n);
    for (const number of [3n, 4n, 5n, 6n]) await by(stranger).execute(number);
    const { reader, mint } = chain;
    expect((await reader.mintPolicy(dollar))?.value.allowed).to.equal(true);
    expect((await reader.mintPolicy(mint))?.value.allowed).to.equal(false);
    expect((await reader.verifyingKey(2, 1))?.value.retired).to.equal(true);
    expect((await reader.verifyingKey(1, 1))?.value.retired).to.equal(false);
    const { guardians, guardianThreshold } = await config();
    expect(guardians).to.deep.equal(before.map((one, at) => (at === 1 ? guardian : one)));
    expect(guardianThreshold).to.equal(4);
  });

  it('closes what a vote against has defeated, each rent to whom it is owed', async () => {
    const { reader } = chain;
    const { params, allowDevelopmentKeys, proposalCount: number } = await config();
    const fees = { ...params.fees, feeBps: 2_000 };
    const instruction = updateConfig(
      { params: { ...params, fees }, allowDevelopmentKeys },
      executorAddress(),
    );
    await by(ada).propose({ instruction, textHash: sha256('twice as much'), open: true });
    const voter = await person(bea);
    await voter.open(`/governance/proposals/${number}`);
    await voter.page.getByRole('button', { name: 'Connect Test Wallet' }).click();
    await voter.sign('Vote against it');
    await voter.page.getByText('You voted against it with 50,000,000 CYXWIZ').waitFor();
    const { votesFor, votesAgainst, votingEnds, rent } = await found(number);
    expect([votesFor, votesAgainst]).to.deep.equal([0n, 50_000_000n * TOKEN]);
    const vote = await reader.voteRecord(voteAddress(proposalAddress(number), bea.publicKey));
    await travel(votingEnds);
    await voter.page.getByText('Not more tokens voted for it than against it.').waitFor();
    expect(await look(voter.page, 'proposal-defeated')).to.deep.equal([]);
    expect(await voter.page.getByRole('button', { name: 'Execute it' }).count()).to.equal(0);

    const fee = async (of: Keypair) => {
      const [last] = await reader.signatures(of.publicKey, { limit: 1 }, 'confirmed');
      return (await reader.transaction(last?.signature ?? '', 'confirmed'))?.fee ?? Number.NaN;
    };
    const lamports = (of: Keypair) => reader.lamports(of.publicKey);
    const [proposers, strangers, voters] = [
      await lamports(ada),
      await lamports(stranger),
      await lamports(bea),
    ];
    const stan = await person(stranger);
    await stan.open(`/governance/proposals/${number}`);
    await stan.sign('Close it');
    await stan.page.getByText(`There is no proposal ${number} on this chain`).waitFor();
    await stan.page.getByText(`Done: proposal ${number} is closed`).waitFor();
    expect(await reader.proposal(number)).to.equal(undefined);
    expect((await lamports(ada)) - proposers).to.equal(rent);
    expect(strangers - (await lamports(stranger))).to.equal(await fee(stranger));
    expect((await config()).params.fees.feeBps).to.equal(params.fees.feeBps);

    await voter.sign('Close the record of my vote');
    await voter.page.getByText('Done: the record of the vote is closed').waitFor();
    expect(await look(voter.page, 'proposal-closed')).to.deep.equal([]);
    expect((await lamports(bea)) - voters).to.equal((vote?.lamports ?? 0) - (await fee(bea)));
    await voter.open('/governance');
    await voter.page.getByLabel('Amount').fill('50000000');
    await voter.sign('Unlock 50,000,000 CYXWIZ');
    await voter.page.getByText('Done: 50,000,000 CYXWIZ are unlocked').waitFor();
    expect(await held(bea.publicKey)).to.equal(50_000_000n * TOKEN);
  });
});
