import type { ExportInput } from '../shared/contract/execution-input.ts';
import { exportNameOf } from '../shared/contract/export-name.ts';
import type { ExportWish } from '../shared/contract/export-wish.ts';
import { exportKey } from '../shared/contract/object-keys.ts';
import { notifiedRecording } from '../shared/recording/notified-recording.ts';
import type { PlannedExport, Stretch } from '../shared/recording/planned-export.ts';
import type { Decision } from './decide-plan.ts';
import { durationToleranceMs } from './duration-tolerance.ts';
import type { VideoEncode } from './encode-settings.ts';
import { type ExportSources, secondsOf, totalSeconds } from './export-source.ts';

/** Everything that a plan is made of. */
export interface PlannedParts {
  readonly input: ExportInput;
  readonly wish: ExportWish;
  readonly sources: ExportSources;
  readonly stretch: Stretch | undefined;
  readonly decision: Decision;
  readonly encode: VideoEncode;
  readonly exportsBucket: string;
}

/** Every field that the states after PlanExport read, but for what the engine is told. */
export function describePlan(parts: PlannedParts): PlannedExport {
  const { input, sources, stretch, decision } = parts;
  const [first] = sources;
  const { remuxJob: _, ...decided } = decision;
  const seconds = stretch === undefined ? totalSeconds(sources) : stretch.toSeconds - stretch.fromSeconds;
  return {
    recording: {
      ...notifiedRecording(first.recording, first.metadata, input.source?.channelName),
      durationMs: milliseconds(secondsOf(first)),
    },
    export: describeExport(parts),
    plan: {
      ...decided,
      expectedDurationMs: milliseconds(seconds),
      durationToleranceMs: durationToleranceMs(seconds, decision.video, sources, stretch),
    },
    metadata: input.metadata ?? {},
  };
}

/** The export belongs to the first recording of a join. */
function describeExport(parts: PlannedParts): PlannedExport['export'] {
  const { input, wish, sources, stretch, decision, encode, exportsBucket } = parts;
  const [{ recording, rendition }] = sources;
  const { channelId, recordingId } = recording;
  const { joinWith = [] } = input;
  const { format } = wish;
  const name = exportNameOf(wish, joinWith);
  return {
    name,
    format,
    rendition: rendition.name,
    bucket: exportsBucket,
    key: exportKey({ channelId, recordingId, exportName: name, format }),
    ...(stretch === undefined ? {} : { clip: stretch }),
    ...(decision.video === 'h264' && encode.size !== undefined ? { size: encode.size } : {}),
    ...(joinWith.length === 0 ? {} : { joinedWith: [...joinWith] }),
  };
}

const milliseconds = (seconds: number): number => Math.round(seconds * 1000);
