import { ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js';

/**
 * Refuses calls whose one request message does not arrive in time: somebody who opens a call and leaves it must not hold
 * it for ever. Streams of requests have deadlines of their own.
 */
export function requestDeadline(milliseconds: number): ServerInterceptor {
  return (method, call) => {
    if (method.requestStream) return new ServerInterceptingCall(call);
    let timer: NodeJS.Timeout | undefined;
    const arrived = () => clearTimeout(timer);
    return new ServerInterceptingCall(call, {
      start: (next) => {
        timer = setTimeout(() => {
          const details = `the request did not arrive within ${milliseconds / 1000} s: call again`;
          call.sendStatus({ code: status.DEADLINE_EXCEEDED, details });
        }, milliseconds);
        next({
          onReceiveMessage: (message, forward) => {
            arrived();
            forward(message);
          },
          onCancel: arrived,
        });
      },
      sendStatus: (sent, next) => {
        arrived();
        next(sent);
      },
    });
  };
}
