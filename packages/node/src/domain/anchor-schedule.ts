/** When progress goes on chain: the program's own rule, so that an anchor is never refused for coming too early. */
export interface AnchorTerms {
  /** Epochs after which an anchor is always allowed. */
  readonly anchorMaxEpochs: number;
  /** Part of the job after which an anchor is always allowed, basis points. */
  readonly anchorPartBps: number;
}

/** Checkpoints that must lie between two anchors (the final one excepted). */
export function anchorStep(checkpoints: number, checkpointInterval: number, terms: AnchorTerms): number {
  const byEpochs = Math.ceil(terms.anchorMaxEpochs / checkpointInterval);
  const byPart = Math.ceil((checkpoints * terms.anchorPartBps) / 10_000);
  return Math.max(1, Math.min(byEpochs, byPart));
}

export interface AnchorDue {
  readonly done: number;
  readonly anchored: number;
  readonly total: number;
  readonly step: number;
}

/** Whether `done` checkpoints should be anchored now. */
export function isAnchorDue({ done, anchored, total, step }: AnchorDue): boolean {
  if (done <= anchored) return false;
  return done === total || done - anchored >= step;
}

export interface TimeTerms {
  readonly timeMinBps: number;
  readonly timeGraceSeconds: number;
}

/**
 * Chain time (seconds) before which the final anchor would make the job unpayable: the escrow refuses work that took
 * less than its minimum share of the estimate, so a fast node waits.
 */
export function earliestFinalAnchor(acceptedAt: number, estimatedSeconds: number, terms: TimeTerms): number {
  const least = Math.ceil((estimatedSeconds * terms.timeMinBps) / 10_000) - terms.timeGraceSeconds;
  return acceptedAt + Math.max(0, least);
}
