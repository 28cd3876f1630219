import { EngineError } from './errors.ts';
import { FORMAT, MAX_BATCHES } from './format.ts';
import type { ExactShape } from './shape.ts';

/** Rows of a data set in file order: values row by row, and one label a row. */
export interface DatasetRows {
  readonly count: number;
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

export const MAX_DATASET_BYTES = 64 * 1024 * 1024;
const NEWLINE = 10;
const RETURN = 13;

/** Most rows whose training part still fits the tree of batches. */
export function maxRows(batch: number): number {
  return Math.floor((MAX_BATCHES * batch * 5) / 4);
}

/**
 * Reads `inputs` values 0…16 and a label 0…outputs−1 from each line: whole decimal numbers, commas, no header, no
 * spaces; LF or CRLF, with or without a last line end.
 * @throws EngineError DATASET_* with line and column, counted from 1.
 */
export function parseRows(csv: Uint8Array, shape: ExactShape): DatasetRows {
  const limit = maxRows(shape.batch);
  if (csv.length > MAX_DATASET_BYTES) throw tooLarge('bytes', csv.length, MAX_DATASET_BYTES);
  let lines = 0;
  for (const byte of csv) if (byte === NEWLINE) lines++;
  if (csv.length > 0 && csv[csv.length - 1] !== NEWLINE) lines++;
  if (lines === 0)
    throw new EngineError({ code: 'DATASET_NO_ROWS' }, 'the data set has no rows; it is empty');
  if (lines > limit) throw tooLarge('rows', lines, limit);

  const text = Buffer.from(csv.buffer, csv.byteOffset, csv.byteLength);
  const pixels = new Uint8Array(lines * shape.inputs);
  const labels = new Uint8Array(lines);
  let start = 0;
  for (let row = 0; row < lines; row++) {
    const newline = csv.indexOf(NEWLINE, start);
    let end = newline < 0 ? csv.length : newline;
    const next = end + 1;
    if (end > start && csv[end - 1] === RETURN) end--;
    parseLine(text.toString('latin1', start, end), row, shape, pixels, labels);
    start = next;
  }
  return { count: lines, pixels, labels };
}

function parseLine(
  line: string,
  row: number,
  shape: ExactShape,
  pixels: Uint8Array,
  labels: Uint8Array,
): void {
  const cells = line.split(',');
  const expected = shape.inputs + 1;
  if (cells.length !== expected) {
    const found = line === '' ? 0 : cells.length;
    throw new EngineError(
      { code: 'DATASET_WRONG_WIDTH', line: row + 1, found, expected },
      `line ${row + 1} has ${found} values, but this network needs ${expected}: ${shape.inputs} inputs and a label`,
    );
  }
  for (let k = 0; k < shape.inputs; k++) {
    const value = wholeNumber(cells[k] as string, row, k);
    if (value < 0 || value > FORMAT.inputMax) {
      throw new EngineError(
        { code: 'DATASET_VALUE_OUT_OF_RANGE', line: row + 1, column: k + 1, max: FORMAT.inputMax },
        `${at(row, k)}: ${shown(cells[k] as string)} is outside 0 to ${FORMAT.inputMax}; scale the inputs to that range`,
      );
    }
    pixels[row * shape.inputs + k] = value;
  }
  const label = wholeNumber(cells[shape.inputs] as string, row, shape.inputs);
  if (label < 0 || label >= shape.outputs) {
    throw new EngineError(
      { code: 'DATASET_LABEL_OUT_OF_RANGE', line: row + 1, column: expected, max: shape.outputs - 1 },
      `${at(row, shape.inputs)}: label ${shown(cells[shape.inputs] as string)} is outside 0 to ${shape.outputs - 1}; ` +
        'the label is the last value of a line and below the number of outputs',
    );
  }
  labels[row] = label;
}

/** Huge values come back inexact, but far outside every range, so the range check refuses them. */
function wholeNumber(cell: string, row: number, column: number): number {
  if (/^-?\d+$/.test(cell)) return Number(cell);
  const where = { line: row + 1, column: column + 1 };
  if (/^-?(\d+\.\d*|\.\d+)$/.test(cell)) {
    throw new EngineError(
      { code: 'DATASET_FRACTIONAL', ...where },
      `${at(row, column)}: ${shown(cell)} has a fraction; exact training takes whole numbers only`,
    );
  }
  throw new EngineError(
    { code: 'DATASET_NOT_A_NUMBER', ...where },
    `${at(row, column)}: ${shown(cell)} is not a number; each line holds whole decimal numbers separated by commas`,
  );
}

function at(row: number, column: number): string {
  return `line ${row + 1}, value ${column + 1}`;
}

function shown(cell: string): string {
  return JSON.stringify(cell.length > 24 ? `${cell.slice(0, 24)}…` : cell);
}

function tooLarge(unit: 'bytes' | 'rows', found: number, limit: number): EngineError {
  return new EngineError(
    { code: 'DATASET_TOO_LARGE', unit, found, limit },
    `the data set has ${found} ${unit}, but at most ${limit} can be committed; leave some out` +
      (unit === 'rows' ? ' or use larger batches' : ''),
  );
}
