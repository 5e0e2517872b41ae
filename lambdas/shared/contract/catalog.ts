/**
 * The catalog: one DynamoDB table, one item for a recording and one for each of its exports, side by side.
 *
 * Partition key `channelId`, sort key `recordingKey`: `2026-06-23T20:12Z#<recordingId>` for the recording and the same
 * with `#export#<name>` for an export, so that one query reads a recording with its exports and the newest come first
 * when read backwards. An export's own item lets it fail, be redriven and be reported without touching the recording or
 * another export (docs/adr/0007). Items are written with UpdateItem, so that a title someone edited survives a re-run.
 */
import * as z from 'zod/mini';
import {
  completenessSchema,
  holdSchema,
  notifiedErrorSchema,
  notifiedExportSchema,
  playbackSchema,
} from './notification.ts';
import { playbackAccessSchema } from './playback-access.ts';
import type { RecordingLocation } from './recording-location.ts';

/** Names of the table's keys and indexes. */
export const catalogTable = {
  partitionKey: 'channelId',
  sortKey: 'recordingKey',
  /** By `recordingId`, then `recordingKey`. */
  recordingIdIndex: 'byRecordingId',
  /** By `day` (of the start, UTC), then `startedAt`: lists across channels. */
  dayIndex: 'byDay',
  /** Sparse: items with `attention`, by it, then `startedAt`. */
  attentionIndex: 'byAttention',
} as const;

/** Sort key of a recording's item. */
export const recordingSortKey = ({ startMinute, recordingId }: RecordingLocation): string =>
  `${startMinute}#${recordingId}`;

/** Sort key of an export's item. */
export const exportSortKey = (location: RecordingLocation, exportName: string): string =>
  `${recordingSortKey(location)}#export#${exportName}`;

/**
 * Counts the minutes of exports that were begun on a day, against the limit. No channel's id holds a `#`, so the counters
 * stand beside the recordings without meeting them, and in none of the indexes.
 */
export const exportMinutesCounter = {
  partitionKey: '#export-minutes',
  /** Sort key: the day in UTC, `2026-06-23`. */
  sortKeyOf: (now: Date): string => now.toISOString().slice(0, 10),
  /** DynamoDB deletes it by itself, some time after: enough days to look back at a month. */
  keptDays: 35,
} as const;

/**
 * Attribute with the time at which DynamoDB may delete an item, in seconds since 1970. Of recordings and exports it is null
 * unless the deployment's retention says otherwise: DynamoDB leaves alone whatever has no number there.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */
export const expiryAttribute = 'expiresAt';

/** Seconds since 1970 at which an item that is written now may go; null: never. @param days Of the configuration. */
export const expiryOf = (now: Date, days: number | null): number | null =>
  days === null ? null : Math.floor(now.getTime() / 1000) + days * 86_400;

/** The execution that wrote an item last. */
export const runSchema = z.object({ executionArn: z.string(), startedAt: z.string(), redriveCount: z.number() });
export type Run = z.infer<typeof runSchema>;

/** One thing that the validation found; none of them alone is damage. */
export const findingSchema = z.object({
  code: z.enum([
    'segment-missing',
    'segment-empty',
    'end-mark-missing',
    'playlist-missing',
    'playlist-invalid',
    'rendition-not-in-metadata',
    'rendition-not-in-multivariant',
    'duration-differs',
    'ivs-reported-failure',
    'channel-unreadable',
    'channel-tag-too-long',
    'findings-left-out',
  ]),
  message: z.string(),
  rendition: z.optional(z.string()),
  /** Where and how much, in seconds of the rendition's timeline. */
  fromSeconds: z.optional(z.number()),
  durationSeconds: z.optional(z.number()),
});
export type Finding = z.infer<typeof findingSchema>;

const failureSchema = z.extend(notifiedErrorSchema, {
  at: z.string(),
  run: runSchema,
  /** Whether its message was published; absent in items from before it was noted: it was. */
  announced: z.optional(z.boolean()),
});

const common = {
  channelId: z.string(),
  recordingKey: z.string(),
  recordingId: z.string(),
  /** Day of the start, UTC, `2026-06-23`. */
  day: z.string(),
  /** RFC 3339; at second 0 where only the prefix is known. */
  startedAt: z.string(),
  /**
   * Time of the newest report or registration in here, RFC 3339: an older report on an execution never overwrites it. Like
   * all times that conditions compare, which they do as text, it has milliseconds and is in UTC: a step or report-failure
   * writes it, never the workflow, since Step Functions drops a fraction of zeros.
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
   */
  asOf: z.string(),
  run: z.optional(runSchema),
  failure: z.optional(failureSchema),
  expiresAt: z.optional(z.nullable(z.number())),
  /** Present while somebody should look: at what failed, or at an export that waits to be released. */
  attention: z.optional(z.enum(['failed', 'held'])),
};

/** Without `url` where it is withheld; `access` is an attribute of the item itself. */
const cataloguedPlaybackSchema = z.extend(z.omit(playbackSchema, { access: true }), { url: z.optional(z.string()) });
export type CataloguedPlayback = z.infer<typeof cataloguedPlaybackSchema>;

/** Item of a recording. */
export const catalogRecordingSchema = z.object({
  ...common,
  type: z.literal('recording'),
  /**
   * When the recording itself was looked at last, RFC 3339: the time of `status`, `recording`, `playback` and `findings`,
   * which an older judgement never overwrites. Absent while only the machinery failed.
   */
  judgedAt: z.optional(z.string()),
  status: z.enum(['playable', 'empty', 'failed']),
  recording: z.optional(
    z.object({
      bucket: z.string(),
      prefix: z.string(),
      channelArn: z.optional(z.string()),
      channelName: z.optional(z.string()),
      endedAt: z.optional(z.string()),
      durationMs: z.optional(z.number()),
      completeness: z.optional(completenessSchema),
    }),
  ),
  /** Whether viewers may be given the URLs; absent in items from before it was decided: `public`. */
  access: z.optional(playbackAccessSchema),
  playback: z.optional(cataloguedPlaybackSchema),
  /** When its numbered thumbnails were deleted by the deployment's retention, RFC 3339; `playback` then names none of them. */
  thumbnailsExpiredAt: z.optional(z.string()),
  findings: z.optional(z.array(findingSchema)),
  metadata: z.optional(z.record(z.string(), z.unknown())),
});
export type CatalogRecording = z.infer<typeof catalogRecordingSchema>;

/** What remux found and did, for whoever wonders about an export; MediaConvert tells none of it. */
const remuxedFiguresSchema = z.object({
  videoFrames: z.number(),
  audioFrames: z.number(),
  /** Frames of silence put in where the recording has no audio. */
  silentFramesInserted: z.number(),
  /** Stretches with a clock of their own that were joined. */
  parts: z.number(),
  trimmedMs: z.number(),
  warningCount: z.number(),
});

/** Item of an export. */
export const catalogExportSchema = z.object({
  ...common,
  type: z.literal('export'),
  status: z.enum(['ready', 'failed', 'held']),
  /** Derived, as in its key. */
  exportName: z.string(),
  /**
   * When the file was looked at last, RFC 3339: the time of `export` and of a `status` that rests on the file, which an
   * older look never overwrites. Absent while no file was looked at.
   */
  verifiedAt: z.optional(z.string()),
  /** As that of a recording; of an item that holds a file. */
  access: z.optional(playbackAccessSchema),
  export: z.optional(
    z.extend(z.omit(notifiedExportSchema, { access: true }), {
      /** Absent where it is withheld. */
      url: z.optional(z.string()),
      /** Items from before it was noted have none. */
      codecs: z.optional(z.array(z.string())),
      remuxed: z.optional(remuxedFiguresSchema),
    }),
  ),
  /** Of one that is held back. */
  hold: z.optional(holdSchema),
});
export type CatalogExport = z.infer<typeof catalogExportSchema>;

export const catalogItemSchema = z.discriminatedUnion('type', [catalogRecordingSchema, catalogExportSchema]);
export type CatalogItem = z.infer<typeof catalogItemSchema>;

/** A change of one item by a step. Attributes that it does not name stay as they are. */
interface ItemChange {
  readonly key: { readonly channelId: string; readonly recordingKey: string };
  /** Attributes to set; those that are `undefined` are left out. */
  readonly set: Readonly<Record<string, unknown>>;
  /** Attributes to set only where the item has none yet. */
  readonly setIfAbsent: Readonly<Record<string, unknown>>;
  readonly remove: readonly string[];
}

/** A report on an execution: written unless the item holds a newer one, and notes `asOf` and `run`. */
export interface CatalogUpdate extends ItemChange {
  /** When what the update says became true, RFC 3339 with milliseconds, UTC. */
  readonly asOf: string;
  /** The execution that says so. */
  readonly run: Run;
}

/** A judgement of the recording itself: written unless the item holds a newer one, and notes `judgedAt`. */
export interface JudgementUpdate extends ItemChange {
  /** RFC 3339 with milliseconds, UTC. */
  readonly judgedAt: string;
}

/** A judgement of an export's file: written unless the item holds a newer one, and notes `verifiedAt`. */
export interface VerificationUpdate extends ItemChange {
  /** RFC 3339 with milliseconds, UTC. */
  readonly verifiedAt: string;
}

/**
 * What follows from a success: written only while the report of it, made just before, is the newest, and unless the item
 * counts as failed all the same, since somebody has judged otherwise.
 */
export interface HealingUpdate extends ItemChange {
  /** `asOf` of the report. */
  readonly healedAt: string;
  /** Only while the export is held; else only while it is not, since its attention is then not over. */
  readonly whileHeld?: true;
}

/** A change with the condition that its kind stands for. */
export type ConditionalUpdate = CatalogUpdate | JudgementUpdate | VerificationUpdate | HealingUpdate;

/** What became of an update. */
export type CatalogWrite =
  | { readonly outcome: 'written'; readonly status?: string | undefined }
  /** The item holds something newer, and stays as it is. */
  | { readonly outcome: 'superseded' };

/** A typed DynamoDB value, as the low-level API and Step Functions' integration have it. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: AttributeValue[] }
  | { readonly M: Record<string, AttributeValue> };

/** Turns a JSON value into a typed DynamoDB value; properties that are `undefined` are left out. */
export function toAttributeValue(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null || value === undefined) return { NULL: true };
  if (Array.isArray(value)) return { L: value.map(toAttributeValue) };
  return { M: toAttributeMap(value) };
}

/** {@link toAttributeValue} for each property of an object. */
export function toAttributeMap(value: object): { [key: string]: AttributeValue } {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, property]) => property !== undefined)
      .map(([key, property]) => [key, toAttributeValue(property)]),
  );
}
