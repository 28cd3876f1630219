import { readFile, stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { badInput, type CliError } from '../failure/cli-error.ts';

/** Nothing that a person hands over is larger: data sets have at most a few thousand rows. */
const LARGEST_FILE = 64 * 1024 * 1024;

/**
 * The bytes of a file that an option or argument names.
 * @throws CliError BAD_INPUT when it is missing, a folder, empty, too large or unreadable
 */
export async function readInput(path: string, field: string): Promise<Uint8Array<ArrayBuffer>> {
  const bad = (wrong: string, cause?: unknown): CliError =>
    badInput(field, `${path} ${wrong}`, 'check the path', cause);
  let size: number;
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw bad('is a folder');
    size = found.size;
  } catch (cause) {
    if ((cause as { code?: string }).code === 'BAD_INPUT') throw cause;
    throw bad(
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'cannot be read',
      cause,
    );
  }
  if (size === 0) throw bad('is empty');
  if (size > LARGEST_FILE) throw bad(`is larger than ${LARGEST_FILE} bytes`);
  return new Uint8Array(
    await readFile(path).catch((cause) => {
      throw bad('cannot be read', cause);
    }),
  );
}

/** A data set as CSV, unpacked when it is gzip. @throws CliError BAD_INPUT */
export async function readDataset(path: string, field = '--dataset'): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readInput(path, field);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return new Uint8Array(gunzipSync(bytes, { maxOutputLength: LARGEST_FILE }));
  } catch (cause) {
    throw badInput(
      field,
      `${path} is a damaged or too large gzip file`,
      'pack it again: gzip FILE.csv',
      cause,
    );
  }
}

/** The data set of a job as its node got it: a program gets a file as it is. @throws CliError BAD_INPUT */
export function readJobDataset(
  path: string,
  engine: 'exact' | 'process',
  field = 'data set',
): Promise<Uint8Array<ArrayBuffer>> {
  return engine === 'process' ? readInput(path, field) : readDataset(path, field);
}

/** @throws CliError BAD_INPUT when the file is not JSON */
export async function readJson(path: string, field: string): Promise<unknown> {
  const bytes = await readInput(path, field);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw badInput(field, `${path} is not JSON`, 'check the path', cause);
  }
}
