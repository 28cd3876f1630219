import type { FastifyError } from 'fastify';
import {
  FAULTS,
  type FaultCode,
  type FaultError,
  type FaultKind,
  fault,
  invalidField,
} from '../../domain/fault.ts';

export const HTTP_STATUS: Record<FaultKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  precondition: 412,
  exhausted: 429,
  unavailable: 503,
  internal: 500,
};

/** Codes for which HTTP has a status of their own. */
const OWN_STATUS: Partial<Record<FaultCode, number>> = { PAYLOAD_TOO_LARGE: 413, METHOD_NOT_ALLOWED: 405 };

export function statusOf(error: FaultError): number {
  return OWN_STATUS[error.code] ?? HTTP_STATUS[FAULTS[error.code]];
}

/** The one error shape of this API. */
export function errorBody(error: FaultError) {
  const { code, message, hint, details } = error.failure;
  return { code, message, hint, ...(details && { details }) };
}

/** What Fastify itself refuses, as a fault; undefined when it is not one of those. */
export function requestFault(error: FastifyError): FaultError | undefined {
  const first = error.validation?.[0];
  if (first) {
    const params = first.params as { missingProperty?: string; additionalProperty?: string };
    const name = params.missingProperty ?? params.additionalProperty;
    const path = [error.validationContext ?? '', ...first.instancePath.split('/'), name ?? '']
      .filter((part) => part && part !== 'body')
      .join('.');
    if (params.missingProperty) return invalidField(path, 'is missing');
    return invalidField(
      path || 'body',
      params.additionalProperty ? 'is not a field of this request' : (first.message ?? 'is wrong'),
    );
  }
  if (error.statusCode === 413) {
    return fault(
      'PAYLOAD_TOO_LARGE',
      'the request is larger than 64 KiB',
      'send less: a specification has at most 4 KiB',
    );
  }
  if (error.statusCode === 415) return invalidField('content-type', 'must be application/json');
  return error.statusCode === 400 ? invalidField('body', error.message) : undefined;
}
