import { expect } from 'chai';
import { refusal } from './surfaces.ts';

/** A gRPC call that must end with this status, this typed code and a message for people. */
export async function refused(work: Promise<unknown>, expected: number, code: string, message: RegExp) {
  const found = await refusal(work);
  expect([found.status, found.code], found.details).to.deep.equal([expected, code]);
  expect(found.details).to.match(message);
  // google.rpc.Status with ErrorInfo: for clients that know rich errors
  expect(found.statusDetails?.toString('latin1'))
    .to.contain(code)
    .and.to.contain('cyxwiz.coordinator')
    .and.to.contain('hint');
}
