import type { OpenSegment } from '../../media/remux/segment-source.ts';

/** Smaller ones are handed out of a larger read: it is not the disk that is asked for single bytes. */
const READ_BYTES = 1 << 20;

/** Segments whose readers give at most so many bytes at a time, in the order of the list, over and over. */
export function withReadSizes(openSegment: OpenSegment, sizes: readonly number[]): OpenSegment {
  const areLarge = sizes.every((size) => size >= READ_BYTES);
  return async (index, signal) => {
    const reader = await openSegment(index, signal);
    const ahead = Buffer.allocUnsafe(areLarge ? 0 : READ_BYTES);
    let rest = ahead.subarray(0, 0);
    let turn = 0;
    return {
      read: async (target) => {
        const wanted = target.subarray(0, sizes[turn++ % sizes.length]);
        if (areLarge) return reader.read(wanted);
        if (rest.length === 0) rest = ahead.subarray(0, await reader.read(ahead));
        const count = rest.copy(wanted);
        rest = rest.subarray(count);
        return count;
      },
      close: () => reader.close(),
    };
  };
}
