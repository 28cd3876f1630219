import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeId, toHex } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { eventually, TestNode } from '../../packages/node/test/support/test-node.ts';
import { TestRelay } from '../../packages/relay/test/support/test-relay.ts';
import { pythonWithStubs } from './python.ts';

/** Connects as client.py does, with a token that is none: whoever refuses it so is the node. */
const CONNECT = `
import sys
import grpc
import wire
from cyxwiz.node.v1 import training_pb2, training_pb2_grpc

endpoint, pin, job = sys.argv[1:]
try:
    wire.pinned_channel(endpoint, [bytes(32)])
except wire.PinMismatch:
    print("refused")
channel, _ = wire.pinned_channel(endpoint, [bytes.fromhex(pin)])
stub = training_pb2_grpc.TrainingServiceStub(channel)
try:
    stub.Connect(training_pb2.ConnectRequest(job=job, token="none", signature=bytes(64), protocol_versions=[2]), timeout=60)
except grpc.RpcError as error:
    print(wire.reason(error))
`;

describe('a client in Python, and a relay', function () {
  this.timeout(600_000);

  it('finds the node by its name, and pins its key', async () => {
    const stubs = await mkdtemp(join(tmpdir(), 'cyxwiz-stubs-'));
    const { command, env } = pythonWithStubs(stubs);
    const relay = await TestRelay.start();
    const node = await TestNode.create({
      ...{ relay: relay.running.address, relayCertificateFile: relay.certificateFile },
    });
    try {
      const id = nodeId(node.chain.node);
      relay.nodes.set(id, { operator: node.chain.operator, banned: false });
      await node.start();
      await eventually(() => node.coordinator.endpoint, 'told to the coordinator');
      while ((await relay.metric('cyxwiz_relay_nodes')) === 0);
      const job = node.assign();
      const pin = toHex(node.identity.keyHash);
      const child = spawn(command, ['-c', CONNECT, relay.endpointOf(id), pin, job.address], {
        cwd: fileURLToPath(new URL('.', import.meta.url)),
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.on('data', (part) => {
        said += part;
      });
      await new Promise((resolve) => child.once('close', resolve));
      expect(said).to.equal('refused\nTOKEN_MALFORMED\n');
      expect(await relay.metric('cyxwiz_relay_clients_total{outcome="relayed"}')).to.be.greaterThan(2);
    } finally {
      await rm(stubs, { recursive: true, force: true });
      await node.remove();
      await relay.stop();
    }
  });
});
