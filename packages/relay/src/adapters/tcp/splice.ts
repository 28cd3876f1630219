import type { Socket } from 'node:net';

export interface Splice {
  readonly idleMs: number;
  /** Counts what goes to `b`, or to `a`; returns how long to wait before more is read. */
  readonly onBytes: (toB: boolean, count: number) => number;
}

/**
 * Passes bytes on both ways until both sides have ended, one breaks, or nothing moves. What one side does not take is not
 * read from the other, so that a slow reader holds no more than a few buffers of 64 KiB here.
 */
export function splice(a: Socket, b: Socket, { idleMs, onBytes }: Splice): Promise<void> {
  const both = [a, b] as const;
  pump(a, b, (count) => onBytes(true, count));
  pump(b, a, (count) => onBytes(false, count));
  const closed = both.map(
    (socket, i) =>
      new Promise<void>((resolve) => {
        const other = both[1 - i] as Socket;
        socket.setTimeout(idleMs, () => {
          for (const each of both) each.destroy();
        });
        const gone = () => {
          // One that ended well has ended the other already, which may still be sending what it was given.
          if (!socket.readableEnded || !socket.writableFinished) other.destroy();
          resolve();
        };
        if (socket.destroyed) gone();
        else socket.once('close', gone);
      }),
  );
  return Promise.all(closed).then(() => undefined);
}

function pump(from: Socket, to: Socket, onBytes: (count: number) => number): void {
  let reasons = 0;
  const hold = () => {
    reasons += 1;
    from.pause();
  };
  const release = () => {
    reasons -= 1;
    if (reasons === 0) from.resume();
  };
  from.on('data', (data: Buffer) => {
    const waitMs = onBytes(data.length);
    if (!to.write(data)) {
      hold();
      to.once('drain', release);
    }
    if (waitMs > 0) {
      hold();
      setTimeout(release, waitMs).unref();
    }
  });
  from.once('end', () => to.end());
  from.resume();
}
