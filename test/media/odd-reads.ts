import type { OpenSegment } from '../../media/remux/segment-source.ts';

/** Segments whose readers give at most so many bytes at a time, in the order of the list, over and over. */
export function withReadSizes(openSegment: OpenSegment, sizes: readonly number[]): OpenSegment {
  return async (index, signal) => {
    const reader = await openSegment(index, signal);
    let turn = 0;
    return {
      read: (target) => reader.read(target.subarray(0, sizes[turn++ % sizes.length])),
      close: () => reader.close(),
    };
  };
}
