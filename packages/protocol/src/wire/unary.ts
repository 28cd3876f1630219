import type { CallOptions, Client, ServiceError } from '@grpc/grpc-js';
import { Metadata } from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';

type RequestOf<M> = M extends MethodDefinition<infer Request, infer _A, infer _B, infer _C> ? Request : never;
type ResponseOf<M> =
  M extends MethodDefinition<infer _A, infer _B, infer _C, infer Response> ? Response : never;

export interface UnaryOptions {
  readonly metadata?: Metadata;
  /** The call fails with DEADLINE_EXCEEDED after this many milliseconds; default 10,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Calls a unary method and awaits its answer: `unary(client, api.CoordinatorService.service, 'GetJob', { job })`.
 * @throws ServiceError of grpc-js
 */
export function unary<Definition, Name extends keyof Definition>(
  client: Client,
  service: Definition,
  name: Name,
  request: RequestOf<Definition[Name]>,
  options: UnaryOptions = {},
): Promise<ResponseOf<Definition[Name]>> {
  const method = service[name] as MethodDefinition<object, object>;
  const callOptions: CallOptions = { deadline: Date.now() + (options.timeoutMs ?? 10_000) };
  return new Promise((resolve, reject) => {
    const call = client.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request as object,
      options.metadata ?? new Metadata(),
      callOptions,
      (error: ServiceError | null, response?: unknown) => {
        options.signal?.removeEventListener('abort', abort);
        if (error) reject(error);
        else resolve(response as ResponseOf<Definition[Name]>);
      },
    );
    const abort = () => call.cancel();
    if (options.signal?.aborted) abort();
    else options.signal?.addEventListener('abort', abort, { once: true });
  });
}
