import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Localnet, startLocalnet } from '@cyxwiz/localnet';
import {
  allocationOf,
  FUNDS,
  fundAddress,
  INITIAL_SUPPLY,
  rewardsAddress,
  tokenAccountOf,
  vestingAddress,
  vestingVaultAddress,
} from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { cli } from './support/cli.ts';

describe('cyxwiz: token', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cyxwiz-token-'));
  const keypair = join(folder, 'authority.json');
  const development = Keypair.generate().publicKey;
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
});
