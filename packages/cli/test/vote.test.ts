import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Localnet, startLocalnet } from '@cyxwiz/localnet';
import {
  acceptAuthority,
  draftProposal,
  executorAddress,
  keypairSigner,
  openProposal,
  proposeAuthority,
  sha256,
} from '@cyxwiz/protocol';
import type { TransactionInstruction } from '@solana/web3.js';
import { expect } from 'chai';
import { cli } from './support/cli.ts';

describe('cyxwiz: vote', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'cyxwiz-vote-'));
  const keypair = join(folder, 'authority.json');
  let net: Localnet;

  before(async () => {
    net = await startLocalnet();
    writeFileSync(keypair, JSON.stringify([...net.authority.secretKey]), { mode: 0o600 });
  });

  after(async () => {
    await net?.stop();
    rmSync(folder, { recursive: true });
  });

  async function vote(...args: string[]) {
    const ran = await cli(['vote', ...args, '--rpc', net.rpcUrl, '--keypair', keypair, '--json']);
    return { ...ran, data: ran.stdout ? JSON.parse(ran.stdout) : JSON.parse(ran.stderr).error };
  }

  async function propose(): Promise<void> {
    const by = net.authority.publicKey;
    const payer = keypairSigner(net.authority);
    const send = (instruction: TransactionInstruction) =>
      net.sender.send({ payer, instructions: [instruction] });
    await send(proposeAuthority(executorAddress(), by));
    const draft = {
      number: 0n,
      textHash: sha256('token holders take over'),
      instruction: acceptAuthority(executorAddress()),
      payer: by,
      proposer: by,
    };
    for (const instruction of draftProposal(draft)) await send(instruction);
    await send(openProposal(0n, by, net.mint));
  }

  it('locks, votes and executes: the authority becomes the executor', async () => {
    const day = 86_400n;
    expect((await vote('lock', '1000000000')).code).to.equal(0);
    await net.timeTravel((await net.reader.unixTime()) + 60n);
    await propose();
    expect((await vote('cast', '0', '--for')).data).to.include({ action: 'cast', number: '0' });
    expect((await cli(['vote', 'show', '0', '--rpc', net.rpcUrl])).stdout).to.match(/for +1000000000 CYXWIZ/);
    expect((await vote('unlock', '1')).code).to.not.equal(0);
    await net.timeTravel((await net.reader.unixTime()) + 10n * day);
    expect((await vote('execute', '0')).code).to.equal(0);
    expect((await net.reader.config())?.value.authority).to.equal(executorAddress().toBase58());
    expect((await vote('unlock', '1')).code).to.equal(0);
  });

  it('names what is missing', async () => {
    expect((await vote('execute', '7')).data.code).to.equal('INVALID_ADDRESS');
    expect((await vote('cast', '0')).code).to.not.equal(0);
  });
});
