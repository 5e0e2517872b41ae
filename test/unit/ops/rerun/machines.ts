/** State machines with executions that are given, and what was asked of them. */
import type { RecordingItem } from '../../../../ops/catalog/recording-items.ts';
import type { RerunContext } from '../../../../ops/rerun/carry-out.ts';
import type { RerunPorts } from '../../../../ops/rerun/rerun.ts';
import { silentBar } from '../../../../ops/terminal/progress-bar.ts';
import { keepingOutput } from '../keeping-output.ts';
import { pagesOf } from '../recordings/a-catalog.ts';

export const channelId = 'AsXego4U6tnj';
export const processArn = 'arn:aws:states:us-west-2:123456789012:stateMachine:Process';
export const exportArn = 'arn:aws:states:us-west-2:123456789012:stateMachine:Export';
export const prefixOf = (recordingId: string) => `ivs/v1/123456789012/${channelId}/2026/6/23/20/12/${recordingId}`;
export const inputOf = (recordingId: string, rest: object = {}) => ({
  recording: { bucket: 'my-recordings', prefix: prefixOf(recordingId) },
  ...rest,
});

/** An execution that there is. */
export interface Known {
  readonly machine: string;
  readonly name: string;
  readonly status: string;
  readonly startedAt: string;
  readonly stoppedAt?: string;
  readonly redriveStatus?: string;
  readonly input?: object;
}

export const arnOf = ({ machine, name }: Known) => `${machine.replace('stateMachine', 'execution')}:${name}`;

/** See the file's comment. */
export class Machines {
  executions: Known[] = [];
  /** Of the catalog, by recordingId. */
  items: Record<string, Partial<RecordingItem>[]> = {};
  /** What was done. */
  readonly calls: string[] = [];
  startFails: Error | undefined;

  readonly ports: RerunPorts = {
    machines: async () => ({
      processRecordingArn: processArn,
      exportRecordingArn: exportArn,
      backfillRecordingsArn: '',
    }),
    readItems: async ({ recordingId }) => (this.items[recordingId] ?? []) as RecordingItem[],
    list: (machine, status) =>
      pagesOf(
        this.executions
          .filter((each) => each.machine === machine && each.status === status)
          .map((each) => ({
            executionArn: arnOf(each),
            name: each.name,
            status,
            startDate: new Date(each.startedAt),
            stopDate: each.stoppedAt === undefined ? undefined : new Date(each.stoppedAt),
          })),
      ),
    describe: async (executionArn) => {
      const found = this.executions.find((each) => arnOf(each) === executionArn);
      if (found === undefined) return undefined;
      const { status, redriveStatus = 'REDRIVABLE', input } = found;
      return {
        status,
        redriveStatus,
        redriveStatusReason: undefined,
        input: JSON.stringify(input),
        error: 'BrokenError',
      };
    },
    start: async (machine, name, input) => {
      if (this.startFails !== undefined) throw this.startFails;
      this.calls.push(`start ${machine === processArn ? 'process' : 'export'} ${name} ${JSON.stringify(input)}`);
      return `${machine}:${name}`;
    },
    redrive: async (executionArn) => {
      this.calls.push(`redrive ${executionArn.split(':').at(-1)}`);
      return true;
    },
  };
}

/** The surroundings of a command at noon of 25 June, with an operator who says yes to everything. */
export function atNoon() {
  const { output, stdout, stderr } = keepingOutput();
  const questions: string[] = [];
  const context: RerunContext = {
    output,
    clock: { now: () => new Date('2026-06-25T12:00:00Z'), sleep: async () => {} },
    confirm: async (question) => void questions.push(question),
    signal: new AbortController().signal,
    bar: () => silentBar,
  };
  return { context, stdout, stderr, questions };
}

/** Runs one of the commands there. */
export async function runAtNoon(command: (context: RerunContext) => Promise<number>) {
  const { context, stdout, stderr, questions } = atNoon();
  const exitCode = await command(context);
  return { exitCode, stdout: stdout(), stderr: stderr(), questions };
}
