import type { Input } from 'mediabunny';

/**
 * Makes mediabunny forget where it has been. Version 1.61.0 keeps one whole PES packet in 256 transport stream packets
 * of each track to seek by, which comes to 330 MB for an hour at 2.5 Mbit/s. Nothing here seeks, so it is told, in want
 * of an option, to keep none but the first. To be called when the tracks are known.
 */
export async function stopKeepingSeekPoints(input: Input): Promise<void> {
  const demuxer: unknown = await Reflect.get(input, '_demuxerPromise');
  if (typeof demuxer === 'object' && demuxer !== null && 'minReferencePointByteDistance' in demuxer) {
    demuxer.minReferencePointByteDistance = Number.POSITIVE_INFINITY;
  }
}
