/** Turns a judgement into what the next states write, publish and start. */
import {
  type CataloguedPlayback,
  expiryOf,
  type Finding,
  recordingSortKey,
  toAttributeMap,
  toAttributeValue,
} from '../shared/contract/catalog.ts';
import type { ExecutionContext, ExecutionInput } from '../shared/contract/execution-input.ts';
import { exportExecutionName } from '../shared/contract/execution-name.ts';
import { exportNameOf, standInNameOf } from '../shared/contract/export-name.ts';
import type { ExportWish } from '../shared/contract/export-wish.ts';
import {
  makeAnnouncement,
  type Notification,
  type NotifiedRecording,
  notificationId,
  notificationSchemaVersion,
  type Playback,
} from '../shared/contract/notification.ts';
import type { PlaybackAccess } from '../shared/contract/playback-access.ts';
import { dayOf } from '../shared/recording/notified-recording.ts';
import type { ServedRecording } from '../shared/recording/served-recording.ts';
import type { ExportChoice } from './choose-exports.ts';
import { digestMissing, type MissingPieces } from './missing-media.ts';
import type { PlannedExport, ValidateRecordingOutput } from './schema.ts';

/** What is known once a recording is judged and not refused. */
export interface Outcome {
  readonly input: ExecutionInput;
  readonly execution: ExecutionContext;
  readonly judgedAt: Date;
  /** Later than `judgedAt` by what it took to look. */
  readonly decidedAt: Date;
  /** Days until the catalog may forget it; null: never. */
  readonly catalogExpireAfterDays: number | null;
  readonly location: ServedRecording;
  readonly recording: NotifiedRecording & { readonly startedAt: string };
  /** `undefined` when nothing was recorded. */
  readonly playback: (Omit<Playback, 'access'> & { readonly access: PlaybackAccess }) | undefined;
  /** What is missing, of a partial recording only. */
  readonly missing: MissingPieces | undefined;
  readonly findings: readonly Finding[];
  /** A text is the name of a profile that is not configured: its export fails by itself. */
  readonly wishes: readonly (ExportWish | string)[];
  readonly exportChoice: ExportChoice;
}

/** Every field that `process-recording` reads: an absent path would fail the execution uncatchably. */
export function describeOutcome(outcome: Outcome): ValidateRecordingOutput {
  const { input, judgedAt, decidedAt, location, recording, playback, findings, wishes, exportChoice } = outcome;
  const exports = playback === undefined ? [] : wishes.map((wish) => planExport(wish, outcome));
  return {
    outcome: playback === undefined ? 'empty' : 'playable',
    areExportsWanted: exports.length > 0,
    catalog: {
      key: { channelId: { S: location.channelId }, recordingKey: { S: recordingSortKey(location) } },
      values: {
        day: { S: dayOf(location) },
        recordingId: { S: location.recordingId },
        startedAt: { S: recording.startedAt },
        recording: { M: toAttributeMap(catalogRecording(recording)) },
        ...(playback === undefined ? {} : cataloguedPlayback(playback)),
        findings: toAttributeValue(findings),
        metadata: toAttributeValue(input.metadata ?? {}),
        judgedAt: { S: judgedAt.toISOString() },
        asOf: { S: decidedAt.toISOString() },
        expiresAt: toAttributeValue(expiryOf(judgedAt, outcome.catalogExpireAfterDays)),
      },
    },
    announcement: makeAnnouncement(notificationOf(outcome)),
    exports,
    exportChoice: { chosenBy: exportChoice.chosenBy, reason: exportChoice.reason },
  };
}

/** Ids and start are attributes of the item itself. */
function catalogRecording(recording: NotifiedRecording): object {
  const { channelId, recordingId, startedAt, ...rest } = recording;
  return rest;
}

/** What is withheld has no URL in the catalog either: whoever shows the catalog's items shows no private recording. */
function cataloguedPlayback({ access, ...playback }: NonNullable<Outcome['playback']>) {
  const { url, thumbnailUrl, ...withheld } = playback;
  const catalogued: CataloguedPlayback = access === 'withheld' ? withheld : playback;
  return { access: { S: access }, playback: toAttributeValue(catalogued) };
}

const typeOf = (playback: Outcome['playback']) =>
  playback === undefined
    ? 'recording.empty'
    : playback.access === 'withheld'
      ? 'recording.playback.withheld'
      : 'recording.playback.ready';

function notificationOf(outcome: Outcome): Notification {
  const { input, execution, judgedAt, location, recording, playback, missing } = outcome;
  const subject = `${location.channelId}/${location.recordingId}`;
  const type = typeOf(playback);
  const common = {
    schemaVersion: notificationSchemaVersion,
    id: notificationId(subject, type, ...(missing === undefined ? [] : [`partial-${digestMissing(missing)}`])),
    time: judgedAt.toISOString(),
    recording,
    metadata: input.metadata ?? {},
    execution: { arn: execution.arn, redriveCount: execution.redriveCount },
  } as const;
  if (playback === undefined) return { type: 'recording.empty', ...common };
  const { access, url, thumbnailUrl, ...media } = playback;
  if (access === 'withheld') return { type: 'recording.playback.withheld', ...common, playback: { access, ...media } };
  return { type: 'recording.playback.ready', ...common, playback: { ...playback, access } };
}

function planExport(
  wish: ExportWish | string,
  { input: { recording, source, metadata }, execution, location, recording: { channelName } }: Outcome,
): PlannedExport {
  const name = typeof wish === 'string' ? standInNameOf(wish) : exportNameOf(wish);
  return {
    executionName: exportExecutionName(location, name, execution.name),
    input: {
      recording,
      export: wish,
      // The export's messages name the channel, too.
      ...(source === undefined ? {} : { source: { ...source, ...(channelName ? { channelName } : {}) } }),
      ...(metadata === undefined ? {} : { metadata }),
      AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: execution.arn,
    },
  };
}
