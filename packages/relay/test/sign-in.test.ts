import { once } from 'node:events';
import { connect } from 'node:tls';
import { type NodeId, nodeId, relayDigest, signEd25519 } from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { parseRelayConfig, RELAY_ERROR_CODES, type RelayError, startRelay } from '../src/index.ts';
import { Desk } from './support/desk.ts';
import { TestRelay } from './support/test-relay.ts';

const raised = new Set<string>();

async function refusalOf(desk: Desk, node: NodeId, operator: Keypair): Promise<string> {
  const answer = await desk.signIn(node, operator);
  if (answer?.type !== 'refused') throw new Error(`not refused: ${JSON.stringify(answer)}`);
  raised.add(answer.code);
  expect(await desk.hear()).to.equal(undefined);
  return answer.code;
}

describe('signing in at a relay', () => {
  let relay: TestRelay;
  const operator = Keypair.generate();
  const node = nodeId(Keypair.generate().publicKey);
  const begin = async (changes: Parameters<typeof TestRelay.start>[0] = {}) => {
    relay = await TestRelay.start(changes);
    relay.nodes.set(node, { operator: operator.publicKey.toBase58(), banned: false });
  };
  const refusal = (who: NodeId, by: Keypair) => refusalOf(new Desk(relay), who, by);
  afterEach(() => relay?.stop());

  it('is for the operator that the chain names', async () => {
    await begin();
    expect(await new Desk(relay).signIn(node, operator)).to.deep.equal({
      type: 'ready',
      heartbeatSeconds: 15,
    });
    expect(await relay.metric('cyxwiz_relay_nodes')).to.equal(1);
    expect(await relay.metric('cyxwiz_relay_sign_ins_total{outcome="ready"}')).to.equal(1);
  });

  it('is for nobody else, and leaves the node where it is', async () => {
    await begin();
    const desk = new Desk(relay);
    await desk.signIn(node, operator);
    expect(await refusal(node, Keypair.generate())).to.equal('OPERATOR_SIGNATURE_INVALID');
    expect(desk.socket.destroyed).to.equal(false);
    expect(await relay.metric('cyxwiz_relay_nodes')).to.equal(1);
    expect(await relay.metric('cyxwiz_relay_sign_ins_total{outcome="OPERATOR_SIGNATURE_INVALID"}')).to.equal(
      1,
    );
  });

  it('refuses a signature that was made for another connection, whoever hands it on', async () => {
    await begin();
    // Somebody between a node and its relay: shows the relay's challenge, and has a good signature for his own channel.
    const [between, victim] = [new Desk(relay), new Desk(relay)];
    const challenge = await between.challenge();
    await victim.challenge();
    between.hello(node, signEd25519(operator.secretKey, relayDigest(node, challenge, victim.channel)));
    expect(await between.hear()).to.include({ code: 'OPERATOR_SIGNATURE_INVALID' });
    // And an old signature, for a challenge that was another's.
    const late = new Desk(relay);
    await late.challenge();
    late.hello(node, signEd25519(operator.secretKey, relayDigest(node, challenge, late.channel)));
    expect(await late.hear()).to.include({ code: 'OPERATOR_SIGNATURE_INVALID' });
  });

  it('refuses the old operator once the chain names another', async () => {
    await begin();
    const before = new Desk(relay);
    await before.signIn(node, operator);
    const next = Keypair.generate();
    relay.nodes.set(node, { operator: next.publicKey.toBase58(), banned: false });
    expect(await new Desk(relay).signIn(node, next)).to.include({ type: 'ready' });
    const told = await before.hear();
    expect(told).to.include({ type: 'refused', code: 'REPLACED' });
    raised.add('REPLACED');
    expect(await refusal(node, operator)).to.equal('OPERATOR_SIGNATURE_INVALID');
    expect(await relay.metric('cyxwiz_relay_nodes')).to.equal(1);
  });

  it('refuses nodes that are unknown, banned, or not those of its operator', async () => {
    await begin({ allowedNodes: [node] });
    const other = nodeId(Keypair.generate().publicKey);
    relay.nodes.set(other, { operator: operator.publicKey.toBase58(), banned: false });
    expect(await refusal(other, operator)).to.equal('NODE_NOT_ALLOWED');
    relay.nodes.set(node, { operator: operator.publicKey.toBase58(), banned: true });
    expect(await refusal(node, operator)).to.equal('NODE_BANNED');
    relay.nodes.delete(node);
    expect(await refusal(node, operator)).to.equal('NODE_UNKNOWN');
  });

  it('lets nobody in while the chain does not answer, and keeps those who are', async () => {
    await begin();
    const desk = new Desk(relay);
    await desk.signIn(node, operator);
    relay.chainError = new Error('connection refused');
    expect(await refusal(node, operator)).to.equal('CHAIN_UNAVAILABLE');
    expect(desk.socket.destroyed).to.equal(false);
  });

  it('ends when all places are taken, but for who has one', async () => {
    await begin({ maxNodes: 1 });
    await new Desk(relay).signIn(node, operator);
    const other = nodeId(Keypair.generate().publicKey);
    relay.nodes.set(other, { operator: operator.publicKey.toBase58(), banned: false });
    expect(await refusal(other, operator)).to.equal('TOO_MANY_NODES');
    expect(await new Desk(relay).signIn(node, operator)).to.include({ type: 'ready' });
  });

  it('takes nothing that is not of the protocol', async () => {
    await begin({ signInSeconds: 2 });
    for (const line of ['hello\n', '{"type":"hello"}\n', `${'x'.repeat(5000)}\n`, 'y'.repeat(5000)]) {
      const desk = new Desk(relay);
      await desk.challenge();
      desk.socket.write(line);
      expect(await desk.hear(), line.slice(0, 20)).to.equal(undefined);
    }
    const desk = new Desk(relay);
    await desk.challenge();
    desk.hello('1'.repeat(40), new Uint8Array(64));
    expect(await desk.hear()).to.include({ code: 'HELLO_INVALID' });
    raised.add('HELLO_INVALID');
    // Who says nothing is not waited for.
    const silent = new Desk(relay);
    await silent.challenge();
    expect(await silent.hear()).to.equal(undefined);
  });

  it('is not asked of TLS that speaks another protocol', async () => {
    await begin();
    const socket = connect({
      host: '127.0.0.1',
      port: relay.port,
      rejectUnauthorized: false,
      ALPNProtocols: ['h2'],
    });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).to.equal('ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL');
  });

  it('is limited for each address', async () => {
    await begin({ nodesPerMinute: 2 });
    await new Desk(relay).signIn(node, operator);
    await new Desk(relay).signIn(node, operator);
    const third = new Desk(relay);
    expect(await third.hear()).to.equal(undefined);
  });

  it('forgets a node that is silent', async () => {
    await begin({ heartbeatSeconds: 1 });
    const desk = new Desk(relay);
    await desk.signIn(node, operator);
    // It hears the relay's heartbeats and answers none.
    expect(await desk.hear()).to.equal(undefined);
    expect(await relay.metric('cyxwiz_relay_nodes')).to.equal(0);
  });

  it('refuses a configuration, naming what is wrong', async () => {
    const wrong = { dataDir: '', rpcUrl: 'ftp://x', port: 70_000, allowedNodes: ['x'], extra: 1 };
    expect(() => parseRelayConfig(wrong)).to.throw(/port.*rpcUrl.*dataDir.*allowedNodes/s);
    const error = await startRelay(wrong as never).catch((thrown: RelayError) => thrown);
    raised.add((error as RelayError).code);
    expect((error as RelayError).code).to.equal('CONFIG_INVALID');
  });

  after('every code has been raised', () => {
    expect([...raised].sort()).to.deep.equal([...RELAY_ERROR_CODES].sort());
  });
});
