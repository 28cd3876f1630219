import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { toHex } from '@cyxwiz/protocol';
import type { PreparedJob, Resources } from '@cyxwiz/sdk';
import { z } from 'zod';
import { CliError } from '../failure/cli-error.ts';

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

const count = z.int().nonnegative().optional();
const resources = z.strictObject({
  cpuCores: count,
  memoryMib: count,
  gpuCount: count,
  gpuMemoryMib: count,
  gpuClass: z.enum(['consumer', 'datacenter']).optional(),
});

/** What a client must keep to reach its job again: nobody else has the session key. */
const jobFileSchema = z.strictObject({
  version: z.literal(1),
  job: z.string(),
  /** The transaction that paid; absent when the program ended between signing and confirmation. */
  escrow: z.string().optional(),
  /**
   * What was signed with a key file, written before it was sent: null until then. Absent when a browser signed, of which
   * nobody here can say whether it still will.
   */
  payment: z
    .strictObject({ signature: z.string(), lastValidBlockHeight: z.int().nonnegative() })
    .nullable()
    .optional(),
  specJson: z.string(),
  sessionKey: z.strictObject({ publicKey: hex32, secretKey: hex32 }),
  clientNonce: hex32,
  datasetPath: z.string(),
  /** Of the present assignment. */
  salt: hex32,
  /** What was asked of the node; absent: nothing in particular. */
  resources: resources.optional(),
  submittedAt: z.string(),
});

export type JobFile = Omit<z.infer<typeof jobFileSchema>, 'resources'> & { resources?: Resources };

export function jobFileOf(
  prepared: PreparedJob,
  offer: { readonly job: string; readonly salt: Uint8Array },
  datasetPath: string,
  now: Date,
): JobFile {
  const { publicKey, secretKey } = prepared.sessionKey;
  return {
    version: 1,
    job: offer.job,
    specJson: new TextDecoder().decode(prepared.specJson),
    sessionKey: { publicKey: toHex(publicKey), secretKey: toHex(secretKey) },
    clientNonce: toHex(prepared.clientNonce),
    datasetPath,
    salt: toHex(offer.salt),
    resources: prepared.resources,
    submittedAt: now.toISOString(),
  };
}

export function jobFilePath(home: string, job: string): string {
  return join(home, 'jobs', `${job}.json`);
}

/** Written before the money moves, so that a crash cannot separate a client from a job that it paid for. */
export async function saveJobFile(home: string, file: JobFile): Promise<void> {
  const path = jobFilePath(home, file.job);
  await mkdir(join(home, 'jobs'), { recursive: true, mode: 0o700 });
  const beside = `${path}.${process.pid}.tmp`;
  const handle = await open(beside, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(file, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, path);
}

/** @throws CliError JOB_FILE_DAMAGED; undefined when this machine did not submit the job */
export async function findJobFile(home: string, job: string): Promise<JobFile | undefined> {
  const path = jobFilePath(home, job);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return jobFileSchema.parse(JSON.parse(text)) as JobFile;
  } catch (cause) {
    throw new CliError(
      {
        code: 'JOB_FILE_DAMAGED',
        message: `${path} is damaged, and only it holds the key with which the node knows you`,
        next: `restore it from a backup; the money is safe: cyxwiz job status ${job}`,
      },
      cause,
    );
  }
}

/** @throws CliError NOT_YOUR_JOB, JOB_FILE_DAMAGED */
export async function requireJobFile(home: string, job: string): Promise<JobFile> {
  const file = await findJobFile(home, job);
  if (file) return file;
  throw new CliError({
    code: 'NOT_YOUR_JOB',
    message: `${jobFilePath(home, job)} does not exist: this job was not submitted from here`,
    next: 'run this where the job was submitted (or set CYXWIZ_HOME); cyxwiz job status works anywhere',
  });
}
