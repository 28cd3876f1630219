/** Everything of the process that commands touch, so that tests can run a command without one. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by SIGINT or SIGTERM, with the signal's name as reason. */
  readonly signal: AbortSignal;
  /** A person sits at stdin and stderr. */
  readonly interactive: boolean;
  out(text: string): void;
  err(text: string): void;
  /** Asks the person; only called when `interactive`. */
  ask(question: string): Promise<string>;
}
