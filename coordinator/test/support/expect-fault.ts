import { expect } from 'chai';
import { asFault, type FaultCode, type FaultError } from '../../src/domain/fault.ts';

/** The fault that `work` ends with; fails when it has another code or there is none. */
export async function expectFault(
  work: Promise<unknown> | (() => unknown),
  code: FaultCode,
): Promise<FaultError> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    const found = asFault(error);
    if (!found) throw error;
    expect(found.code, found.message).to.equal(code);
    return found;
  }
  throw new Error(`expected ${code}, but it went well`);
}
