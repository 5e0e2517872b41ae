/** Which messages an execution has published, by its history: what SNS took, with the id that it gave. */
import * as z from 'zod/mini';
import { parseJson } from '../../lambdas/shared/contract/json-text.ts';

/** A message to subscribers. */
export interface SentMessage {
  /** When SNS took it, or when the failure was noted. */
  readonly at: Date;
  /** Such as `recording.playback.ready`. */
  readonly type: string;
  /** The message's own id, the same on every re-run. */
  readonly id: string;
  /** SNS's; absent of a failure, which a Lambda publishes right after it has noted it in the catalog. */
  readonly messageId: string | undefined;
  readonly executionArn: string;
}

/** An event of a history, as far as messages go. */
export interface PublishEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly at: Date;
  readonly kind: 'scheduled' | 'succeeded' | 'other';
  /** JSON text: what was scheduled, or what SNS answered. */
  readonly text: string | undefined;
}

const scheduledSchema = z.object({ Message: z.string() });
const messageSchema = z.object({ id: z.string(), type: z.string() });
const answerSchema = z.object({ MessageId: z.string() });

/** @param events of `sns:publish` whole, of all others the ids, in their order */
export function messagesOf(executionArn: string, events: readonly PublishEvent[]): SentMessage[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  return events.flatMap((event) => {
    const answer = answerSchema.safeParse(parseJson(event.kind === 'succeeded' ? (event.text ?? '') : ''));
    if (!answer.success) return [];
    const scheduled = scheduledSchema.safeParse(parseJson(scheduledBefore(event, byId)?.text ?? ''));
    const message = messageSchema.safeParse(parseJson(scheduled.data?.Message ?? ''));
    // SNS took something; what it was, only the schedule tells.
    const { type, id } = message.data ?? { type: 'unknown', id: 'unknown' };
    return [{ at: event.at, type, id, messageId: answer.data.MessageId, executionArn }];
  });
}

/** An attempt is scheduled, started and over: each event names the one before. */
function scheduledBefore(
  { previousEventId }: PublishEvent,
  byId: ReadonlyMap<number, PublishEvent>,
): PublishEvent | undefined {
  const before = byId.get(previousEventId);
  return before === undefined || before.kind === 'scheduled' ? before : scheduledBefore(before, byId);
}
