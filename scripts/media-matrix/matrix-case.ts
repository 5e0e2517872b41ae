import type { RemuxReport, RemuxWarning } from '../../media/remux/remux-report.ts';
import type { SegmentDamagedReason } from '../../media/remux/segment-damaged-error.ts';
import type { StreamNotCarriableReason } from '../../media/remux/stream-not-carriable-error.ts';
import type { MatrixKit, MatrixRecording } from './matrix-recording.ts';

/** One row of the matrix: a recording and what has to become of it. */
export interface MatrixCase {
  /** Name of its folder. */
  readonly name: string;
  /** What is special about it. */
  readonly about: string;
  readonly make: (kit: MatrixKit) => Promise<MatrixRecording>;
  readonly outcome: Outcome;
}

export type Outcome = Carried | Refused | Damaged;

/** Every frame is in the file. */
export interface Carried {
  readonly kind: 'carried';
  /** Why each part begins. */
  readonly parts: readonly RemuxReport['parts'][number]['cause'][];
  /** Frames of silence that fill holes in the sound. */
  readonly silentFrames: number;
  /** Frames left out at the beginning. */
  readonly trimmed: { readonly video: number; readonly audio: number };
  readonly warnings: readonly RemuxWarning['reason'][];
  /** By how much the common offset of a part may move on in it, where the time stamps leave no other way. */
  readonly shiftTicks: number;
}

/** Sound, but not to be put into one file unchanged. */
export interface Refused {
  readonly kind: 'refused';
  readonly reason: StreamNotCarriableReason;
  readonly segment: string;
}

/** Frames are missing or broken. */
export interface Damaged {
  readonly kind: 'damaged';
  readonly reason: SegmentDamagedReason;
  readonly segment: string;
  /** What a remux that tolerates losses has to list: reasons with their segments. */
  readonly losses: readonly (readonly [reason: SegmentDamagedReason, segment: string])[];
  /** Most frames that may be missing then. */
  readonly lost: { readonly video: number; readonly audio: number };
  /** Pictures of which only the beginning is there, and nothing said so before they were carried. */
  readonly cutShort: number;
}

type Make = MatrixCase['make'];

/** A row for a recording that is carried whole; without details, as one part and with nothing to tell. */
export function carried(name: string, about: string, make: Make, details: Partial<Carried> = {}): MatrixCase {
  const usual = {
    parts: ['start'],
    silentFrames: 0,
    trimmed: { video: 0, audio: 0 },
    warnings: [],
    shiftTicks: 0,
  } as const;
  return { name, about, make, outcome: { ...usual, ...details, kind: 'carried' } };
}

/** A row for a recording that is sound and refused. */
export const refused = (
  name: string,
  about: string,
  make: Make,
  reason: StreamNotCarriableReason,
  segment: string,
): MatrixCase => ({ name, about, make, outcome: { kind: 'refused', reason, segment } });

/** A row for a damaged recording; unless the details say otherwise, its one loss is what a strict remux names. */
export function damaged(
  name: string,
  about: string,
  make: Make,
  details: Pick<Damaged, 'reason' | 'segment' | 'lost'> & Partial<Damaged>,
): MatrixCase {
  const losses = [[details.reason, details.segment]] as const;
  return { name, about, make, outcome: { losses, cutShort: 0, ...details, kind: 'damaged' } };
}
