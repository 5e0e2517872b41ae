/** Lets states of backfill-recordings fail for good, each with two recordings of its own, then heals and goes on. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type RecordingFolder, readRecordingFolder } from '../../../../local/run/recording-folder.ts';
import type { ExecutionDescription } from '../../../../local/states/execution-description.ts';
import type { LocalSystem } from '../../../../local/system/start-system.ts';
import { sampleDirectory, timeOf } from '../sample-copies.ts';
import { nameOf, type Parsed } from '../stage.ts';
import { allButTheFirstItem, type Call, type StandingFaults } from '../standing-faults.ts';
import type { Case } from './rehearsal.ts';
import { type End, endOf, withoutRepetition } from './same-end.ts';
import { whenQuiet } from './when-quiet.ts';

/** How things stand about a backfill and its recordings when all is quiet. */
export interface BackfillStanding {
  readonly execution: ExecutionDescription;
  /** Entered and not left, the outermost first. */
  readonly openStates: readonly string[];
  readonly ends: readonly End[];
  /** Since the time before, by id. */
  readonly messages: Readonly<Record<string, Parsed>>;
  /** Executions of the recordings. */
  readonly runCount: number;
  /** Of the backfill's tasks, since the time before. */
  readonly calls: readonly Call[];
}

/** What came of a case. */
export interface Backfilled {
  readonly clean: BackfillStanding;
  readonly failed: BackfillStanding;
  readonly healed: BackfillStanding;
}

/** What a backfill is about: recordings that nobody processed, or failures that nobody reported. */
type Subject = 'missed' | 'unreported';

interface Play {
  readonly id: string;
  readonly recordingIds: readonly string[];
  readonly input: object;
}

const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);

/** The states that only the reconciler enters. */
const subjectOf = ({ name }: Case): Subject => (/Unreported|Report/.test(name) ? 'unreported' : 'missed');

/** See the file's comment. */
export class BackfillRehearsal {
  readonly #system: LocalSystem;
  readonly #faults: StandingFaults;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-backfill-'));
  /** Recordings of the same time are told apart by the catalog: those of a play before are in it. */
  readonly #startedAt = { missed: hoursAgo(100), unreported: hoursAgo(3) };
  #count = 0;

  constructor(system: LocalSystem, faults: StandingFaults) {
    this.#system = system;
    this.#faults = faults;
  }

  removeFolders(): void {
    rmSync(this.#folder, { recursive: true });
  }

  /** One after the other, since each reconciler looks at all executions; gives what came of each, in the order given. */
  async run(cases: readonly Case[]): Promise<Backfilled[]> {
    const clean = { missed: await this.#runClean('missed'), unreported: await this.#runClean('unreported') };
    const outcomes: Backfilled[] = [];
    for (const one of cases) outcomes.push({ clean: clean[subjectOf(one)], ...(await this.#runCase(one)) });
    return outcomes;
  }

  async #runClean(subject: Subject): Promise<BackfillStanding> {
    const play = await this.#prepare(subject);
    return this.#standing(play, this.#start(play, ''));
  }

  async #runCase(one: Case): Promise<Omit<Backfilled, 'clean'>> {
    const play = await this.#prepare(subjectOf(one));
    const { name: stateName, error, isAnswerLost, isItem } = one;
    const isMet = isItem ? { isMet: allButTheFirstItem() } : {};
    this.#faults.add({ id: play.id, stateName, error, isAnswerLost, ...isMet });
    // As it is, up to twenty recordings may fail before a backfill does.
    this.#faults.rewrite<Parsed>(play.id, 'ListRecordings', (output) => ({
      ...output,
      list: { ...output.list, toleratedFailureCount: 0 },
    }));
    const executionArn = this.#start(play, '');
    const failed = await this.#standing(play, executionArn);
    this.#faults.healAll();
    if (one.remedy === 'redriven') this.#system.engine.redriveExecution(executionArn);
    const healed = one.remedy === 'redriven' ? executionArn : this.#start(play, '-again');
    return { failed, healed: await this.#standing(play, healed) };
  }

  #start({ id, input }: Play, suffix: string): string {
    const { engine, backfillRecordingsArn } = this.#system;
    const name = `backfill-${id}${suffix}`;
    return engine.startExecution({ stateMachineArn: backfillRecordingsArn, name, input: JSON.stringify(input) })
      .executionArn;
  }

  async #prepare(subject: Subject): Promise<Play> {
    const id = `play${String(this.#count++).padStart(3, '0')}`;
    const startedAt = this.#startedAt[subject];
    const folders = ['a', 'b'].map((letter) => this.#makeFolder(`${id}${letter}`, startedAt, subject === 'missed'));
    for (const folder of folders) await this.#system.addRecording(folder, 'silent');
    if (subject === 'unreported') await this.#failUnreported(folders);
    const [since, until] = [-0.4, 0.4].map((hours) => timeOf(new Date(startedAt.getTime() + hours * 3_600_000)));
    const reconciliation = { since: '24h', until: timeOf(hoursAgo(-1 / 3)), reconcile: true, exports: 'default' };
    return {
      id,
      recordingIds: folders.map(({ recordingId }) => recordingId),
      input: subject === 'missed' ? { since, until } : reconciliation,
    };
  }

  /** The media lie where the sample's do; of a damaged recording there are none. Its end file is an hour old. */
  #makeFolder(recordingId: string, startedAt: Date, isWhole: boolean): RecordingFolder {
    const directory = path.join(this.#folder, recordingId);
    const file = path.join(directory, 'events/recording-ended.json');
    mkdirSync(path.dirname(file), { recursive: true });
    const metadata = JSON.parse(readFileSync(path.join(sampleDirectory, 'events/recording-ended.json'), 'utf8'));
    writeFileSync(file, JSON.stringify({ ...metadata, recording_started_at: timeOf(startedAt) }));
    utimesSync(file, hoursAgo(1), hoursAgo(1));
    if (isWhole) symlinkSync(path.join(sampleDirectory, 'media'), path.join(directory, 'media'));
    return readRecordingFolder(directory);
  }

  /** They fail and are reported; then the catalog forgets. */
  async #failUnreported(folders: readonly RecordingFolder[]): Promise<void> {
    const { engine, processRecordingArn, recordingsBucket: bucket, catalog, messaging, model } = this.#system;
    for (const folder of folders) {
      const input = JSON.stringify({ recording: { bucket, prefix: folder.prefix } });
      engine.startExecution({ stateMachineArn: processRecordingArn, name: nameOf(folder), input });
    }
    await whenQuiet(this.#system);
    const client = new DynamoDBClient({ ...this.#system.sdk, endpoint: this.#system.endpoints.dynamodb });
    for (const { recordingId } of folders) {
      for (const { channelId, recordingKey } of (await catalog.itemsOfRecording(recordingId)) as Parsed[]) {
        const Key = { channelId: { S: channelId }, recordingKey: { S: recordingKey } };
        await client.send(new DeleteItemCommand({ TableName: model.tables[0]?.name, Key }));
      }
    }
    client.destroy();
    await messaging.receive();
    this.#faults.calls.splice(0);
  }

  /** How things stand once the execution has ended and all is quiet. */
  async #standing({ id, recordingIds }: Play, executionArn: string): Promise<BackfillStanding> {
    const { engine, messaging, processRecordingArn } = this.#system;
    const execution = await engine.whenEnded(executionArn);
    await whenQuiet(this.#system);
    const messages = await messaging.receive();
    const calls = this.#faults.calls.splice(0);
    const ofEach = recordingIds.map((recordingId) =>
      withoutRepetition(
        messages.filter(({ attributes }) => attributes.recordingId === recordingId),
        recordingId,
      ),
    );
    return {
      execution,
      openStates: openStatesOf(engine.executionHistory(executionArn)),
      ends: await Promise.all(recordingIds.map((recordingId) => endOf(this.#system, recordingId))),
      // Both recordings say the same; which of them does is told apart.
      messages: Object.fromEntries(
        ofEach.flatMap((news, index) =>
          Object.entries(news).map(([key, message]) => [
            `${index} ${key.replace(recordingIds[index] ?? '', '')}`,
            message,
          ]),
        ),
      ),
      runCount: engine
        .listExecutions(processRecordingArn)
        .filter(({ name }) => recordingIds.includes(name.split('-')[1] ?? '')).length,
      calls: calls.filter((call) => call.executionArn.includes(`:backfill-${id}`)),
    };
  }
}

function openStatesOf(history: ReturnType<LocalSystem['engine']['executionHistory']>): string[] {
  const open: string[] = [];
  for (const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited } of history) {
    if (entered !== undefined) open.push(entered.name);
    if (exited !== undefined) open.splice(open.indexOf(exited.name), 1);
  }
  return open;
}
