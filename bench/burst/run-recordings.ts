/** Takes recordings through a running system, all at once or one after the other. */
import type { RecordingFolder } from '../../local/run/recording-folder.ts';
import type { LocalSystem } from '../../local/system/start-system.ts';
import { awaitQuiet } from './await-quiet.ts';
import { findFaults } from './find-faults.ts';
import { everyTriggerTwice, sendTriggers, type Trigger } from './send-events.ts';
import { seededRandom, shuffle } from './shuffle.ts';

/** How recordings are taken through. */
export interface BurstOptions {
  /** Decides the order of the events. */
  readonly seed: number;
  /** Each recording's events only when the one before is done: the reference. */
  readonly isOneByOne: boolean;
}

/** What came of it. */
export interface BurstOutcome {
  readonly faults: readonly string[];
  readonly executions: number;
  /** States entered, by executions of both machines. */
  readonly states: number;
  /** From the first event until all is quiet. */
  readonly wallSeconds: number;
}

/** The recordings lie in the bucket, and nobody has been told of them. */
export async function runRecordings(
  system: LocalSystem,
  recordings: readonly RecordingFolder[],
  { seed, isOneByOne }: BurstOptions,
): Promise<BurstOutcome> {
  for (const recording of recordings) await system.addRecording(recording, 'silent');
  const startedAt = performance.now();
  for (const triggers of batches(recordings, seededRandom(seed), isOneByOne)) {
    await sendTriggers(system, triggers);
    if (isOneByOne) await awaitQuiet(system);
  }
  const all = await awaitQuiet(system);
  const wallSeconds = (performance.now() - startedAt) / 1000;
  const executions = [...all.processed, ...all.exported];
  const states = executions.reduce((sum, { executionArn }) => sum + statesEntered(system, executionArn), 0);
  return { faults: await findFaults(system, recordings, all), executions: executions.length, states, wallSeconds };
}

const batches = (recordings: readonly RecordingFolder[], random: () => number, isOneByOne: boolean): Trigger[][] =>
  isOneByOne
    ? recordings.map((recording) => shuffle(everyTriggerTwice([recording]), random))
    : [shuffle(everyTriggerTwice(recordings), random)];

const statesEntered = ({ engine }: LocalSystem, executionArn: string): number =>
  engine.executionHistory(executionArn).filter(({ type }) => type.endsWith('StateEntered')).length;
