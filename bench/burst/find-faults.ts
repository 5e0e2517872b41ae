/** Holds what came of recordings against what was to come: each processed once, exported once, told of once. */
import { catalogItemSchema } from '../../lambdas/shared/contract/catalog.ts';
import { notificationSchema } from '../../lambdas/shared/contract/notification.ts';
import { parseRecordingPrefix } from '../../lambdas/shared/contract/recording-location.ts';
import type { RecordingFolder } from '../../local/run/recording-folder.ts';
import type { ExecutionDescription } from '../../local/states/execution-description.ts';
import type { LocalSystem } from '../../local/system/start-system.ts';
import type { AllExecutions } from './await-quiet.ts';

/** The deployment's one default export. */
const exportName = 'archive';

/** One line for whatever is lost, doubled or failed; empty when all is well. Takes the subscriber's messages. */
export async function findFaults(
  system: LocalSystem,
  recordings: readonly RecordingFolder[],
  { processed, exported }: AllExecutions,
): Promise<string[]> {
  const names = recordings.map(
    ({ prefix, recordingId }) => `${parseRecordingPrefix(prefix)?.channelId}-${recordingId}`,
  );
  return [
    ...executionFaults('process-recording', names, processed),
    ...executionFaults(
      'export-recording',
      names.map((name) => `${name}-${exportName}`),
      exported,
    ),
    ...(await catalogFaults(system, recordings)),
    ...(await messageFaults(system, recordings)),
    ...(await deadLetterFaults(system)),
  ];
}

function executionFaults(
  machine: string,
  expected: readonly string[],
  executions: readonly ExecutionDescription[],
): string[] {
  const unsuccessful = executions.filter(({ status }) => status !== 'SUCCEEDED');
  return [
    ...differences(
      `execution of ${machine}`,
      expected,
      executions.map(({ name }) => name),
    ),
    ...unsuccessful.map(({ name, status, error, cause }) => `${machine} ${name}: ${status} ${error} ${cause}`),
  ];
}

async function catalogFaults({ catalog }: LocalSystem, recordings: readonly RecordingFolder[]): Promise<string[]> {
  const found: string[] = [];
  for (const { recordingId } of recordings) {
    for (const item of await catalog.itemsOfRecording(recordingId)) {
      const parsed = catalogItemSchema.safeParse(item);
      found.push(
        parsed.success
          ? `${recordingId} ${parsed.data.type} ${parsed.data.status}`
          : `${recordingId} of no known shape`,
      );
    }
  }
  const expected = recordings.flatMap(({ recordingId }) => [
    `${recordingId} recording playable`,
    `${recordingId} export ready`,
  ]);
  return differences('catalog item', expected, found);
}

async function messageFaults({ messaging }: LocalSystem, recordings: readonly RecordingFolder[]): Promise<string[]> {
  const messages = (await messaging.receive()).map(({ body }) => notificationSchema.parse(body));
  const expected = recordings.flatMap(({ recordingId }) => [
    `${recordingId} recording.playback.ready`,
    `${recordingId} recording.export.ready`,
  ]);
  const told = messages.map(({ type, recording }) =>
    recording !== undefined && 'recordingId' in recording ? `${recording.recordingId} ${type}` : type,
  );
  const doubled = messages.length - new Set(messages.map(({ id }) => id)).size;
  return [...differences('message', expected, told), ...(doubled > 0 ? [`${doubled} messages share an id`] : [])];
}

async function deadLetterFaults({ model, messaging }: LocalSystem): Promise<string[]> {
  const faults: string[] = [];
  for (const { arn, name } of model.queues) {
    for (const { body } of await messaging.take(arn)) faults.push(`dead letter in ${name}: ${body.slice(0, 200)}`);
  }
  return faults;
}

function differences(what: string, expected: readonly string[], found: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const one of found) counts.set(one, (counts.get(one) ?? 0) + 1);
  const known = new Set(expected);
  return [
    ...expected.filter((one) => !counts.has(one)).map((one) => `no ${what} ${one}`),
    ...[...counts].filter(([one]) => !known.has(one)).map(([one]) => `unexpected ${what} ${one}`),
    ...[...counts]
      .filter(([one, count]) => known.has(one) && count > 1)
      .map(([one, count]) => `${count} times ${what} ${one}`),
  ];
}
