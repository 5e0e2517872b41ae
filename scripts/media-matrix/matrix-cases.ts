import { clockCases } from './cases/clocks.ts';
import { containerCases } from './cases/containers.ts';
import { damagedFrameCases } from './cases/damaged-frames.ts';
import { damagedPacketCases } from './cases/damaged-packets.ts';
import { encodingCases } from './cases/encodings.ts';
import { jumpCases } from './cases/jumps.ts';
import { lostSegmentCases } from './cases/lost-segments.ts';
import { reconnectCases } from './cases/reconnects.ts';
import { uncarriableCases } from './cases/uncarriable.ts';
import { unevenTrackCases } from './cases/uneven-tracks.ts';
import type { MatrixCase } from './matrix-case.ts';

/** The whole matrix. */
export const matrixCases: readonly MatrixCase[] = [
  ...encodingCases,
  ...containerCases,
  ...reconnectCases,
  ...jumpCases,
  ...clockCases,
  ...unevenTrackCases,
  ...uncarriableCases,
  ...lostSegmentCases,
  ...damagedPacketCases,
  ...damagedFrameCases,
];
