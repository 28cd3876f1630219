import type { EpochEntry } from '../../../ports/job-records.ts';
import type { Sound } from './append-file.ts';

/** A line of metrics.jsonl. Loss as the engine gave it, shares from 0 to 1, seconds since the job was accepted. */
export function metricsLine(entry: EpochEntry): Buffer {
  const line = {
    epoch: entry.epoch,
    epochs: entry.epochs,
    loss: entry.lossMicros / 1e6,
    accuracy: entry.accuracyPpm / 1e6,
    seconds: entry.elapsedMs / 1000,
    at: new Date(entry.atMs).toISOString(),
    cpu: rounded(entry.cpuLoad),
    memoryMib: entry.memoryMib,
    gpus: entry.gpus.map(({ utilisation, memoryMib }) => ({
      utilisation: rounded(utilisation),
      memoryMib,
    })),
  };
  return Buffer.from(`${JSON.stringify(line)}\n`);
}

/** The whole lines at the beginning of a file. */
export function soundLines(bytes: Buffer): Sound {
  let epoch = 0;
  let end = 0;
  for (;;) {
    const next = bytes.indexOf(0x0a, end);
    const read = next < 0 ? undefined : epochOf(bytes.toString('utf8', end, next));
    if (read === undefined) return { bytes: end, epoch };
    epoch = Math.max(epoch, read);
    end = next + 1;
  }
}

function epochOf(line: string): number | undefined {
  try {
    const { epoch } = JSON.parse(line) as { epoch?: unknown };
    return typeof epoch === 'number' && Number.isSafeInteger(epoch) ? epoch : undefined;
  } catch {
    return undefined;
  }
}

function rounded(share: number): number {
  return Math.round(share * 1000) / 1000;
}
