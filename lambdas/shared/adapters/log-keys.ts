/** Finds out what an invocation is about, for its log lines. It judges nothing: what it cannot read, it leaves out. */
import * as z from 'zod/mini';
import { parseJson } from '../contract/json-text.ts';
import { recordingPrefixOfMetadataKey } from '../contract/object-keys.ts';
import { parseRecordingPrefix } from '../contract/recording-location.ts';

/** What stands on each line of an invocation, as far as the event tells. */
export interface LogKeys {
  readonly channelId?: string;
  readonly recordingId?: string;
  /** The running execution; of a report, the one that ended. */
  readonly executionArn?: string;
}

const loosely = <T extends z.core.$ZodType>(schema: T) => z.catch(z.optional(schema), undefined);
const text = loosely(z.string());
const place = loosely(z.object({ prefix: text }));

const eventSchema = z.object({
  execution: loosely(z.object({ arn: text })),
  // Of a state: the execution's input, or what was planned. Of an operator: the input itself.
  input: loosely(z.object({ recording: place })),
  planned: loosely(z.object({ recording: place })),
  recording: place,
  // Of EventBridge.
  resources: loosely(z.array(z.string())),
  detail: loosely(z.object({ executionArn: text, input: text, recording_s3_key_prefix: text })),
  // Of S3; several are told apart by their outcomes.
  Records: loosely(z.tuple([z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) })])),
});
type ReadEvent = z.infer<typeof eventSchema>;

/** The keys of an event of any step. */
export function logKeysOf(event: unknown): LogKeys {
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) return {};
  const executionArn = parsed.data.execution?.arn ?? parsed.data.detail?.executionArn;
  return { ...recordingOf(parsed.data), ...(executionArn && { executionArn }) };
}

function recordingOf(event: ReadEvent): LogKeys {
  const location = prefixesOf(event)
    .map((prefix) => parseRecordingPrefix(prefix ?? ''))
    .find((found) => found !== undefined);
  if (location !== undefined) return { channelId: location.channelId, recordingId: location.recordingId };
  // A recording that could not begin has no prefix.
  const [, channelId] = /:channel\/([A-Za-z0-9]{1,20})$/.exec(event.resources?.[0] ?? '') ?? [];
  return channelId === undefined ? {} : { channelId };
}

const prefixesOf = ({ input, planned, recording, detail, Records }: ReadEvent): (string | undefined)[] => [
  input?.recording?.prefix,
  planned?.recording?.prefix,
  recording?.prefix,
  detail?.recording_s3_key_prefix,
  recordingPrefixOfMetadataKey(Records?.[0].s3.object.key ?? ''),
  inputOf(detail?.input)?.recording?.prefix,
];

const inputOf = (json: string | undefined): ReadEvent['input'] =>
  eventSchema.safeParse({ input: parseJson(json) }).data?.input;
