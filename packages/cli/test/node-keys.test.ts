import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ensureTlsIdentity, parseNodeConfig } from '@cyxwiz/node';
import { nodeAddress, toHex } from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { TestChain } from './support/chain.ts';
import { cli } from './support/cli.ts';

const TOKEN = 1_000_000_000n;

describe('cyxwiz: the keys of a node', function () {
  this.timeout(60_000);
  let chain: TestChain;
  let dir: string;
  let node: string;

  const asOwner = (...args: string[]) => chain.told('owner', 'node', ...args);
  const onChain = async () => {
    const found = (await chain.net.reader.node(node))?.value;
    if (!found) throw new Error('the node is gone');
    return found;
  };
  const keyIn = (file: string) =>
    Keypair.fromSecretKey(
      Uint8Array.from(JSON.parse(readFileSync(join(dir, file), 'utf8'))),
    ).publicKey.toBase58();
  const config = () => parseNodeConfig(JSON.parse(readFileSync(join(dir, 'node.json'), 'utf8')));

  before(async () => {
    chain = await TestChain.start();
    const owner = await chain.person('owner', 100n * TOKEN);
    dir = chain.home.file('node');
    node = nodeAddress(owner.publicKey);
    const made = await cli([
      ...['node', 'init', '--dir', dir, '--owner', owner.publicKey.toBase58(), '--rpc', chain.net.rpcUrl],
      ...['--coordinator-account', node],
    ]);
    expect(made.code, made.stderr).to.equal(0);
    const registered = await asOwner(
      'register',
      '--dir',
      dir,
      '--stake',
      '60',
      '--cpu',
      '2',
      '--memory',
      '512',
    );
    expect(registered.code, JSON.stringify(registered)).to.equal(0);
  });
  after(() => chain?.stop());

  it('gives the node a new operator key and keeps the old one', async () => {
    const old = keyIn('operator.json');
    const rotated = await asOwner('rotate-operator', '--dir', dir, '--operator-sol', '0.5');
    expect(rotated).to.include({ code: 0, node, previous: old, kept: join(dir, `operator.${old}.json`) });
    const now = keyIn('operator.json');
    expect([(await onChain()).operator, rotated.operator]).to.deep.equal([now, now]);
    expect(now).not.to.equal(old);
    expect(keyIn(`operator.${old}.json`)).to.equal(old);
    const { reader } = chain.net;
    expect(await reader.operator(old)).to.equal(undefined);
    expect((await reader.operator(now))?.value.node).to.equal(node);
    expect(await reader.lamports(now)).to.equal(500_000_000);
  });

  it('goes on where it was cut off between the chain and the folder', async () => {
    const old = keyIn('operator.json');
    expect((await asOwner('rotate-operator', '--dir', dir)).code).to.equal(0);
    const now = keyIn('operator.json');
    renameSync(join(dir, 'operator.json'), join(dir, 'operator.next.json'));
    renameSync(join(dir, `operator.${old}.json`), join(dir, 'operator.json'));
    const again = await asOwner('rotate-operator', '--dir', dir);
    expect(again).to.include({ code: 0, operator: now });
    expect(again).not.to.have.property('transaction');
    expect([keyIn('operator.json'), keyIn(`operator.${old}.json`)]).to.deep.equal([now, old]);
    expect(existsSync(join(dir, 'operator.next.json'))).to.equal(false);
  });

  it('takes a key that was made elsewhere', async () => {
    const elsewhere = Keypair.generate();
    const file = chain.keyFile('elsewhere', elsewhere);
    const key = elsewhere.publicKey.toBase58();
    expect(await asOwner('rotate-operator', '--operator', file)).to.include({ code: 0, operator: key });
    expect((await onChain()).operator).to.equal(key);
    expect((await asOwner('rotate-operator', '--operator', file)).error).to.include({
      code: 'NOTHING_TO_DO',
    });
  });

  it('registers a new TLS key, and the folder has it', async () => {
    const before = toHex((await onChain()).tlsKeyHash);
    expect(toHex((await ensureTlsIdentity(config().dataDir)).keyHash)).to.equal(before);
    const updated = await asOwner('update', '--dir', dir, '--new-tls-key');
    expect(updated.code, JSON.stringify(updated)).to.equal(0);
    const after = toHex((await onChain()).tlsKeyHash);
    expect(after).not.to.equal(before);
    expect([updated.tlsKeyHash, toHex((await ensureTlsIdentity(config().dataDir)).keyHash)]).to.deep.equal([
      after,
      after,
    ]);
  });

  it('lets clients accept the TLS key before for a day, unless it is revoked', async () => {
    const rotated = await onChain();
    const day = rotated.previousTlsUntil - BigInt(Math.floor(Date.now() / 1000));
    expect(Number(day)).to.be.within(80_000, 90_000);
    expect((await asOwner('update', '--revoke-previous')).code).to.equal(0);
    const alone = { previousTlsUntil: 0n, previousTlsKeyHash: new Uint8Array(32) };
    expect(await onChain()).to.deep.include({ tlsKeyHash: rotated.tlsKeyHash, ...alone });
    expect((await asOwner('update', '--revoke-previous')).error).to.include({ code: 'NOTHING_TO_DO' });
    const leaked = await asOwner('update', '--dir', dir, '--new-tls-key', '--revoke-previous');
    expect(leaked.code, JSON.stringify(leaked)).to.equal(0);
    expect(await onChain()).to.deep.include(alone);
  });

  it('changes what the machine is, and nothing that is not named', async () => {
    const { tlsKeyHash, hardware } = await onChain();
    expect((await asOwner('update', '--memory', '1024', '--gpu', '1', '--gpu-memory', '8192')).code).to.equal(
      0,
    );
    const now = await onChain();
    expect(now.hardware).to.deep.equal({ ...hardware, memoryMib: 1024, gpuCount: 1, gpuMemoryMib: 8192 });
    expect(now.tlsKeyHash).to.deep.equal(tlsKeyHash);
    expect((await asOwner('update', '--gpu', '0')).hardware).to.include({ gpuCount: 0, gpuMemoryMib: 0 });
    expect((await asOwner('update', '--gpu', '2')).error).to.include({ reason: 'InvalidHardware' });
    const hash = 'ab'.repeat(32);
    expect(await asOwner('update', '--tls-key-hash', hash)).to.include({ code: 0, tlsKeyHash: hash });
  });

  it('says what is missing', async () => {
    expect((await asOwner('update', '--memory', '1024')).error).to.include({
      code: 'NOTHING_TO_DO',
      exitCode: 1,
    });
    expect((await asOwner('update', '--new-tls-key')).error).to.include({ code: 'BAD_INPUT' });
    expect((await asOwner('rotate-operator')).error).to.include({ code: 'BAD_INPUT' });
    await chain.person('stranger');
    const stranger = (...args: string[]) => chain.told('stranger', 'node', ...args);
    expect((await stranger('rotate-operator', '--dir', dir)).error).to.include({ code: 'BAD_INPUT' });
    expect((await stranger('update', '--cpu', '3')).error).to.include({
      code: 'NODE_NOT_FOUND',
      exitCode: 4,
    });
  });
});
