import { expect, test } from '@jest/globals';
import { AwsChunkedDecoder } from '../../../local/s3/aws-chunked.ts';
import { makeBytes } from './test-server.ts';

test.each([1, 2, 3, 7, 64, 100_000])(
  'a body that arrives in pieces of %i bytes is the same body',
  async (pieceBytes) => {
    const bytes = makeBytes(1000);
    const coded = Buffer.concat([
      chunk(bytes.subarray(0, 300), ';chunk-signature=abc'),
      chunk(bytes.subarray(300), ''),
      Buffer.from('0\r\nx-amz-checksum-crc32:AAAAAA==\r\nX-Amz-Trailer-Signature: s\r\n\r\n'),
    ]);
    const decoder = new AwsChunkedDecoder(inPieces(coded, pieceBytes));

    const decoded = await readAll(decoder);

    expect(decoded.equals(bytes)).toBe(true);
    expect(decoder.trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-trailer-signature': 's' });
  },
);

test.each([
  ['no size', 'hello\r\n', 'InvalidRequest'],
  ['a chunk longer than its size', '2\r\nhello\r\n0\r\n\r\n', 'InvalidRequest'],
  ['a trailer without a name', '0\r\n:x\r\n\r\n', 'InvalidRequest'],
  ['a line without end', `1;${'x'.repeat(20_000)}`, 'InvalidRequest'],
  ['an end within a chunk', '5\r\nhel', 'IncompleteBody'],
  ['an end before the last chunk', '5\r\nhello\r\n', 'IncompleteBody'],
  ['an end within the trailers', '0\r\nx: y\r\n', 'IncompleteBody'],
])('a body with %s is refused', async (_, coded, code) => {
  const decoder = new AwsChunkedDecoder(inPieces(Buffer.from(coded), 1000));

  await expect(readAll(decoder)).rejects.toMatchObject({ code });
});

function chunk(bytes: Buffer, extension: string): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}${extension}\r\n`), bytes, Buffer.from('\r\n')]);
}

async function* inPieces(bytes: Buffer, pieceBytes: number): AsyncGenerator<Buffer> {
  for (let offset = 0; offset < bytes.length; offset += pieceBytes) yield bytes.subarray(offset, offset + pieceBytes);
}

async function readAll(decoder: AwsChunkedDecoder): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const piece of decoder.decode()) chunks.push(piece);
  return Buffer.concat(chunks);
}
