import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Assets, openDesk, rpcGate, type SigningDesk } from '@cyxwiz/web/server';
import { Keypair, PublicKey, SystemProgram, TransactionMessage, VersionedTransaction } from '@solana/web3.js';
import { expect } from 'chai';

describe('what serves the page', () => {
  const assets = Assets.load() as Assets;

  it('finds pages and built files by name, and nothing else', () => {
    const page = assets.find('/jobs');
    expect(page?.headers['content-type']).to.contain('text/html');
    expect(page?.headers['cache-control']).to.equal('no-cache');
    const script = /src="([^"]+)"/.exec(String(page?.body))?.[1] ?? '';
    expect(assets.find(script, 'gzip, br')?.headers).to.include({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(assets.find(script, 'gzip')?.headers['content-encoding']).to.equal('gzip');
    expect(assets.find(script)?.headers).not.to.have.property('content-encoding');
    for (const path of [
      '/../package.json',
      '/assets/../../package.json',
      '/.key',
      '/index.html.br',
      '/sign/short',
    ]) {
      expect(assets.find(path), path).to.equal(undefined);
    }
  });

  it('hands on what the page needs, without its extras, and says nothing of where the chain is', async () => {
    const sent: unknown[] = [];
    const chain = (async (_url: string, init: { body: string }) => {
      sent.push(JSON.parse(init.body));
      return new Response('{"jsonrpc":"2.0","id":1,"result":7}');
    }) as unknown as typeof fetch;
    const call = { jsonrpc: '2.0', id: 1, method: 'getSlot', params: [] };
    expect(await rpcGate('http://secret.example/key', chain)({ ...call, more: 1 })).to.deep.equal({
      status: 200,
      body: { jsonrpc: '2.0', id: 1, result: 7 },
    });
    expect(sent).to.deep.equal([call]);
    const down = (() => Promise.reject(new Error('http://secret.example/key'))) as unknown as typeof fetch;
    const refused = await rpcGate('http://secret.example/key', down)(call);
    expect(refused.status).to.equal(502);
    expect(JSON.stringify(refused.body)).not.to.contain('secret');
    for (const bad of [
      null,
      [call],
      { ...call, id: undefined },
      { ...call, params: {} },
      { ...call, method: 'requestAirdrop' },
    ]) {
      expect((await rpcGate('http://secret.example', down)(bad)).status, JSON.stringify(bad)).to.be.within(
        400,
        403,
      );
    }
  });

  describe('a signing desk', () => {
    let desk: SigningDesk;
    let chain: Server;
    let base: string;
    let id: string;

    before(async () => {
      chain = createServer((_request, response) => response.end('{"jsonrpc":"2.0","id":1,"result":1}'));
      await new Promise<void>((resolve) => chain.listen(0, '127.0.0.1', resolve));
    });
    after(() => void chain.close());

    beforeEach(async () => {
      const { port } = chain.address() as AddressInfo;
      desk = await openDesk({ rpcUrl: `http://127.0.0.1:${port}`, what: 'a test' });
      ({ origin: base } = new URL(desk.url));
      id = desk.url.slice(-32);
    });
    afterEach(() => desk.close());

    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${base}${path}`, {
        method: 'POST',
        headers: { origin: base, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });

    it('serves the page to its own address, and the chain to the page', async () => {
      expect((await fetch(desk.url)).headers.get('content-security-policy')).to.contain("default-src 'none'");
      expect((await post('/rpc', { jsonrpc: '2.0', id: 1, method: 'getSlot' })).status).to.equal(200);
    });

    it('refuses other origins, other kinds of bodies, and whoever does not know its secret', async () => {
      const address = Keypair.generate().publicKey.toBase58();
      const wallet = `/desk/${id}/wallet`;
      expect((await post(wallet, { address }, { origin: 'http://evil.example' })).status).to.equal(403);
      expect((await post(wallet, { address }, { 'content-type': 'text/plain' })).status).to.equal(403);
      expect((await post(`/desk/${'0'.repeat(32)}/wallet`, { address })).status).to.equal(404);
      expect((await fetch(`${base}/desk/${'0'.repeat(32)}/events`)).status).to.equal(404);
      expect((await post(wallet, { address: 'x'.repeat(70_000) })).status).to.equal(400);
      expect((await post(wallet, { address: 'nonsense' })).status).to.equal(409);
    });

    it('takes one wallet, and signatures for what it asked only', async () => {
      const keypair = Keypair.generate();
      const address = keypair.publicKey.toBase58();
      const wallet = desk.wallet();
      expect((await post(`/desk/${id}/wallet`, { address })).status).to.equal(200);
      expect((await wallet).toBase58()).to.equal(address);
      const other = Keypair.generate().publicKey.toBase58();
      expect((await post(`/desk/${id}/wallet`, { address: other })).status).to.equal(409);
      const given = transfer(keypair);
      const signed = desk.sign(given);
      given.sign([keypair]);
      const transaction = Buffer.from(given.serialize()).toString('base64');
      expect((await post(`/desk/${id}/signed`, { request: 9, transaction })).status).to.equal(409);
      expect((await post(`/desk/${id}/signed`, { request: 1, transaction: 'AAAA' })).status).to.equal(409);
      expect((await post(`/desk/${id}/signed`, { request: 1, transaction })).status).to.equal(200);
      expect(Buffer.from((await signed).serialize())).to.deep.equal(Buffer.from(given.serialize()));
      const refused = desk.sign(transfer(keypair)).catch((error: Error) => error.message);
      expect((await post(`/desk/${id}/refused`, { request: 2 })).status).to.equal(200);
      expect(await refused).to.contain('refused');
    });
  });
});

function transfer({ publicKey }: Keypair): VersionedTransaction {
  const instructions = [
    SystemProgram.transfer({ fromPubkey: publicKey, toPubkey: PublicKey.default, lamports: 1 }),
  ];
  const recentBlockhash = PublicKey.default.toBase58();
  return new VersionedTransaction(
    new TransactionMessage({ payerKey: publicKey, recentBlockhash, instructions }).compileToV0Message(),
  );
}
