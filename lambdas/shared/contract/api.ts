/**
 * Answers of the API for past streams, `/api/…` of the playback distribution: what apps show in their lists of past
 * streams. docs/schema/openapi.json is generated from here.
 *
 * Everything in an answer may be read by anybody who can reach the distribution. So bucket, prefix, ARNs, engine,
 * findings and the metadata of an execution's caller are not in it, nor are recordings that cannot be played.
 */
import * as z from 'zod/mini';
import { exportFormatSchema } from './export-wish.ts';
import { notifiedRenditionSchema } from './notification.ts';

/**
 * When to come again after `catalog-unavailable`. CloudFront keeps an answer of this kind for ten seconds, whatever its
 * headers say, unless the distribution says otherwise: it says this.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
export const retryAfterSeconds = 2;

/** How many recordings a page holds. */
export const pageSizes = { default: 20, most: 100 } as const;

/** Where the API stands on the distribution. */
export const apiPaths = {
  recordingsOfChannel: '/api/channels/{channelId}/recordings',
  recordingsOfDay: '/api/recordings',
  recording: '/api/recordings/{recordingId}',
  openApi: '/api/openapi.json',
  problems: '/api/problems',
} as const;

/** Ids of channels and recordings, as IVS makes them. What looks otherwise names nothing, so it is not found. */
export const idPattern = /^[A-Za-z0-9]{1,20}$/;

/**
 * `public`: whoever has a URL can play it. `signed`: the URLs need a signature of the deployment's key. There is a third,
 * `withheld`, in the catalog only: it is never answered.
 */
export const apiAccessSchema = z.enum(['public', 'signed']);

/** For whoever reads docs/schema/openapi.json. */
const describe = <Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema =>
  schema.check(z.describe(description));

/** A part that some rendition lacks, for marks on a seek bar. */
export const apiMissingRangeSchema = z.object({
  rendition: z.string(),
  startSeconds: describe(z.number(), 'From the beginning as it was recorded, missing parts counted.'),
  seconds: z.number(),
  replacedBy: describe(
    z.optional(z.string()),
    'The rendition that is played instead; absent when none has this part, and the playback skips it.',
  ),
});
export type ApiMissingRange = z.infer<typeof apiMissingRangeSchema>;

/** What is not there of a partial recording. */
export const apiMissingSchema = z.object({
  seconds: describe(
    z.number(),
    'For how many seconds at least one of the renditions that are offered has nothing, each second counted once.',
  ),
  skippedSeconds: describe(z.number(), 'How many of them the playback skips, since no rendition has them.'),
  ranges: describe(z.array(apiMissingRangeSchema), 'By rendition, highest first, then by time.'),
  rangesLeftOut: describe(z.number(), 'How many more ranges there are than are listed.'),
});
export type ApiMissing = z.infer<typeof apiMissingSchema>;

/** Pictures of a recording, one after the other in time. */
export const apiThumbnailsSchema = z.object({
  urlTemplate: describe(
    z.string(),
    'With `{index}` for the number of the picture: 0, 1, 2, … at equal distances over the recording.',
  ),
  count: describe(
    z.optional(z.number()),
    'How many there are; absent when it was not noted. A number too high is answered with 403.',
  ),
});

export const apiPlaybackSchema = z.object({
  url: describe(z.string(), 'HLS: the multivariant playlist.'),
  thumbnailUrl: z.optional(z.string()),
  thumbnails: describe(
    z.optional(apiThumbnailsSchema),
    'Absent unless the pictures were stored in sequence, and once they are deleted by their retention.',
  ),
  renditions: describe(z.array(notifiedRenditionSchema), 'Highest first.'),
});
export type ApiPlayback = z.infer<typeof apiPlaybackSchema>;

/** A file to download. */
export const apiExportSchema = z.object({
  name: z.string(),
  format: exportFormatSchema,
  url: z.string(),
  sizeBytes: z.number(),
  durationMs: z.number(),
  rendition: z.string(),
  codecs: describe(z.array(z.string()), 'RFC 6381, such as `avc1.4D401F`; empty when they were not noted.'),
  width: describe(z.optional(z.number()), 'Pixels; absent without video.'),
  height: z.optional(z.number()),
  clip: describe(
    z.optional(z.object({ fromSeconds: z.number(), toSeconds: z.number() })),
    'What the file holds of the recording; of a clip only.',
  ),
});
export type ApiExport = z.infer<typeof apiExportSchema>;

const identity = {
  recordingId: z.string(),
  channelId: z.string(),
  channelName: z.optional(z.string()),
  startedAt: describe(z.string(), 'RFC 3339, UTC.'),
  endedAt: describe(z.optional(z.string()), 'RFC 3339, UTC.'),
  durationMs: describe(
    z.optional(z.number()),
    'Of the playback: a partial one lasts as long as what it does not skip.',
  ),
};

/** A recording that can be played. */
export const apiRecordingSchema = z.object({
  ...identity,
  status: describe(z.enum(['ready', 'partial']), '`partial`: it plays, and `missing` tells what is not there.'),
  access: describe(apiAccessSchema, '`signed`: every URL of it needs a signature, which your backend makes.'),
  playback: apiPlaybackSchema,
  missing: describe(z.optional(apiMissingSchema), 'Of a partial recording only.'),
  exports: describe(z.array(apiExportSchema), 'Those that are ready, by name.'),
});
export type ApiRecording = z.infer<typeof apiRecordingSchema>;

/** Newest first. */
export const apiPageSchema = z.object({
  recordings: z.array(apiRecordingSchema),
  next: describe(
    z.optional(z.string()),
    'Of the next page, for the parameter `before` of the same call; absent when there is none. Opaque.',
  ),
});
export type ApiPage = z.infer<typeof apiPageSchema>;

/** Why something failed, for operators. */
export const apiFailureSchema = z.object({
  name: z.string(),
  message: z.string(),
  state: z.optional(z.string()),
  redrivable: z.boolean(),
  /** RFC 3339. */
  at: z.string(),
  executionArn: z.string(),
});
export type ApiFailure = z.infer<typeof apiFailureSchema>;

/**
 * A recording as the laptop's own page shows it to whoever runs the system: also one that cannot be played, and why, and
 * exports that failed or wait. A function in the cloud never answers this (docs/adr/0016).
 */
export const operatorRecordingSchema = z.object({
  ...identity,
  status: z.enum(['ready', 'partial', 'empty', 'failed']),
  access: apiAccessSchema,
  /** Also of a failed one, when an earlier run registered it and the playback stands. */
  playback: z.optional(apiPlaybackSchema),
  missing: z.optional(apiMissingSchema),
  exports: z.array(apiExportSchema),
  failure: z.optional(apiFailureSchema),
  /** Exports that are not there. */
  unfinishedExports: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['failed', 'held']),
      failure: z.optional(apiFailureSchema),
      /** Why it is held back, and what to do to have it. */
      hold: z.optional(z.string()),
    }),
  ),
  /** What an execution's input needs. */
  recording: z.optional(z.object({ bucket: z.string(), prefix: z.string() })),
});
export type OperatorRecording = z.infer<typeof operatorRecordingSchema>;

export const operatorPageSchema = z.object({
  recordings: z.array(operatorRecordingSchema),
  next: z.optional(z.string()),
});
export type OperatorPage = z.infer<typeof operatorPageSchema>;

/** Everything that a request can be refused for. The key is the anchor, in docs/api.md and at `/api/problems`. */
export const problems = {
  'recording-not-found': {
    status: 404,
    title: 'There is no such recording to show',
    explanation:
      'No recording has this id, or it cannot be played, or it is not for the public. Which of them is not told. A recording that ended just now appears as soon as it can be played.',
  },
  'path-not-found': {
    status: 404,
    title: 'The API has no such path',
    explanation: 'The paths are in /api/openapi.json. Ids are 1 to 20 letters and digits.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The API is read only',
    explanation: 'Send GET or HEAD.',
  },
  'parameter-invalid': {
    status: 400,
    title: 'A parameter of the query is missing or malformed',
    explanation:
      'detail names the parameter and what it must be. limit is a whole number from 1 to 100, day a date such as 2026-06-23, and each stands in the query once.',
  },
  'cursor-invalid': {
    status: 400,
    title: 'The cursor is none of this call',
    explanation:
      'before takes what next of the page before held, with the same channel or day. Begin again without it.',
  },
  'catalog-unavailable': {
    status: 503,
    title: 'The catalog does not answer',
    explanation: 'Try again after the seconds that Retry-After tells.',
  },
} as const satisfies Record<string, { status: number; title: string; explanation: string }>;
export type ProblemName = keyof typeof problems;

/**
 * A refusal, `application/problem+json`.
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export const problemSchema = z.object({
  type: describe(z.string(), 'Resolves to an explanation, `/api/problems#<name>`; compare it as a text.'),
  title: z.string(),
  status: z.number(),
  detail: describe(z.optional(z.string()), 'What is wrong with this very request.'),
});
export type Problem = z.infer<typeof problemSchema>;

/** `type` of a problem. */
export const problemType = (name: ProblemName): string => `${apiPaths.problems}#${name}`;
