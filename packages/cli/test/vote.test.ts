import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  executorAddress,
  FUNDS,
  fundAddress,
  keypairSigner,
  sha256,
  toHex,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import {
  createInitializeMint2Instruction,
  createTransferInstruction,
  getMinimumBalanceForRentExemptMint,
  MINT_SIZE,
  TOKEN_PROGRAM_ID,
} from '@solana/spl-token';
import { Keypair, type PublicKey, SystemProgram } from '@solana/web3.js';
import { expect } from 'chai';
import { TestChain } from './support/chain.ts';
import { cli } from './support/cli.ts';

const DAY = 86_400n;
const TOKEN = 1_000_000_000n;
const KEY = fileURLToPath(new URL('../../../circuits/keys/checkpoint_chain.v1.vk.json', import.meta.url));

describe('cyxwiz: vote', function () {
  this.timeout(120_000);
  let chain: TestChain;
  let text: string[];

  const vote = (...args: string[]) => chain.told('authority', 'vote', ...args);
  const read = (...args: string[]) => chain.told(undefined, 'vote', ...args);
  const propose = (...args: string[]) => vote('propose', ...args, ...text);
  const config = async () => (await chain.net.reader.config())?.value;

  before(async () => {
    chain = await TestChain.start();
    const file = chain.home.file('why.md');
    writeFileSync(file, 'because');
    text = ['--text', file];
  });
  after(() => chain?.stop());

  /** Carries proposals that are open, and runs them as somebody who has no token. */
  async function carry(numbers: readonly string[]) {
    for (const number of numbers) expect((await vote('cast', number, '--for')).code).to.equal(0);
    await chain.wait(9n * DAY);
    for (const number of numbers) {
      const ran = await chain.told('stranger', 'vote', 'execute', number);
      expect(ran, JSON.stringify(ran)).to.include({ code: 0, number });
    }
  }

  it('changes nothing while a key is the authority, and says whose word is missing', async () => {
    await chain.person('stranger');
    const early = await propose('parameter', 'fees.feeBps=900');
    expect(early.error).to.include({ code: 'WRONG_STATE', reason: 'NotAuthority', exitCode: 1 });
    expect(early.error.next).to.contain('cyxwiz vote hand-over');
    expect((await propose('authority')).error).to.include({ reason: 'NotPendingAuthority' });
    expect((await chain.told('stranger', 'vote', 'hand-over')).error).to.include({ code: 'NOT_AUTHORITY' });
    expect(await vote('hand-over')).to.include({ code: 0, pending: executorAddress().toBase58() });
    expect(await vote('hand-over', '--withdraw')).to.include({ code: 0, pending: null });
    expect((await config())?.pendingAuthority).to.equal(null);
    expect((await config())?.proposalCount).to.equal(0n);
  });

  it('needs locked tokens to propose, before anything is paid for', async () => {
    expect((await vote('hand-over')).code).to.equal(0);
    const poor = await propose('authority');
    expect(poor.error, JSON.stringify(poor.error)).to.include({ exitCode: 1 });
    expect((await config())?.proposalCount).to.equal(0n);
    expect((await vote('lock', '1')).code).to.equal(0);
    await chain.wait(60n);
    expect((await propose('authority')).error).to.include({ reason: 'LockTooSmall' });
    expect((await config())?.proposalCount).to.equal(0n);
    expect((await chain.told('stranger', 'vote', 'lock', '1')).error).to.include({
      code: 'INSUFFICIENT_FUNDS',
    });
    expect((await vote('lock', '99999999')).code).to.equal(0);
  });

  it('hands over to token holders by their first vote', async () => {
    await chain.wait(60n);
    const drafted = await propose('authority');
    expect(drafted).to.include({ code: 0, number: '0', open: true, textHash: toHex(sha256('because')) });
    expect(await read('show', '0')).to.deep.include({
      stage: 'voting',
      instruction: {
        program: 'governance',
        name: 'acceptAuthority',
        args: {},
        accounts: ['pendingAuthority', 'config', 'eventAuthority', 'program'],
      },
    });
    expect((await chain.told('stranger', 'vote', 'cast', '0', '--for')).error.next).to.contain('vote lock');
    await carry(['0']);
    expect((await config())?.authority).to.equal(executorAddress().toBase58());
    expect((await chain.said(undefined, 'vote', 'show', '0')).stdout).to.match(/for +100000000 CYXWIZ/);
    expect((await vote('unlock', '1')).code).to.equal(0);
  });

  it('shows what would be voted on, and sends nothing, with --dry-run', async () => {
    const dry = await chain.said(
      'authority',
      'vote',
      'propose',
      'parameter',
      'fees.feeBps=900',
      ...text,
      '--dry-run',
    );
    expect(dry.stdout).to.match(/^this would succeed if it were carried today\nfees\.feeBps +1000 → 900\n/);
    const absurd = await propose('parameter', 'fees.splitBps=1,2,3,4', '--dry-run');
    expect(absurd.error).to.include({ reason: 'FeeSplitNotWhole' });
    expect((await config())?.proposalCount).to.equal(1n);
  });

  it('decides about every kind of change', async () => {
    const mint = await newMint();
    const { net } = chain;
    const wallet = await chain.person('payee', TOKEN);
    const treasury = fundAddress(net.mint, FUNDS.treasury);
    await give(treasury, 70n * TOKEN);
    const guardians = Array.from({ length: 5 }, () => Keypair.generate().publicKey.toBase58());
    const made = [
      await propose('parameter', 'fees.feeBps=900', 'stake.lock=60', 'allowDevelopmentKeys=true'),
      await propose('key-add', KEY, '--key-version', '2'),
      await propose('key-retire', '--key-version', '1'),
      await propose('mint-allow', mint.toBase58()),
      await propose('mint-disallow', net.mint.toBase58()),
      await propose('spend', '12.5', '--to', wallet.publicKey.toBase58()),
      await propose('guardians', ...guardians, '--threshold', '4'),
    ];
    for (const [at, one] of made.entries())
      expect(one, JSON.stringify(one)).to.include({ code: 0, number: `${at + 1}` });
    expect(made[0]?.changes).to.deep.equal([
      { path: 'fees.feeBps', before: '1000', after: '900' },
      { path: 'stake.lock', before: '2592000', after: '60' },
    ]);
    expect(await read('show', '1')).to.deep.include({ changes: made[0]?.changes });
    const key = await chain.said(undefined, 'vote', 'show', '2');
    expect(key.stdout)
      .to.match(/\n {2}key sha256 +/)
      .and.to.contain(String(made[1]?.keyHash));
    const list = (await read('list')).proposals as { number: string; runs: string; stage: string }[];
    expect(list.map(({ runs }) => runs)).to.deep.equal([
      'governance.setGuardians',
      'governance.spendFund',
      'governance.disallowMint',
      'governance.allowMint',
      'governance.retireVerifyingKey',
      'governance.addVerifyingKey',
      'governance.updateConfig',
      'governance.acceptAuthority',
    ]);
    expect((await chain.told('stranger', 'vote', 'execute', '1')).error).to.include({
      reason: 'StillVoting',
    });
    await carry(['1', '2', '3', '4', '5', '6', '7']);

    const { reader } = net;
    const now = await config();
    expect([now?.params.fees.feeBps, now?.params.stake.lock]).to.deep.equal([900, 60n]);
    expect([now?.guardians, now?.guardianThreshold]).to.deep.equal([guardians, 4]);
    expect((await reader.verifyingKey(1, 2))?.value).to.include({
      development: true,
      retired: false,
      publicInputs: 5,
    });
    expect((await reader.verifyingKey(1, 1))?.value.retired).to.equal(true);
    expect((await reader.mintPolicy(mint))?.value.allowed).to.equal(true);
    expect((await reader.mintPolicy(net.mint))?.value.allowed).to.equal(false);
    expect(await chain.held(treasury)).to.equal(70n * TOKEN - 12_500_000_000n);
    expect(await chain.held(tokenAccountOf(wallet.publicKey, net.mint))).to.equal(13_500_000_000n);
    expect((await read('parameters')).parameters).to.include({ 'fees.feeBps': '900' });
  });

  it('gives rents back, and withdraws what is drafted', async () => {
    const { lamports } = chain.net.reader;
    const { publicKey } = chain.net.authority;
    expect(await propose('parameter', 'fees.feeBps=800', '--draft')).to.include({
      code: 0,
      number: '8',
      open: false,
    });
    expect((await vote('cast', '8', '--for')).error).to.include({ reason: 'NotVoting' });
    expect((await vote('close', '8')).error).to.include({ reason: 'ProposalNotOver' });
    expect((await chain.told('stranger', 'vote', 'cancel', '8')).error).to.include({ reason: 'NotProposer' });
    expect((await vote('open', '8')).code).to.equal(0);
    expect((await read('show', '8')).stage).to.equal('voting');
    expect((await vote('cast', '8', '--against')).code).to.equal(0);
    expect((await vote('cancel', '8')).code).to.equal(0);
    const before = await lamports(publicKey);
    for (const number of ['1', '8']) expect((await vote('close', number)).code).to.equal(0);
    expect((await lamports(publicKey)) > before).to.equal(true);
    // The vote stays until voting would have ended.
    expect((await vote('close', '8')).error).to.include({ reason: 'StillVoting' });
    await chain.wait(7n * DAY);
    expect((await vote('close', '8')).code).to.equal(0);
    expect((await vote('close', '8')).error).to.include({ code: 'PROPOSAL_NOT_FOUND', exitCode: 4 });
    const { stdout } = await chain.said(undefined, 'vote', 'list', '--last', '1');
    expect(stdout).to.equal('no proposal is there\n');
  });

  const refusals: [string, () => string[], RegExp][] = [
    ['no text', () => ['parameter', 'fees.feeBps=1'], /--text: nothing explains the proposal/],
    [
      'a text that is not there',
      () => ['parameter', 'fees.feeBps=1', '--text', 'none.md'],
      /none\.md does not exist/,
    ],
    [
      'a change of nothing',
      () => ['parameter', 'fees.feeBps=900', ...text],
      /every parameter has that value/,
    ],
    ['an unknown parameter', () => ['parameter', 'fees.tax=9', ...text], /there is no parameter fees\.tax/],
    [
      'a key version that is taken',
      () => ['key-add', KEY, '--key-version', '1', ...text],
      /has a key of version 1/,
    ],
    [
      'a key that is forged',
      () => ['key-add', broken(), '--key-version', '9', ...text],
      /gamma equals delta/,
    ],
    ['a file without a key', () => ['key-add', text[1] ?? '', '--key-version', '9', ...text], /is not JSON/],
    ['to retire what is not', () => ['key-retire', '--key-version', '9', ...text], /has no key of version 9/],
    ['a mint that is none', () => ['mint-allow', nobody(), ...text], /there is no mint/],
    ['a mint that never was', () => ['mint-disallow', nobody(), ...text], /was never allowed/],
    [
      'more than was slashed',
      () => ['insurance', '1', '--to', nobody(), ...text],
      /the insurance holds 0 CYXWIZ/,
    ],
    [
      'more than there is',
      () => ['spend', '1000', '--to', nobody(), ...text],
      /the treasury holds 57\.5 CYXWIZ/,
    ],
    [
      'a payee without account',
      () => ['spend', '1', '--to', nobody(), ...text],
      /has no account for these tokens/,
    ],
    ['four guardians', () => ['guardians', ...[1, 2, 3, 4].map(nobody), ...text], /4 different addresses/],
  ];
  for (const [name, args, message] of refusals) {
    it(`refuses ${name}`, async () => {
      const ran = await chain.said('authority', 'vote', 'propose', ...args());
      expect(ran.stderr.split('\n')[0]).to.match(message);
      expect(ran.stderr).to.match(/\n {2}next: .+\n$/);
      expect(ran.code).to.be.oneOf([1, 2]);
    });
  }

  it('names what is missing', async () => {
    expect((await vote('execute', '77')).error).to.include({ code: 'PROPOSAL_NOT_FOUND', exitCode: 4 });
    expect((await cli(['vote', 'cast', '0'])).stderr).to.contain('--for: a side is wanted');
  });

  const nobody = () => Keypair.generate().publicKey.toBase58();

  function broken(): string {
    const file = chain.home.file('broken.vk.json');
    const key = JSON.parse(readFileSync(KEY, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...key, vk_delta_2: key.vk_gamma_2 }));
    return file;
  }

  async function give(to: PublicKey, amount: bigint): Promise<void> {
    const { authority, mint, sender } = chain.net;
    const source = tokenAccountOf(authority.publicKey, mint);
    const instructions = [createTransferInstruction(source, to, authority.publicKey, amount)];
    await sender.send({ payer: keypairSigner(authority), instructions });
  }

  async function newMint(): Promise<PublicKey> {
    const mint = Keypair.generate();
    const { authority, connection, sender } = chain.net;
    const lamports = await getMinimumBalanceForRentExemptMint(connection);
    const account = { fromPubkey: authority.publicKey, newAccountPubkey: mint.publicKey, lamports };
    const instructions = [
      SystemProgram.createAccount({ ...account, space: MINT_SIZE, programId: TOKEN_PROGRAM_ID }),
      createInitializeMint2Instruction(mint.publicKey, 6, authority.publicKey, null),
    ];
    await sender.send({ payer: keypairSigner(authority), signers: [mint], instructions });
    return mint.publicKey;
  }
});
