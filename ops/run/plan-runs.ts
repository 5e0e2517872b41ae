/** Which executions to start for what is asked. */

import { exportInputSchema } from '../../lambdas/shared/contract/execution-input.ts';
import {
  exportExecutionName,
  operatorExecutionName,
  type RecordingIds,
} from '../../lambdas/shared/contract/execution-name.ts';
import { askedNameOf, exportNameOf } from '../../lambdas/shared/contract/export-name.ts';
import type { ExportRequest } from '../../lambdas/shared/contract/export-wish.ts';
import type { RecordingMachine } from '../executions/machine-arns.ts';
import { UsageError } from '../frame/operator-errors.ts';
import type { FoundRecording } from '../named-recording/find-recording.ts';

/** What is asked for. */
export interface RunRequest {
  /** `undefined`: what the deployment would make; `[]`: none. */
  readonly exports: readonly ExportRequest[] | undefined;
  /** All recordings into one file, in their order. */
  readonly isJoin: boolean;
  /** Validate and announce also what the catalog has as playable. */
  readonly isAnew: boolean;
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
}

/** A recording, and whether the catalog has it as playable. */
export interface KnownRecording extends FoundRecording {
  readonly isPlayable: boolean;
}

/** An execution to start. */
export interface PlannedRun {
  readonly machine: RecordingMachine;
  readonly name: string;
  readonly recordings: readonly KnownRecording[];
  readonly input: object;
  /** What is exported, for a person. */
  readonly exported: string;
}

const source = { type: 'operator' } as const;

/**
 * One execution of process-recording for each recording, with its exports; but for a recording that is playable
 * already, one of export-recording for each export that is asked for, and none for playback.
 *
 * @throws UsageError
 */
export function planRuns(recordings: readonly KnownRecording[], request: RunRequest, now: Date): PlannedRun[] {
  if (request.isJoin) return [planJoin(recordings, request, now)];
  return recordings.flatMap((recording) => planOne(recording, request, now));
}

function planOne(recording: KnownRecording, { exports, isAnew, metadata }: RunRequest, now: Date): PlannedRun[] {
  const { bucket, location, isPlayable } = recording;
  const reference = { recording: { bucket, prefix: location.prefix }, source, ...(metadata && { metadata }) };
  const name = operatorExecutionName(location, now);
  if (exports !== undefined && exports.length > 0 && isPlayable && !isAnew)
    return exports.map((request) => planExport([recording], { ...reference, export: request }, request, name));
  return [
    {
      machine: 'process-recording',
      name,
      recordings: [recording],
      input: exports === undefined ? reference : { ...reference, exports },
      exported: exports === undefined ? 'as deployed' : exports.map(requestText).join(', ') || 'none',
    },
  ];
}

function planJoin(
  recordings: readonly KnownRecording[],
  { exports, isAnew, metadata }: RunRequest,
  now: Date,
): PlannedRun {
  const [first, ...others] = recordings;
  if (first === undefined || others.length === 0) throw new UsageError('--join needs two recordings at least.');
  if (isAnew) throw new UsageError('--anew goes not with --join, which makes one export.');
  if (exports !== undefined && exports.length !== 1)
    throw new UsageError('--join makes one export: name one profile, or describe one, or leave it to the deployment.');
  const request = exports?.[0];
  const input = {
    recording: { bucket: first.bucket, prefix: first.location.prefix },
    joinWith: others.map(({ location }) => location.prefix),
    ...(request === undefined ? {} : { export: request }),
    source,
    ...(metadata && { metadata }),
  };
  const parsed = exportInputSchema.safeParse(input);
  if (!parsed.success)
    throw new UsageError(`${parsed.error.issues.map((issue) => joinFault(issue, others)).join('; ')}.`);
  return planExport(recordings, input, request, operatorExecutionName(first.location, now));
}

function joinFault(
  { path, message }: { path: readonly PropertyKey[]; message: string },
  others: readonly KnownRecording[],
): string {
  const [, index] = path;
  const recording = typeof index === 'number' ? others[index]?.location.prefix : undefined;
  return `${recording ?? '--join'} ${message}`;
}

function planExport(
  recordings: readonly KnownRecording[],
  input: { readonly export?: ExportRequest; readonly joinWith?: readonly string[] },
  request: ExportRequest | undefined,
  parentName: string,
): PlannedRun {
  const ids: RecordingIds = recordings[0]?.location ?? { channelId: '', recordingId: '' };
  const asked = request === undefined ? 'default' : askedNameOf(request);
  const clip = typeof request === 'object' ? request.clip : undefined;
  return {
    machine: 'export-recording',
    // As a child of an execution of this moment would be called: by it, reports and re-runs know which export it is.
    name: exportExecutionName(ids, exportNameOf({ name: asked, clip }, input.joinWith), parentName),
    recordings,
    input,
    exported: request === undefined ? 'as deployed' : requestText(request),
  };
}

/** An export as a person asked for it. */
export function requestText(request: ExportRequest): string {
  if (typeof request === 'string') return request;
  const { rendition, format, video, clip, engine, name } = request;
  const encode =
    typeof video === 'object' ? `h264${video.height === undefined ? '' : ` ${video.height} lines`}` : video;
  const stretch =
    clip && `${clip.fromSeconds} s to ${clip.toSeconds === undefined ? 'the end' : `${clip.toSeconds} s`}`;
  const parts = [String(rendition), format, encode, stretch, engine].filter((part) => part !== undefined).join(' ');
  return name === undefined ? parts : `${name} (${parts})`;
}
