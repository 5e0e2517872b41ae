import type { AudioRun, VideoRun } from './demuxed-batch.ts';

/** No access unit. */
export const EMPTY_VIDEO: VideoRun = {
  bytes: new Uint8Array(),
  count: 0,
  sizes: new Uint32Array(),
  decodeTimes: new Float64Array(),
  presentationTimes: new Float64Array(),
  isKeyFrame: new Uint8Array(),
  positions: new Float64Array(),
};

/** No PES packet. */
export const EMPTY_AUDIO: AudioRun = {
  bytes: new Uint8Array(),
  count: 0,
  offsets: new Uint32Array(),
  presentationTimes: new Float64Array(),
  declaredBytes: new Uint32Array(),
  positions: new Float64Array(),
};
