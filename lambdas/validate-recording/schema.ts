/** Input and output of ValidateRecording, as `statemachines/process-recording.asl.json` passes and reads them. */
import * as z from 'zod/mini';
import type { AttributeValue } from '../shared/contract/catalog.ts';
import { type ExportInput, executionContextSchema } from '../shared/contract/execution-input.ts';
import type { Announcement } from '../shared/contract/notification.ts';
import type { ExportChoice } from './choose-exports.ts';

/** `input` is the execution's own, as somebody typed it: the core parses it, to refuse it by name. */
export const validateRecordingInputSchema = z.object({
  input: z.unknown(),
  execution: executionContextSchema,
});
export type ValidateRecordingInput = z.infer<typeof validateRecordingInputSchema>;

/** Everything that the states after it write, publish and start. */
export interface ValidateRecordingOutput {
  readonly outcome: 'playable' | 'empty';
  readonly areExportsWanted: boolean;
  readonly catalog: {
    readonly key: { readonly channelId: AttributeValue; readonly recordingKey: AttributeValue };
    readonly values: CatalogValues;
  };
  readonly announcement: Announcement;
  /** None when nothing was recorded. */
  readonly exports: readonly PlannedExport[];
  /** Who chose the exports and why, for whoever looks at the execution. */
  readonly exportChoice: Pick<ExportChoice, 'chosenBy' | 'reason'>;
}

/** Attributes of the recording's item; `access` and `playback` are absent when nothing was recorded. */
export interface CatalogValues {
  readonly day: AttributeValue;
  readonly recordingId: AttributeValue;
  readonly startedAt: AttributeValue;
  readonly recording: AttributeValue;
  readonly access?: AttributeValue;
  readonly playback?: AttributeValue;
  readonly findings: AttributeValue;
  readonly metadata: AttributeValue;
  /** An older judgement never overwrites a newer one. */
  readonly judgedAt: AttributeValue;
  /** When it was decided; compared with the ends of executions. */
  readonly asOf: AttributeValue;
  readonly expiresAt: AttributeValue;
}

/** One execution of `export-recording` to start. */
export interface PlannedExport {
  readonly executionName: string;
  readonly input: ExportInput;
}
