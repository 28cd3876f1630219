import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { type Localnet, startLocalnet } from '@cyxwiz/localnet';
import { keypairSigner, nodeAddress, registerNode } from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { cli, folder } from './support/cli.ts';

const TOKEN = 1_000_000_000n;
const DAY = 86_400n;

describe('cyxwiz: the way of a stake', function () {
  this.timeout(120_000);
  const [owner, operator] = [Keypair.generate(), Keypair.generate()];
  let net: Localnet;
  let home: ReturnType<typeof folder>;

  /** Runs a command of the owner's; what it printed, and with which exit code it ended. */
  async function node(...args: string[]) {
    const keys = ['--keypair', home.file('owner.json'), '--rpc', net.rpcUrl, '--ws', net.wsUrl];
    const { code, stdout, stderr } = await cli(['node', ...args, ...keys, '--json']);
    const printed: Record<string, unknown> = JSON.parse(stdout || stderr);
    return { ...printed, error: printed.error, code };
  }

  const wait = async (seconds: bigint) => net.timeTravel((await net.reader.unixTime()) + seconds);

  before(async () => {
    home = folder();
    writeFileSync(home.file('owner.json'), JSON.stringify([...owner.secretKey]), { mode: 0o600 });
    net = await startLocalnet();
    for (const { publicKey } of [owner, operator]) await net.fundSol(publicKey);
    await net.fundToken(owner.publicKey, 100n * TOKEN);
    const hardware = { cpuCores: 1, memoryMib: 1, gpuCount: 0, gpuMemoryMib: 0, benchmark: 0n };
    const args = { tlsKeyHash: randomBytes(32), hardware, stake: 60n * TOKEN };
    const accounts = { owner: owner.publicKey, operator: operator.publicKey, mint: net.mint };
    const instructions = [registerNode(args, accounts)];
    await net.sender.send({ payer: keypairSigner(owner), signers: [operator], instructions });
  });
  after(async () => {
    await net?.stop();
    home?.remove();
  });

  it('grows, cools down, comes back, and leaves nothing behind', async () => {
    expect(await node('add-stake', '5.5')).to.include({ code: 0, stake: '65500000000' });
    const locked = await node('request-withdrawal', '10');
    expect(locked).to.include({ code: 1 });
    expect(locked.error).to.include({ code: 'PROGRAM_ERROR', reason: 'StakeLocked' });

    await wait(30n * DAY);
    expect(await node('request-withdrawal', '10')).to.include({ code: 0, withdrawing: '10000000000' });
    expect(await node('cancel-withdrawal')).to.include({ code: 0, withdrawing: '0' });
    expect(await node('request-withdrawal', 'all')).to.include({ code: 0, withdrawing: '65500000000' });
    expect((await node('claim-withdrawal')).error).to.include({ reason: 'CooldownRunning' });
    expect((await node('compound')).error).to.include({ reason: 'NothingToCompound' });

    await wait(14n * DAY);
    expect(await node('claim-withdrawal')).to.include({ code: 0, stake: '0' });
    expect(await node('close')).to.include({ code: 0, node: nodeAddress(owner.publicKey) });
    expect(await net.reader.node(nodeAddress(owner.publicKey))).to.equal(undefined);
    expect(await net.reader.operator(operator.publicKey)).to.equal(undefined);
    expect((await node('close')).error).to.include({ code: 'NODE_NOT_FOUND', exitCode: 4 });
  });
});
