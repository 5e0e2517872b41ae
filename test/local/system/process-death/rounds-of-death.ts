/** Rounds in each of which new recordings come in and the process that runs the system is killed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type PublishedMessage, readPublishLog } from '../../../../local/messaging/publish-log.ts';
import { publishLogFile } from '../../../../local/system/embedded-services.ts';
import { configurations } from '../configurations.ts';
import { type End, newsOf } from '../every-state/same-end.ts';
import { SampleCopies, without } from '../sample-copies.ts';
import { sharedModel } from '../shared-model.ts';
import type { Parsed } from '../stage.ts';
import { KilledSystem } from './killed-system.ts';
import type { Recording } from './orders.ts';

/** What came of one recording. */
export interface Fate {
  readonly end: End;
  /** Messages but those of failures, by id. */
  readonly news: Parsed;
  /** What those of failures say, once each. */
  readonly failures: readonly string[];
}

/** What came of all rounds. */
export interface Fates {
  readonly clean: Readonly<Record<string, Fate>>;
  /** Round by round. */
  readonly killed: readonly Readonly<Record<string, Fate>>[];
  /** After how many events the process was killed in each round. */
  readonly events: readonly number[];
  readonly statuses: readonly (readonly [name: string, status: string])[];
}

/** About as many events as a round has. */
const eventsOfRound = 130;

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Kills as often as there are rounds, each time after a random number of events. Then the process is left alone, and what
 * comes in then is what the others are compared with.
 */
export async function runRounds(count: number, seed: number): Promise<Fates> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-death-'));
  const copies = new SampleCopies();
  const directories: Record<string, string> = {
    whole: copies.make('whole').directory,
    damaged: copies.make('damaged', without('media/hls/master.m3u8')).directory,
  };
  const recordingsOf = (round: number): Recording[] =>
    Object.entries(directories).map(([kind, directory]) => ({ id: idOf(kind, round), directory }));
  const modelFile = path.join(folder, 'model.json');
  writeFileSync(modelFile, JSON.stringify(sharedModel(path.join(folder, 'cdk.out'), configurations.bothEngines)));
  const directory = path.join(folder, 'run');
  const system = new KilledSystem(modelFile, directory);
  try {
    const random = randomNumbers(seed);
    const all: Recording[] = [];
    const events: number[] = [];
    for (let round = 0; round < count; round += 1) {
      all.push(...recordingsOf(round));
      await system.start();
      await system.upload(recordingsOf(round));
      // Nobody knows which deliveries were lost with the process: all are made again.
      events.push(await system.deliverAndKill(all, 1 + Math.floor(random() * eventsOfRound)));
    }
    all.push(...recordingsOf(count));
    await system.start();
    await system.upload(recordingsOf(count));
    await system.deliver(all);
    const { ends, statuses } = await system.report(all);
    const fates = fatesOf(all, ends, readPublishLog(publishLogFile(directory)));
    const rounds = Array.from({ length: count + 1 }, (_, round) => pick(fates, Object.keys(directories), round));
    return { clean: rounds[count] ?? {}, killed: rounds.slice(0, count), events, statuses };
  } finally {
    await system.stop();
    copies.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ids of one length, so that sizes are the same. */
const idOf = (kind: string, round: number): string => `${kind}${String(round).padStart(16 - kind.length, '0')}`;

const pick = (fates: ReadonlyMap<string, Fate>, kinds: readonly string[], round: number): Record<string, Fate> =>
  Object.fromEntries(
    kinds.flatMap((kind) => {
      const fate = fates.get(idOf(kind, round));
      return fate === undefined ? [] : [[kind, fate]];
    }),
  );

/** What came of recordings, by their ids. */
export function fatesOf(recordings: readonly Recording[], ends: readonly End[], messages: readonly PublishedMessage[]) {
  return new Map(
    recordings.map(({ id }, index): [string, Fate] => {
      const { news, failures } = newsOf(messages.map(withoutChannelName), id);
      const said = new Set(failures.map(({ type, error }) => `${type}: ${error.name} in ${error.state}`));
      return [id, { end: withoutChannelName(ends[index]), news, failures: [...said] }];
    }),
  );
}

/** Only IVS tells the channel's name, and which of the triggers is first is up to the kill. */
function withoutChannelName(value: unknown): Parsed {
  const left = ['channelName', 'subject', 'failure'];
  return JSON.parse(JSON.stringify(value, (key, inner) => (left.includes(key) ? undefined : inner)));
}
