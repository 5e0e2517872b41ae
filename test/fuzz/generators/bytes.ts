import * as fc from 'fast-check';

/** One change of bytes. Places are numbers of any size, taken modulo what there is. */
export interface ByteEdit {
  readonly kind: 'overwrite' | 'flip' | 'insert' | 'remove' | 'repeat' | 'truncate' | 'fill';
  readonly at: number;
  readonly length: number;
  readonly value: number;
}

/** What sizes, lengths, versions and start codes turn on. */
const TELLING_BYTES = [
  0, 1, 2, 3, 7, 8, 0x0f, 0x10, 0x1f, 0x3f, 0x40, 0x47, 0x7f, 0x80, 0xb0, 0xc0, 0xe0, 0xf0, 0xf1, 0xfe, 0xff,
];

export const anyByte: fc.Arbitrary<number> = fc.oneof(fc.constantFrom(...TELLING_BYTES), fc.nat(255));

export const byteEdit: fc.Arbitrary<ByteEdit> = fc.record({
  kind: fc.constantFrom(
    ...([
      'overwrite',
      'overwrite',
      'overwrite',
      'flip',
      'flip',
      'insert',
      'remove',
      'repeat',
      'truncate',
      'fill',
    ] as const),
  ),
  at: fc.nat(),
  length: fc.nat(400),
  value: anyByte,
});

export const byteEdits = (maxLength = 4): fc.Arbitrary<readonly ByteEdit[]> => fc.array(byteEdit, { maxLength });

/** A changed copy. */
export const editBytes = (bytes: Uint8Array, edits: readonly ByteEdit[]): Buffer =>
  edits.reduce<Buffer>(editOnce, Buffer.from(bytes));

function editOnce(bytes: Buffer, { kind, at, length, value }: ByteEdit): Buffer {
  const from = at % (bytes.length + 1);
  const [before, piece, after] = [
    bytes.subarray(0, from),
    bytes.subarray(from, from + length),
    bytes.subarray(from + length),
  ];
  switch (kind) {
    case 'overwrite':
      if (from < bytes.length) bytes[from] = value;
      return bytes;
    case 'flip':
      if (from < bytes.length) bytes[from]! ^= 1 << (value & 7);
      return bytes;
    case 'insert':
      return Buffer.concat([before, Buffer.alloc(1 + (length % 200), value), piece, after]);
    case 'remove':
      return Buffer.concat([before, after]);
    case 'repeat':
      return Buffer.concat([before, piece, piece, after]);
    case 'truncate':
      return before;
    case 'fill':
      piece.fill(value);
      return bytes;
  }
}
