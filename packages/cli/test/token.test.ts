import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Localnet, startLocalnet } from '@cyxwiz/localnet';
import {
  allocationOf,
  FUNDS,
  feeVaultAddress,
  fundAddress,
  INITIAL_SUPPLY,
  keypairSigner,
  rewardsAddress,
  tokenAccountOf,
  vestingAddress,
  vestingVaultAddress,
} from '@cyxwiz/protocol';
import { createTransferInstruction } from '@solana/spl-token';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { cli } from './support/cli.ts';

describe('cyxwiz: token', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cyxwiz-token-'));
  const keypair = join(folder, 'authority.json');
  const developer = Keypair.generate();
  const development = developer.publicKey;
  let net: Localnet;

  before(async function () {
    this.timeout(60_000);
    net = await startLocalnet();
    writeFileSync(keypair, JSON.stringify([...net.authority.secretKey]), { mode: 0o600 });
  });

  after(async () => {
    await net?.stop();
    rmSync(folder, { recursive: true });
  });

  const token = (...args: string[]) => cli(['token', ...args, '--rpc', net.rpcUrl, '--json']);
  const distribute = (...more: string[]) =>
    token('distribute', '--development', development.toBase58(), '--keypair', keypair, ...more);
  const held = async (account: Parameters<typeof net.reader.tokenBalance>[0]) =>
    (await net.reader.tokenBalance(account))?.value.amount ?? 0n;

  it('shows the plan and does nothing without --yes', async () => {
    const ran = await distribute();
    expect([ran.code, ran.stderr]).to.deep.equal([0, '']);
    expect(JSON.parse(ran.stdout).done).to.equal(false);
    expect(await held(tokenAccountOf(net.authority.publicKey, net.mint))).to.equal(INITIAL_SUPPLY);
  });

  it('gives the whole supply away, once', async function () {
    this.timeout(60_000);
    const ran = await distribute('--yes');
    expect([ran.code, ran.stderr]).to.deep.equal([0, '']);
    expect(await held(tokenAccountOf(net.authority.publicKey, net.mint))).to.equal(0n);
    const vaultOf = (beneficiary: Parameters<typeof vestingAddress>[0]) =>
      vestingVaultAddress(vestingAddress(beneficiary, 0n));
    const treasury = fundAddress(net.mint, FUNDS.treasury);
    expect(await held(treasury)).to.equal(allocationOf('ecosystem'));
    expect(await held(vaultOf(treasury))).to.equal(allocationOf('community'));
    expect(await held(vaultOf(rewardsAddress()))).to.equal(allocationOf('operators'));
    expect(await held(vaultOf(development))).to.equal(allocationOf('development'));
    const again = await distribute('--yes');
    expect(JSON.parse(again.stderr).error.code).to.equal('INSUFFICIENT_FUNDS');
  });

  it('shows that nothing was burned yet', async () => {
    const { stdout } = await token('supply');
    expect(JSON.parse(stdout)).to.include({ supply: String(INITIAL_SUPPLY), burned: '0', burnedOfFees: '0' });
  });

  describe('what comes later', () => {
    const YEAR = 31_536_000n;
    const stranger = join(folder, 'stranger.json');
    const as = (...args: string[]) => token(...args, '--keypair', stranger);
    const json = async (...args: string[]) => {
      const ran = await as(...args);
      return JSON.parse(ran.stdout || ran.stderr) as Record<string, unknown> & { error: object };
    };

    before(async () => {
      const keypair = Keypair.generate();
      writeFileSync(stranger, JSON.stringify([...keypair.secretKey]), { mode: 0o600 });
      await net.fundSol(keypair.publicKey);
    });

    it('shows what vests', async () => {
      const found = await json('vesting', 'community');
      expect(found).to.include({ total: String(allocationOf('community')), claimed: '0', toAccount: true });
      expect((await json('vesting')).error).to.include({ code: 'VESTING_NOT_FOUND', exitCode: 4 });
      const missing = await json('claim-vesting', development.toBase58(), '--nonce', '3');
      expect(missing.error).to.include({ code: 'VESTING_NOT_FOUND' });
    });

    it('pays what has vested, whoever asks', async function () {
      this.timeout(60_000);
      await net.timeTravel((await net.reader.unixTime()) + YEAR);
      const treasury = fundAddress(net.mint, FUNDS.treasury);
      const fifth = allocationOf('community') / 5n;
      const paid = await json('claim-vesting', 'community');
      expect(paid.action).to.equal('claim-vesting');
      const more = (await held(treasury)) - allocationOf('ecosystem');
      expect([BigInt(paid.paid as string), more >= fifth]).to.deep.equal([more, true]);
      expect((await json('claim-vesting', 'operators')).paid).to.equal(String(await held(rewardsAddress())));
      const own = await as('claim-vesting', development.toBase58());
      expect([own.code, own.stderr]).to.deep.equal([0, '']);
      expect(await held(tokenAccountOf(development, net.mint))).to.equal(BigInt(JSON.parse(own.stdout).paid));
      const shown = await cli(['token', 'vesting', development.toBase58(), '--rpc', net.rpcUrl]);
      expect(shown.stdout).to.match(/^beneficiary +\w+, a wallet\n/);
    });

    it('closes a vesting with its last token', async function () {
      this.timeout(60_000);
      await net.timeTravel((await net.reader.unixTime()) + 5n * YEAR);
      expect((await json('claim-vesting', development.toBase58())).remaining).to.equal('0');
      expect(await held(tokenAccountOf(development, net.mint))).to.equal(allocationOf('development'));
      expect((await json('vesting', development.toBase58())).error).to.include({ exitCode: 4 });
    });

    it('distributes fees 40/30/20/10, and says when there are none', async function () {
      this.timeout(60_000);
      expect((await json('distribute-fees')).error).to.include({
        code: 'WRONG_STATE',
        reason: 'ZeroAmount',
        exitCode: 1,
      });
      // What is given to the fee vault is distributed like fees.
      const source = tokenAccountOf(development, net.mint);
      const gift = createTransferInstruction(source, feeVaultAddress(net.mint), development, 1_007n);
      const payer = keypairSigner(net.authority);
      await net.sender.send({ payer, signers: [developer], instructions: [gift] });
      const supply = async () => (await net.reader.mint(net.mint))?.value.supply ?? 0n;
      const before = await supply();
      const found = await json('distribute-fees');
      expect(found).to.include({ rewards: '402', treasury: '304', liquidity: '201', burned: '100' });
      expect(before - (await supply())).to.equal(100n);
      expect(JSON.parse((await token('supply')).stdout)).to.include({ burned: '100', burnedOfFees: '100' });
      const other = await json('distribute-fees', '--mint', development.toBase58());
      expect(other.error).to.include({ exitCode: 2 });
    });
  });
});
