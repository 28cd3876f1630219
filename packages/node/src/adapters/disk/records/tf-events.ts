import { crc32c } from '@cyxwiz/protocol';
import type { EpochEntry } from '../../../ports/job-records.ts';
import type { Sound } from './append-file.ts';

// TensorBoard's own format: a TFRecord a message, each an Event of tensorflow/core/util/event.proto.
const MASK_DELTA = 0xa282ead8;
const HEADER_BYTES = 12;
const FOOTER_BYTES = 4;
const LARGEST_RECORD = 1 << 20;

/** The first record of every file: what TensorBoard knows the version by. */
export function tfFileVersion(atMs: number): Buffer {
  return record([wallTime(atMs), bytesField(3, Buffer.from('brain.Event:2'))]);
}

/** An epoch as scalars. */
export function tfEpoch(entry: EpochEntry): Buffer {
  const scalars: [tag: string, value: number][] = [
    ['train/loss', entry.lossMicros / 1e6],
    ['train/accuracy', entry.accuracyPpm / 1e6],
    ['time/seconds', entry.elapsedMs / 1000],
    ['machine/cpu', entry.cpuLoad],
    ['machine/memory_mib', entry.memoryMib],
    ...entry.gpus.flatMap(({ utilisation, memoryMib }, index): [string, number][] => [
      [`machine/gpu${index}`, utilisation],
      [`machine/gpu${index}_memory_mib`, memoryMib],
    ]),
  ];
  const summary = Buffer.concat(scalars.map(([tag, value]) => bytesField(1, scalar(tag, value))));
  return record([wallTime(entry.atMs), varintField(2, entry.epoch), bytesField(5, summary)]);
}

/** The records at the beginning of a file whose checksums hold. */
export function soundEvents(bytes: Buffer): Sound {
  let epoch = 0;
  let end = 0;
  while (bytes.length - end >= HEADER_BYTES + FOOTER_BYTES) {
    const length = Number(bytes.readBigUInt64LE(end));
    if (length > LARGEST_RECORD || bytes.readUInt32LE(end + 8) !== masked(bytes.subarray(end, end + 8)))
      break;
    const from = end + HEADER_BYTES;
    const to = from + length;
    if (to + FOOTER_BYTES > bytes.length) break;
    const event = bytes.subarray(from, to);
    if (bytes.readUInt32LE(to) !== masked(event)) break;
    epoch = Math.max(epoch, stepOf(event));
    end = to + FOOTER_BYTES;
  }
  return { bytes: end, epoch };
}

function record(fields: readonly Buffer[]): Buffer {
  const event = Buffer.concat(fields);
  const framed = Buffer.alloc(HEADER_BYTES + event.length + FOOTER_BYTES);
  framed.writeBigUInt64LE(BigInt(event.length));
  framed.writeUInt32LE(masked(framed.subarray(0, 8)), 8);
  framed.set(event, HEADER_BYTES);
  framed.writeUInt32LE(masked(event), HEADER_BYTES + event.length);
  return framed;
}

/** A checksum of data that holds checksums would be weak: TFRecord turns and shifts it. */
function masked(data: Uint8Array): number {
  const crc = crc32c(data);
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}

function scalar(tag: string, value: number): Buffer {
  const simple = Buffer.alloc(5);
  simple.writeUInt8((2 << 3) | 5);
  simple.writeFloatLE(value, 1);
  return Buffer.concat([bytesField(1, Buffer.from(tag)), simple]);
}

function wallTime(atMs: number): Buffer {
  const field = Buffer.alloc(9);
  field.writeUInt8((1 << 3) | 1);
  field.writeDoubleLE(atMs / 1000, 1);
  return field;
}

function varintField(number: number, value: number): Buffer {
  return Buffer.from([number << 3, ...varint(value)]);
}

function bytesField(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...varint(bytes.length)]), bytes]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  return [...bytes, left];
}

/** Field 2 of an Event that we wrote: after the wall time. */
function stepOf(event: Buffer): number {
  if (event[9] !== 2 << 3) return 0;
  let value = 0;
  let scale = 1;
  for (let at = 10; at < event.length; at += 1) {
    const byte = event[at] ?? 0;
    value += (byte & 127) * scale;
    if (byte < 128) return value;
    scale *= 128;
  }
  return 0;
}
