import { expect } from 'chai';
import { EngineError, type EngineErrorCode, type EngineFailure } from '../src/index.ts';

/** Runs `action`, which must be refused with this code, and returns the failure for a closer look. */
export function refused(code: EngineErrorCode, action: () => unknown): EngineFailure {
  try {
    action();
  } catch (error) {
    expect(error, String(error)).to.be.instanceOf(EngineError);
    const { failure, message } = error as EngineError;
    expect(failure.code, message).to.equal(code);
    expect(message).to.have.length.greaterThan(20);
    return failure;
  }
  throw new Error(`${code} was expected, but nothing was refused`);
}
