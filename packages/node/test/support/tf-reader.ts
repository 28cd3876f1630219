/** TensorBoard's event files as its own reader takes them, written from the formats' descriptions. */
export interface TfEvent {
  readonly wallTime: number;
  readonly step: number;
  readonly fileVersion: string;
  readonly scalars: Readonly<Record<string, number>>;
}

/** @throws Error where a length or a checksum does not hold */
export function readTfEvents(bytes: Buffer): TfEvent[] {
  const events: TfEvent[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    assertCrc(bytes.subarray(at, at + 8), bytes.readUInt32LE(at + 8));
    const data = bytes.subarray(at + 12, at + 12 + length);
    if (data.length !== length) throw new Error('a record is cut off');
    assertCrc(data, bytes.readUInt32LE(at + 12 + length));
    events.push(eventOf(data));
    at += 16 + length;
  }
  return events;
}

/** CRC-32C bit by bit, and the mask of TFRecord undone. */
function assertCrc(data: Uint8Array, masked: number): void {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  const rotated = (masked - 0xa282ead8) >>> 0;
  const found = ((rotated << 15) | (rotated >>> 17)) >>> 0;
  if (found !== ~crc >>> 0) throw new Error('a checksum does not hold');
}

type Field = number | Buffer;

function eventOf(data: Buffer): TfEvent {
  const fields = fieldsOf(data);
  const one = (number: number) => fields.find(([n]) => n === number)?.[1];
  const summary = one(5);
  const values = summary instanceof Buffer ? fieldsOf(summary) : [];
  return {
    wallTime: Number(one(1) ?? 0),
    step: Number(one(2) ?? 0),
    fileVersion: String(one(3) ?? ''),
    scalars: Object.fromEntries(
      values.map(([, value]) => {
        const inner = new Map(fieldsOf(value as Buffer));
        return [String(inner.get(1)), Number(inner.get(2))];
      }),
    ),
  };
}

function fieldsOf(data: Buffer): [number, Field][] {
  const fields: [number, Field][] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = data.readUInt8(at++);
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < data.length) {
    const key = varint();
    const wire = key & 7;
    const take = (bytes: number) => {
      at += bytes;
      return data.subarray(at - bytes, at);
    };
    const value =
      wire === 0
        ? varint()
        : wire === 1
          ? take(8).readDoubleLE()
          : wire === 5
            ? take(4).readFloatLE()
            : Buffer.from(take(varint()));
    fields.push([key >> 3, value]);
  }
  return fields;
}
