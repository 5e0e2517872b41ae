import { type FramePlan, type SoundPlan, segmentPackets } from '../../media/ts-builder.ts';
import { frames, sounds, straddlingSounds } from './transport-streams.ts';

/** A recording of several segments whose clocks go on, to be spoilt. */
export interface RecordingExample {
  /** Packets of each segment. */
  readonly segments: readonly (readonly Buffer[])[];
  readonly segmentSeconds: number;
  /** Which segments a discontinuity stands before. */
  readonly discontinuities: readonly number[];
  readonly pictures: number;
  readonly soundFrames: number;
}

const FRAME_TICKS = 3000;
const FRAMES_PER_SEGMENT = 4;
const SOUNDS_PER_SEGMENT = 2;
const SEGMENT_TICKS = FRAMES_PER_SEGMENT * FRAME_TICKS;
const SOUND_FRAMES = 3;
const JUMP_TICKS = 4_000_000;

interface Plan {
  readonly firstPts?: number;
  readonly hasVideo?: boolean;
  readonly hasSound?: boolean;
  readonly discontinuities?: readonly number[];
  /** How the sound of the whole recording is cut into PES packets. */
  readonly cutSounds?: (count: number, firstPts: number) => SoundPlan[];
  readonly changeFrame?: (index: number) => Partial<FramePlan>;
}

const SEGMENTS = 3;

function recording(plan: Plan): RecordingExample {
  const { firstPts = 900_000, hasVideo = true, hasSound = true, discontinuities = [], cutSounds = sounds } = plan;
  const jumps = (index: number) => discontinuities.filter((place) => place <= index).length;
  const startOf = (index: number) => firstPts + index * SEGMENT_TICKS + jumps(index) * JUMP_TICKS;
  const allSounds = cutSounds(SEGMENTS * SOUNDS_PER_SEGMENT, firstPts + FRAME_TICKS);
  const segments = Array.from({ length: SEGMENTS }, (_, index) => {
    const pictures = frames(FRAMES_PER_SEGMENT, startOf(index), plan.changeFrame);
    const own = allSounds.slice(index * SOUNDS_PER_SEGMENT, (index + 1) * SOUNDS_PER_SEGMENT).map((sound) => ({
      ...sound,
      pts: sound.pts === undefined ? undefined : sound.pts + jumps(index) * JUMP_TICKS,
    }));
    return segmentPackets({ frames: hasVideo ? pictures : [], sounds: hasSound ? own : [] });
  });
  return {
    segments,
    segmentSeconds: SEGMENT_TICKS / 90_000,
    discontinuities,
    pictures: hasVideo ? SEGMENTS * FRAMES_PER_SEGMENT : 0,
    soundFrames: hasSound ? SEGMENTS * SOUNDS_PER_SEGMENT * SOUND_FRAMES : 0,
  };
}

export const RECORDING_EXAMPLES: readonly RecordingExample[] = [
  recording({}),
  recording({ hasSound: false }),
  recording({ hasVideo: false }),
  recording({ firstPts: 2 ** 33 - 5 * FRAME_TICKS }),
  recording({ discontinuities: [1] }),
  recording({ discontinuities: [1, 2], firstPts: 2 ** 33 - 7 * FRAME_TICKS }),
  recording({ cutSounds: straddlingSounds }),
  recording({ hasVideo: false, cutSounds: straddlingSounds }),
  recording({ hasSound: false, changeFrame: () => ({ declaresLength: true, dts: undefined }) }),
];
