import {
  credentials,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { Keypair, PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import {
  connectDigest,
  coordinatorApi,
  crc32c,
  formatAmount,
  fromTimestamp,
  isFailure,
  jobId,
  nodeId,
  nodeSessionDigest,
  parseAmount,
  signEd25519,
  toTimestamp,
  trainingApi,
  unary,
  verifyEd25519,
  wireBigint,
} from '../src/index.ts';

describe('crc32c', () => {
  it('gives the published check value and goes on from a prefix', () => {
    const data = new TextEncoder().encode('123456789');
    expect(crc32c(data)).to.equal(0xe3069283);
    expect(crc32c(data.subarray(4), crc32c(data.subarray(0, 4)))).to.equal(0xe3069283);
    expect(crc32c(new Uint8Array(32))).to.equal(0x8a9136aa);
  });
});

describe('amounts', () => {
  it('are exact both ways', () => {
    expect(parseAmount('12.5')).to.equal(12_500_000_000n);
    expect(parseAmount('0.000000001')).to.equal(1n);
    expect(formatAmount(12_500_000_000n)).to.equal('12.5');
    expect(formatAmount(-1n)).to.equal('-0.000000001');
    expect(formatAmount(7n, 0)).to.equal('7');
  });
  for (const text of ['', '-1', '1e9', '1.0000000001', 'NaN', '1,5', ' 1', '18446744073709551616']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => parseAmount(text))
        .to.throw()
        .with.property('code', 'INVALID_AMOUNT');
    });
  }
});

describe('signed digests', () => {
  const keypair = Keypair.generate();
  const digest = connectDigest(jobId(Keypair.generate().publicKey), 'a.b.c', new Uint8Array(32));
  it('verify with the signer alone', () => {
    const signature = signEd25519(keypair.secretKey, digest);
    expect(verifyEd25519(keypair.publicKey.toBytes(), digest, signature)).to.equal(true);
    expect(verifyEd25519(Keypair.generate().publicKey.toBytes(), digest, signature)).to.equal(false);
    expect(verifyEd25519(keypair.publicKey.toBytes(), digest, signature.subarray(1))).to.equal(false);
    const session = nodeSessionDigest(nodeId(Keypair.generate().publicKey), new Uint8Array(32));
    expect(verifyEd25519(keypair.publicKey.toBytes(), session, signature)).to.equal(false);
  });
});

describe('ids', () => {
  // A key of 43 digits and one more may be a key again; one of 44 cannot.
  const highest = new PublicKey(new Uint8Array(32).fill(255)).toBase58();
  for (const text of ['', 'abc', '0'.repeat(44), `${highest}x`]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      try {
        jobId(text);
        expect.fail('accepted');
      } catch (error) {
        expect(isFailure(error, 'INVALID_ADDRESS')).to.equal(true);
      }
    });
  }
});

describe('proto', () => {
  it('loads both packages with every method', () => {
    expect(Object.keys(coordinatorApi().CoordinatorService.service)).to.include.members([
      'SubmitJob',
      'WatchJob',
    ]);
    expect(Object.keys(coordinatorApi().NodeGatewayService.service)).to.include('WatchAssignments');
    expect(Object.keys(trainingApi().TrainingService.service)).to.have.length(8);
  });

  it('carries 64-bit integers whole through a unary call', async () => {
    const { CoordinatorService } = coordinatorApi();
    const server = new Server();
    const max = (2n ** 64n - 1n).toString();
    server.addService(CoordinatorService.service, {
      EstimatePrice: (call: ServerUnaryCall<{ mint: string }, unknown>, answer: sendUnaryData<unknown>) => {
        if (call.request.mint) answer({ code: status.NOT_FOUND, details: 'no such mint' });
        else answer(null, { price: max, decimals: 9, explanation: ['all'] });
      },
    });
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    const client = new CoordinatorService(`127.0.0.1:${port}`, credentials.createInsecure());
    try {
      const { service } = CoordinatorService;
      const estimate = await unary(client, service, 'EstimatePrice', { estimatedSeconds: '60' });
      expect(wireBigint(estimate.price)).to.equal(2n ** 64n - 1n);
      expect(estimate.explanation).to.deep.equal(['all']);
      const error = await unary(client, service, 'EstimatePrice', { mint: 'x' }).catch((e: unknown) => e);
      expect(error).to.have.property('code', status.NOT_FOUND);
    } finally {
      client.close();
      server.forceShutdown();
    }
  });

  it('converts times', () => {
    expect(fromTimestamp(toTimestamp(1_700_000_000_123))).to.be.closeTo(1_700_000_000_123, 0.001);
    expect(fromTimestamp(null)).to.equal(undefined);
  });
});
