/**
 * The one message format, for success and failure alike: body of an SNS message, versioned, with a stable `id` to
 * de-duplicate on and three attributes (`type`, `channelId`, `recordingId`) to filter on. The same news has the same id
 * on every re-run; different news never shares one. The JSON Schema in `docs/schema/` is generated from here.
 */
import * as z from 'zod/mini';
import { engineSchema } from './export-engine.ts';
import { exportFormatSchema } from './export-wish.ts';
import { announcedAccessSchema } from './playback-access.ts';

/** Version of the format; it changes only when a subscriber would have to. */
export const notificationSchemaVersion = '1';

export const completenessSchema = z.enum(['complete', 'partial']);

const channelSchema = z.object({
  channelId: z.string(),
  channelArn: z.optional(z.string()),
  channelName: z.optional(z.string()),
});

/** Which recording; what only the metadata file tells is absent when it could not be read. */
export const notifiedRecordingSchema = z.extend(channelSchema, {
  recordingId: z.string(),
  bucket: z.string(),
  prefix: z.string(),
  startedAt: z.optional(z.string()),
  endedAt: z.optional(z.string()),
  /** Milliseconds, as the playlists have it; a partial playback lasts as long as what it does not skip. */
  durationMs: z.optional(z.number()),
  completeness: z.optional(completenessSchema),
});
export type NotifiedRecording = z.infer<typeof notifiedRecordingSchema>;

export const notifiedRenditionSchema = z.object({
  name: z.string(),
  /** Pixels; absent for audio only. */
  width: z.optional(z.number()),
  height: z.optional(z.number()),
});

/** A part of a rendition that is not there. */
export const missingRangeSchema = z.object({
  rendition: z.string(),
  /** Seconds from the beginning of the rendition as it was recorded, missing parts counted. */
  startSeconds: z.number(),
  seconds: z.number(),
  /** The rendition whose segments are played instead; absent when none has them, and the playback skips this part. */
  replacedBy: z.optional(z.string()),
});
export type MissingRange = z.infer<typeof missingRangeSchema>;

/** What is not there of a recording that is played all the same. */
export const missingMediaSchema = z.object({
  /**
   * For how many seconds at least one of the renditions that are offered has nothing, each second counted once. What is
   * missing of those that are not offered, see `renditionsLeftOut`, is not counted.
   */
  seconds: z.number(),
  /** How many seconds the playback skips, since no rendition has them. */
  skippedSeconds: z.number(),
  /** By rendition, highest first, then by time. */
  ranges: z.array(missingRangeSchema),
  /** How many more ranges there are than are listed; the seconds above count them in. */
  rangesLeftOut: z.number(),
  /** Renditions of which nothing can be played, so that they are not offered; at most 100. */
  renditionsLeftOut: z.array(z.string()),
});
export type MissingMedia = z.infer<typeof missingMediaSchema>;

export const playbackSchema = z.object({
  /** Whether the URLs need signing; absent: `public`. */
  access: z.optional(announcedAccessSchema),
  /** Of the multivariant playlist. */
  url: z.string(),
  thumbnailUrl: z.optional(z.string()),
  /** How many there are where that one is the first of a sequence: `thumb0.jpg`, `thumb1.jpg`, … */
  thumbnailCount: z.optional(z.number()),
  /** Highest first. */
  renditions: z.array(notifiedRenditionSchema),
  /** Of a partial recording only. */
  missing: z.optional(missingMediaSchema),
});
export type Playback = z.infer<typeof playbackSchema>;

/** What there is to play of a recording whose URLs are not announced. */
export const withheldPlaybackSchema = z.extend(z.omit(playbackSchema, { url: true, thumbnailUrl: true }), {
  access: z.literal('withheld'),
});

export const notifiedExportSchema = z.object({
  /** With what makes it a clip or a join: `archive-clip60s-90s`. */
  name: z.string(),
  format: exportFormatSchema,
  /** Whether the URL needs signing; absent: `public`. */
  access: z.optional(announcedAccessSchema),
  url: z.string(),
  bucket: z.string(),
  key: z.string(),
  sizeBytes: z.number(),
  durationMs: z.number(),
  rendition: z.string(),
  /** RFC 6381, such as `avc1.4D401F` and `mp4a.40.2`, as the file has them. */
  codecs: z.array(z.string()),
  /** Pixels; absent without video. */
  width: z.optional(z.number()),
  height: z.optional(z.number()),
  /** Whether the frames are the recording's own; absent without video. */
  video: z.optional(z.enum(['copy', 'h264'])),
  /** What the file holds of the recording, or of the join, in seconds from its beginning; of a clip only. */
  clip: z.optional(
    z.object({
      fromSeconds: z.number(),
      toSeconds: z.number(),
      /**
       * `actual`: where the file begins and ends, to the frame. `requested`: what was asked for, of frames that MediaConvert
       * copied: the file begins with the next key frame. Absent in what was exported before there was this field.
       */
      times: z.optional(z.enum(['actual', 'requested'])),
    }),
  ),
  /** Prefixes of the recordings that follow the first, of a join only. */
  joinedWith: z.optional(z.array(z.string())),
  engine: engineSchema,
  engineReason: z.string(),
});
export type NotifiedExport = z.infer<typeof notifiedExportSchema>;

/** An export of a recording whose URLs are not announced: where it lies, for those who may read the bucket. */
export const withheldExportSchema = z.extend(z.omit(notifiedExportSchema, { url: true }), {
  access: z.literal('withheld'),
});
export type WithheldExport = z.infer<typeof withheldExportSchema>;

/** Why an export was not begun, and may be later. */
export const holdSchema = z.object({
  /** `automatic-exports-off`: the switch; `daily-limit`: the minutes of the day are used up, or it alone has more. */
  reason: z.enum(['automatic-exports-off', 'daily-limit']),
  /** What to do to have it all the same. */
  message: z.string(),
  /** Minutes that it would have counted. */
  minutes: z.number(),
  /** Minutes a day that the deployment allows; absent when it has no such limit. */
  minutesPerDay: z.optional(z.number()),
});
export type Hold = z.infer<typeof holdSchema>;

export const notifiedErrorSchema = z.object({
  name: z.string(),
  message: z.string(),
  /** The state that failed; absent when the history does not tell. */
  state: z.optional(z.string()),
  redrivable: z.boolean(),
  consoleUrl: z.optional(z.string()),
});
export type NotifiedError = z.infer<typeof notifiedErrorSchema>;

const executionSchema = z.object({
  arn: z.string(),
  /** How often the execution had been redriven when this was judged. */
  redriveCount: z.number(),
});

const base = {
  schemaVersion: z.literal(notificationSchemaVersion),
  id: z.string(),
  /** When this was judged, RFC 3339. */
  time: z.string(),
};
const ofExecution = { metadata: z.record(z.string(), z.unknown()), execution: executionSchema };

/** Every message, told apart by `type`. */
export const notificationSchema = z.discriminatedUnion('type', [
  z.object({
    ...base,
    type: z.literal('recording.playback.ready'),
    recording: notifiedRecordingSchema,
    playback: playbackSchema,
    ...ofExecution,
  }),
  z.object({
    ...base,
    type: z.literal('recording.playback.withheld'),
    recording: notifiedRecordingSchema,
    playback: withheldPlaybackSchema,
    ...ofExecution,
  }),
  z.object({ ...base, type: z.literal('recording.empty'), recording: notifiedRecordingSchema, ...ofExecution }),
  z.object({
    ...base,
    type: z.literal('recording.failed'),
    /** Absent when the execution's input names no recording. */
    recording: z.optional(notifiedRecordingSchema),
    error: notifiedErrorSchema,
    /**
     * Whether viewers can play the recording all the same: as this execution has registered it, when only what comes
     * after failed, or as an earlier one did.
     */
    playbackStands: z.boolean(),
    ...ofExecution,
  }),
  z.object({
    ...base,
    type: z.literal('recording.export.ready'),
    recording: notifiedRecordingSchema,
    export: notifiedExportSchema,
    ...ofExecution,
  }),
  z.object({
    ...base,
    type: z.literal('recording.export.withheld'),
    recording: notifiedRecordingSchema,
    export: withheldExportSchema,
    ...ofExecution,
  }),
  z.object({
    ...base,
    type: z.literal('recording.export.held'),
    recording: notifiedRecordingSchema,
    export: z.object({ name: z.string(), format: exportFormatSchema, rendition: z.string() }),
    hold: holdSchema,
    ...ofExecution,
  }),
  z.object({
    ...base,
    type: z.literal('recording.export.failed'),
    recording: z.optional(notifiedRecordingSchema),
    /** Absent when the input does not say which export. */
    export: z.optional(z.object({ name: z.string() })),
    error: notifiedErrorSchema,
    ...ofExecution,
  }),
  z.object({
    ...base,
    type: z.literal('recording.start.failed'),
    recording: z.extend(channelSchema, { streamId: z.string() }),
    error: notifiedErrorSchema,
  }),
]);
export type Notification = z.infer<typeof notificationSchema>;
export type NotificationType = Notification['type'];

/**
 * Id of a message: `<subject>/<type>[/<detail>]`. The subject is `<channelId>/<recordingId>`; the detail, where the
 * type has one, is the export's name, `<execution name>/<redriveCount>` of a failure, `<execution name>` of an export that
 * is held back, the stream's id, or
 * `partial-<digest>` of a partial playback: a digest of what is missing, so that a run which finds more of the recording
 * has news, and one which finds the same has not.
 */
export const notificationId = (subject: string, type: NotificationType, ...detail: (string | number)[]): string =>
  [subject, type, ...detail].join('/');

/** SNS refuses empty attribute values, so what is empty is left out. At most these three: raw SQS delivery allows ten. */
export function notificationAttributes(notification: Notification): Record<string, string> {
  const { recording } = notification;
  const attributes = {
    type: notification.type,
    channelId: recording?.channelId ?? '',
    recordingId: recording !== undefined && 'recordingId' in recording ? recording.recordingId : '',
  };
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}

const headlines: Record<NotificationType, string> = {
  'recording.playback.ready': 'Recording ready to play',
  'recording.playback.withheld': 'Recording ready, URL withheld',
  'recording.empty': 'Nothing was recorded',
  'recording.failed': 'Recording failed',
  'recording.export.ready': 'Export ready',
  'recording.export.withheld': 'Export ready, URL withheld',
  'recording.export.held': 'Export held back',
  'recording.export.failed': 'Export failed',
  'recording.start.failed': 'Recording could not start',
};

/**
 * E-mail subject: under 100 printable ASCII characters, as SNS demands.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function notificationSubject(notification: Notification): string {
  const channel = notification.recording?.channelName ?? notification.recording?.channelId ?? '';
  const headline = isPartial(notification) ? 'Recording ready to play, in part' : headlines[notification.type];
  const subject = channel === '' ? headline : `${headline}: ${channel}`;
  const printable = subject.replaceAll(/[^\x20-\x7e]/g, '?');
  return printable.length < 100 ? printable : `${printable.slice(0, 96)}...`;
}

const isPartial = ({ type, recording }: Notification): boolean =>
  type === 'recording.playback.ready' && recording.completeness === 'partial';

/** An SNS message as the definitions publish it: each field goes into one parameter of `sns:publish`. */
export interface Announcement {
  readonly subject: string;
  readonly message: Notification;
  readonly attributes: Record<string, { readonly DataType: 'String'; readonly StringValue: string }>;
}

/** Wraps a notification for `sns:publish`. */
export function makeAnnouncement(message: Notification): Announcement {
  const attributes = Object.entries(notificationAttributes(message)).map(
    ([name, value]) => [name, { DataType: 'String', StringValue: value }] as const,
  );
  return { subject: notificationSubject(message), message, attributes: Object.fromEntries(attributes) };
}
