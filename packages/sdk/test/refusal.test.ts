import { Metadata, status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { ClientError } from '../src/errors.ts';
import { COORDINATOR, explainGrpc, NODE } from '../src/refusal.ts';

const field = (number: number, bytes: Uint8Array): Uint8Array =>
  Uint8Array.from([(number << 3) | 2, bytes.length, ...bytes]);
const text = (number: number, value: string): Uint8Array => field(number, new TextEncoder().encode(value));
const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** google.rpc.Status with one ErrorInfo, written by hand as the wire has it. */
function details(reason: string, metadata: Record<string, string>): Uint8Array {
  const entries = Object.entries(metadata).map(([key, value]) =>
    field(3, join(text(1, key), text(2, value))),
  );
  const info = join(text(1, reason), text(2, 'cyxwiz.test'), ...entries);
  const any = join(text(1, 'type.googleapis.com/google.rpc.ErrorInfo'), field(2, info));
  return join(Uint8Array.from([1 << 3, 9]), text(2, 'message'), field(3, any));
}

function failure(code: number, message: string, trailer?: Uint8Array) {
  const metadata = new Metadata();
  if (trailer) metadata.set('grpc-status-details-bin', Buffer.from(trailer));
  return Object.assign(new Error(message), { code, details: message, metadata });
}

describe('what a peer answers', () => {
  it('keeps the code and the facts of a refusal', () => {
    const trailer = details('TOKEN_SPENT', { next: 'ask again', job: 'x' });
    const error = explainGrpc(NODE, failure(status.UNAUTHENTICATED, 'used', trailer));
    expect(error.toJSON()).to.include({ code: 'NODE_REFUSED', reason: 'TOKEN_SPENT', next: 'ask again' });
    expect(error.failure.details).to.deep.equal({ next: 'ask again', job: 'x' });
  });

  it('takes a coordinator’s hint out of the message', () => {
    const trailer = details('NO_NODE_AVAILABLE', { hint: 'ask for less' });
    const error = explainGrpc(
      COORDINATOR,
      failure(status.FAILED_PRECONDITION, 'no node; ask for less', trailer),
    );
    expect([error.message, error.next]).to.deep.equal(['the coordinator refuses: no node', 'ask for less']);
  });

  it('tells a peer that is away from one that refuses while it is away-like', () => {
    expect(explainGrpc(COORDINATOR, failure(status.UNAVAILABLE, 'gone')).code).to.equal(
      'COORDINATOR_UNAVAILABLE',
    );
    const refusal = explainGrpc(
      COORDINATOR,
      failure(status.UNAVAILABLE, 'x', details('CHAIN_UNAVAILABLE', {})),
    );
    expect([refusal.code, refusal.reason]).to.deep.equal(['COORDINATOR_REFUSED', 'CHAIN_UNAVAILABLE']);
  });

  it('survives rubbish where the details should be', () => {
    for (const rubbish of [[0xff], [0x1a, 0xff, 1], [0x1a, 2, 0x0a], Array(40).fill(0x80)]) {
      const error = explainGrpc(NODE, failure(status.INTERNAL, 'x', Uint8Array.from(rubbish)));
      expect(error.reason).to.equal('INTERNAL');
    }
  });

  it('says what to do about every status', () => {
    for (const code of Object.values(status)) {
      if (typeof code === 'number') expect(explainGrpc(NODE, failure(code, 'x')).next).not.to.equal('');
    }
    expect(explainGrpc(NODE, 'not even an error')).to.be.instanceOf(ClientError);
  });
});
