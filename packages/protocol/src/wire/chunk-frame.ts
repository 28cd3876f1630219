import { crc32c } from './crc32c.ts';

/** Keys of offset = 1, total_bytes = 2, data = 3, checksum = 4, sha256 = 5 in the messages that carry chunks. */
const [OFFSET, TOTAL, DATA, CHECKSUM, SHA256] = [0x08, 0x10, 0x1a, 0x25, 0x2a];
/** Longest possible fields in front of the data: two varints of 64 bits, checksum, hash, length of the data. */
const ROOM = 11 + 11 + 5 + 34 + 6;

export interface ChunkPlace {
  readonly offset: number;
  readonly totalBytes: number;
  /** Of the whole file; on the last chunk of a download. */
  readonly sha256?: Uint8Array;
}

/**
 * An UploadDatasetRequest, UploadCheckpointRequest, DownloadWeightsResponse or FetchCheckpointResponse, laid out in memory so that a file is read straight into it. Made
 * to be filled again and again: with protobufjs each chunk is copied once more into memory of its own, and collecting
 * that memory takes as long as encrypting it.
 */
export class ChunkFrame {
  readonly #bytes: Buffer;
  /** Where the next chunk goes. */
  readonly data: Buffer;

  constructor(chunkBytes: number) {
    this.#bytes = Buffer.allocUnsafeSlow(ROOM + chunkBytes);
    this.data = this.#bytes.subarray(ROOM);
  }

  /** The message with the first `length` bytes of `data`; good until `data` is written to again. */
  message(length: number, { offset, totalBytes, sha256 }: ChunkPlace): Buffer {
    const head = Buffer.allocUnsafe(ROOM);
    let at = varint(head, key(head, 0, OFFSET), offset);
    at = varint(head, key(head, at, TOTAL), totalBytes);
    at = head.writeUInt32LE(crc32c(this.data.subarray(0, length)), key(head, at, CHECKSUM));
    if (sha256 !== undefined) {
      at = varint(head, key(head, at, SHA256), sha256.length);
      head.set(sha256, at);
      at += sha256.length;
    }
    at = varint(head, key(head, at, DATA), length);
    head.copy(this.#bytes, ROOM - at, 0, at);
    return this.#bytes.subarray(ROOM - at, ROOM + length);
  }
}

function key(into: Buffer, at: number, value: number): number {
  into[at] = value;
  return at + 1;
}

/** Bit operations would cut a size off at 32 bits. */
function varint(into: Buffer, at: number, value: number): number {
  let [left, next] = [value, at];
  for (; left > 0x7f; left = Math.floor(left / 128)) next = key(into, next, (left % 128) | 0x80);
  return key(into, next, left);
}
