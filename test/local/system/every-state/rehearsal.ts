/**
 * Lets states of a recording's two machines fail for good, each with a recording of its own, then heals all and goes on.
 * All recordings take each step together, since most of it is waiting.
 */
import type { ReceivedMessage } from '../../../../local/messaging/messaging.ts';
import { type RecordingFolder, readRecordingFolder } from '../../../../local/run/recording-folder.ts';
import type { ExecutionDescription } from '../../../../local/states/execution-description.ts';
import type { LocalSystem } from '../../../../local/system/start-system.ts';
import { type Change, SampleCopies, sampleDirectory, withId } from '../sample-copies.ts';
import { nameOf } from '../stage.ts';
import { allButTheFirstItem, type Call, type StandingFaults } from '../standing-faults.ts';
import type { FailingState } from './failing-states.ts';
import { routes } from './routes.ts';
import { type End, endOf, newsOf } from './same-end.ts';
import { executionsOf, whenQuiet } from './when-quiet.ts';

/** How a state fails, and what is done about it. */
export interface Case extends FailingState {
  /** Whether the service did its work, and only the answer was lost. */
  readonly isAnswerLost: boolean;
  readonly remedy: 'redriven' | 'started anew';
}

/** How things stand about one recording when all is quiet. */
export interface Standing {
  readonly end: End;
  /** Since the time before. */
  readonly messages: ReturnType<typeof newsOf>;
  /** Of both machines, the first one first. */
  readonly executions: readonly ExecutionDescription[];
  /** Since the time before. */
  readonly calls: readonly Call[];
}

/** What came of a case. */
export interface Rehearsed {
  readonly recordingId: string;
  readonly clean: Standing;
  readonly failed: Standing;
  readonly healed: Standing;
}

/** Which executions and items meet the fault: of several exports one, of several items all but one. */
function metBy({ machine, isItem }: FailingState): (call: Call) => boolean {
  if (isItem) return allButTheFirstItem();
  return machine === 'export-recording' ? ({ executionArn }) => executionArn.endsWith('-one') : () => true;
}

/** See the file's comment. */
export class Rehearsal {
  readonly #system: LocalSystem;
  readonly #faults: StandingFaults;
  readonly #copies = new SampleCopies();
  readonly #clean = new Map<string, Standing>();
  readonly #folders = new Map<string, RecordingFolder>();
  #count = 0;

  /** On a system whose tasks pass the faults. */
  constructor(system: LocalSystem, faults: StandingFaults) {
    this.#system = system;
    this.#faults = faults;
  }

  removeCopies(): void {
    this.#copies.remove();
  }

  /** Runs every route as it should be. */
  async runClean(): Promise<void> {
    const ids = await Promise.all(Object.keys(routes).map(async (route) => [route, await this.#begin(route)] as const));
    const standing = await this.#standing(ids.map(([, id]) => id));
    for (const [route, id] of ids) this.#clean.set(route, standing(id));
  }

  /** The first route on which the state was entered. */
  routeThrough(stateName: string): string | undefined {
    const entered = ([, { executions }]: [string, Standing]) =>
      executions.some(({ executionArn }) =>
        this.#system.engine
          .executionHistory(executionArn)
          .some(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name === stateName),
      );
    return [...this.#clean].find(entered)?.[0];
  }

  /** What comes of every case that a route leads through, in the order given. */
  async run(cases: readonly Case[]): Promise<(Rehearsed | undefined)[]> {
    const plays = await Promise.all(
      cases.map(async (one) => {
        const route = this.routeThrough(one.name);
        const clean = this.#clean.get(route ?? '');
        if (route === undefined || clean === undefined) return undefined;
        return { remedy: one.remedy, clean, recordingId: await this.#begin(route, one) };
      }),
    );
    const ids = plays.flatMap((play) => (play === undefined ? [] : [play.recordingId]));
    const failed = await this.#standing(ids);
    this.#faults.healAll();
    for (const play of plays) if (play !== undefined) this.#goOn(play.remedy, failed(play.recordingId));
    const healed = await this.#standing(ids);
    return plays.map((play) => {
      if (play === undefined) return undefined;
      const { recordingId, clean } = play;
      return { recordingId, clean, failed: failed(recordingId), healed: healed(recordingId) };
    });
  }

  async #begin(route: string, fault?: Case): Promise<string> {
    const recordingId = `rehearsal${String(this.#count++).padStart(4, '0')}`;
    const folder = withId(this.#folderOf(route), recordingId);
    if (fault !== undefined) {
      const { name: stateName, error, isAnswerLost } = fault;
      this.#faults.add({ id: recordingId, stateName, error, isAnswerLost, isMet: metBy(fault) });
    }
    const { recordingsBucket, processRecordingArn, engine } = this.#system;
    await this.#system.addRecording(folder, 'silent');
    const recording = { bucket: recordingsBucket, prefix: folder.prefix };
    const input = JSON.stringify({ recording, ...routes[route]?.input });
    engine.startExecution({ stateMachineArn: processRecordingArn, name: nameOf(folder), input });
    return recordingId;
  }

  #folderOf(route: string): RecordingFolder {
    const made = this.#folders.get(route);
    if (made !== undefined) return made;
    const change: Change | undefined = routes[route]?.change;
    const folder =
      change === undefined ? readRecordingFolder(sampleDirectory) : this.#copies.make(`rehearsal${route}`, change);
    this.#folders.set(route, folder);
    return folder;
  }

  #goOn(remedy: Case['remedy'], { executions }: Standing): void {
    const { engine } = this.#system;
    for (const { executionArn, stateMachineArn, name, input, status } of executions) {
      if (status === 'SUCCEEDED') continue;
      if (remedy === 'redriven') engine.redriveExecution(executionArn);
      else engine.startExecution({ stateMachineArn, name: `${name}-op`, input });
    }
  }

  /** How things stand once all is quiet. */
  async #standing(recordingIds: readonly string[]): Promise<(recordingId: string) => Standing> {
    await whenQuiet(this.#system);
    const messages: ReceivedMessage[] = await this.#system.messaging.receive();
    const calls = this.#faults.calls.splice(0);
    const standings = new Map<string, Standing>();
    for (const id of recordingIds) {
      standings.set(id, {
        end: await endOf(this.#system, id),
        messages: newsOf(messages, id),
        executions: executionsOf(this.#system).filter(({ name }) => name.split('-')[1] === id),
        calls: calls.filter(({ executionArn }) => executionArn.includes(`-${id}`)),
      });
    }
    return (id) => {
      const standing = standings.get(id);
      if (standing === undefined) throw new Error(`Nobody looked at ${id}.`);
      return standing;
    };
  }
}
