import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AttackOrder } from './wire.ts';

const ATTACKER = fileURLToPath(new URL('./attacker.ts', import.meta.url));

export class AttackerProcess {
  readonly #child: ChildProcess = fork(ATTACKER, { execArgv: ['--no-deprecation'] });

  constructor() {
    // Two for each attack.
    this.#child.setMaxListeners(0);
  }

  /** Begins an attack, which goes on at most until `over`. Resolves with what went otherwise than it should. */
  async attack(order: AttackOrder, over: AbortSignal): Promise<string[]> {
    const report = once(this.#child, 'message').then(([faults]) => faults as string[]);
    const gone = once(this.#child, 'exit').then(() => ['the attacker is gone: see above']);
    this.#child.send(order);
    over.addEventListener('abort', () => this.#child.send('over'), { once: true });
    return Promise.race([report, gone]);
  }

  stop(): void {
    this.#child.kill();
  }
}
