/**
 * The brake: exports that nobody asked for one by one are held back where the deployment switches them off or limits
 * their minutes (docs/adr/0011). What is decided here, the workflow does, before any engine is paid.
 */
import {
  type AttributeValue,
  catalogTable,
  expiryAttribute,
  expiryOf,
  exportMinutesCounter,
  exportSortKey,
  toAttributeValue,
} from '../shared/contract/catalog.ts';
import type { ExportInput } from '../shared/contract/execution-input.ts';
import type { ExportLimits } from '../shared/contract/export-limits.ts';
import {
  type Announcement,
  type Hold,
  makeAnnouncement,
  notificationId,
  notificationSchemaVersion,
} from '../shared/contract/notification.ts';
import { dayOf } from '../shared/recording/notified-recording.ts';
import type { PlannedExport } from '../shared/recording/planned-export.ts';
import type { ServedRecording } from '../shared/recording/served-recording.ts';
import type { PlanExportInput } from './schema.ts';

/** What the brake decides. */
export type Brake =
  | { readonly action: 'none' | 'held' }
  /** Held only if the day's counter, with these minutes, would pass the limit. */
  | { readonly action: 'reserve'; readonly reservation: Reservation };

/** Parameters of the update that counts the minutes, typed for DynamoDB. */
export interface Reservation {
  readonly key: Readonly<Record<string, AttributeValue>>;
  readonly minutes: AttributeValue;
  /** The most that the counter may show before: the limit less these minutes. */
  readonly mostBefore: AttributeValue;
  /** Seconds since 1970. */
  readonly expiresAt: AttributeValue;
}

/** What the workflow writes and publishes of an export that is held. */
export interface HeldExport {
  readonly catalog: {
    readonly key: Readonly<Record<string, AttributeValue>>;
    readonly values: Readonly<
      Record<'day' | 'recordingId' | 'startedAt' | 'exportName' | 'hold' | 'asOf' | 'expiresAt', AttributeValue>
    >;
  };
  readonly announcement: Announcement;
}

/** The brake, and where it may hold, what is to be told then. */
export interface BrakeDecision {
  readonly brake: Brake;
  readonly held?: HeldExport;
}

/** What the decision rests on. */
export interface BrakeContext {
  readonly event: PlanExportInput;
  readonly input: ExportInput;
  readonly location: ServedRecording;
  readonly limits: ExportLimits;
  /** Days until the catalog may forget that it is held; null: never. */
  readonly catalogExpireAfterDays: number | null;
  readonly now: Date;
}

/**
 * Decides for a planned export. What somebody asked for passes: its source is an operator, or it has none, as an input
 * that was typed. So does what an engine refused before: its minutes are counted already.
 */
export function applyBrake(context: BrakeContext, planned: PlannedExport): BrakeDecision {
  const { event, input, location, limits, now } = context;
  const { type = 'operator' } = input.source ?? {};
  if (type === 'operator' || event.state.refusal !== undefined) return { brake: { action: 'none' } };
  const minutes = Math.max(1, Math.ceil(planned.plan.expectedDurationMs / 60_000));
  const hold = { minutes, ...(limits.minutesPerDay === undefined ? {} : { minutesPerDay: limits.minutesPerDay }) };
  if (!limits.automatic) {
    const message = `Automatic exports are switched off (exportLimits.automatic). ${releaseOf(location)}`;
    return heldAs({ reason: 'automatic-exports-off', message, ...hold }, context, planned);
  }
  const { minutesPerDay } = limits;
  if (minutesPerDay === undefined) return { brake: { action: 'none' } };
  const message = `Its ${minutes} min do not fit into what is left of the ${minutesPerDay} min that may be exported in a day (exportLimits.minutesPerDay). ${releaseOf(location)}`;
  const told = heldAs({ reason: 'daily-limit', message, ...hold }, context, planned);
  if (minutes > minutesPerDay) return told;
  return { ...told, brake: { action: 'reserve', reservation: reserve(minutes, minutesPerDay, now) } };
}

/** What lifts it: the command, and what the command does, for whoever has only the console. */
const releaseOf = ({ recordingId }: ServedRecording): string =>
  `To have it all the same: ivs-recordings rerun --held ${recordingId}, or start a new execution with the input of this one and the source operator.`;

function reserve(minutes: number, minutesPerDay: number, now: Date): Reservation {
  const expiresAt = Math.floor(now.getTime() / 1000) + exportMinutesCounter.keptDays * 86_400;
  return {
    key: {
      [catalogTable.partitionKey]: { S: exportMinutesCounter.partitionKey },
      [catalogTable.sortKey]: { S: exportMinutesCounter.sortKeyOf(now) },
    },
    minutes: toAttributeValue(minutes),
    mostBefore: toAttributeValue(minutesPerDay - minutes),
    [expiryAttribute]: toAttributeValue(expiresAt),
  };
}

function heldAs(
  hold: Hold,
  { event, location, now, catalogExpireAfterDays }: BrakeContext,
  planned: PlannedExport,
): BrakeDecision & { readonly held: HeldExport } {
  const { channelId, recordingId } = location;
  const { name, format, rendition } = planned.export;
  const { arn, name: executionName, redriveCount } = event.execution;
  const type = 'recording.export.held';
  return {
    brake: { action: 'held' },
    held: {
      catalog: {
        key: { channelId: { S: channelId }, recordingKey: { S: exportSortKey(location, name) } },
        values: {
          day: { S: dayOf(location) },
          recordingId: { S: recordingId },
          startedAt: { S: planned.recording.startedAt },
          exportName: { S: name },
          hold: toAttributeValue(hold),
          asOf: { S: now.toISOString() },
          expiresAt: toAttributeValue(expiryOf(now, catalogExpireAfterDays)),
        },
      },
      announcement: makeAnnouncement({
        schemaVersion: notificationSchemaVersion,
        id: notificationId(`${channelId}/${recordingId}`, type, executionName),
        type,
        time: now.toISOString(),
        recording: planned.recording,
        export: { name, format, rendition },
        hold,
        metadata: planned.metadata,
        execution: { arn, redriveCount },
      }),
    },
  };
}
