/** The owner wants the node to end its jobs and to stop. */
export interface DrainNotice {
  readonly sinceMs: number;
  /** When it stops whatever is still under way; null: it finishes first, however long that takes. */
  readonly deadlineMs: number | null;
}

/** Where the owner leaves word. It outlives the agent: one that is started again in between goes on draining. */
export interface DrainNotices {
  read(): Promise<DrainNotice | null>;
  clear(): Promise<void>;
}
