/** `run`: starts executions, a plan shown first. */
import { demandStart } from '../executions/demand-start.ts';
import { executionConsoleUrl } from '../executions/execution-arn.ts';
import type { ExecutionPorts } from '../executions/execution-ports.ts';
import { machinesByName } from '../executions/machine-arns.ts';
import type { OperatorPorts } from '../executions/operator-ports.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { OperationRefusedError } from '../frame/operator-errors.ts';
import type { FoundRecording } from '../named-recording/find-recording.ts';
import { countText } from '../terminal/quantities.ts';
import type { Column } from '../terminal/table.ts';
import { type KnownRecording, type PlannedRun, planRuns, type RunRequest } from './plan-runs.ts';

/** What `run` needs of the world. */
export interface RunPorts extends OperatorPorts, Pick<ExecutionPorts, 'start'> {
  /** Whether anything lies under the recording's prefix. */
  isThere(recording: FoundRecording): Promise<boolean>;
  /** Follows what was started; resolves to the exit code. */
  follow(executionArns: readonly string[]): Promise<number>;
}

/** Starts what was asked for; resolves to the exit code. */
export async function run(
  typed: readonly string[],
  request: RunRequest & { readonly isFollowing: boolean },
  ports: RunPorts,
  context: Pick<CommandContext, 'output' | 'clock' | 'confirm' | 'signal'>,
): Promise<number> {
  const { output, clock, confirm, signal } = context;
  const machines = machinesByName(await ports.machines());
  const recordings: KnownRecording[] = [];
  for (const each of typed) recordings.push(await demand(each, machines['process-recording'], ports));
  const planned = planRuns(withoutRepeats(recordings), request, clock.now());
  output.noteTable(columns, planned);
  await confirm(`Start ${countText(planned.length, 'execution')}?`);
  const started: { execution: string; executionArn: string; consoleUrl: string; input: object }[] = [];
  // What was started is part of the result, also when one cannot be.
  output.json({ started });
  for (const { machine, name, input } of planned) {
    signal.throwIfAborted();
    const executionArn = await demandStart(machines[machine], name, input, ports);
    const consoleUrl = executionConsoleUrl(executionArn);
    started.push({ execution: name, executionArn, consoleUrl, input });
    output.line(`Started ${executionArn}`, 'good');
    output.line(`  ${consoleUrl}`, 'faint');
  }
  if (!request.isFollowing) return exitCodes.done;
  return ports.follow(started.map(({ executionArn }) => executionArn));
}

/** Looks that there is something to work on: an execution for a prefix that was mistyped only fails later. */
async function demand(
  typed: string,
  machineArn: string,
  { findRecording, isThere, readItems }: RunPorts,
): Promise<KnownRecording> {
  const found = await findRecording(typed);
  const { bucket, location } = found;
  if (!(await isThere(found))) {
    const [, , , , accountId = ''] = machineArn.split(':');
    const isForeign = accountId !== location.accountId;
    const hint = isForeign ? ` Its account is ${location.accountId}; the deployment's is ${accountId}.` : '';
    throw new OperationRefusedError(
      `There is nothing under s3://${bucket}/${location.prefix}/.${hint} Check the prefix.`,
    );
  }
  const items = await readItems(location);
  return { ...found, isPlayable: items.some(({ type, status }) => type === 'recording' && status === 'playable') };
}

const withoutRepeats = (recordings: readonly KnownRecording[]): KnownRecording[] => [
  ...new Map(recordings.map((recording) => [recording.location.prefix, recording])).values(),
];

const columns: readonly Column<PlannedRun>[] = [
  { title: 'Start', text: ({ machine }) => machine },
  { title: 'Recording', text: ({ recordings }) => recordings.map(({ location }) => location.recordingId).join(' + ') },
  { title: 'Channel', text: ({ recordings }) => recordings[0]?.location.channelId ?? '' },
  { title: 'Begun', text: ({ recordings }) => recordings[0]?.location.startMinute ?? '' },
  { title: 'Exports', text: ({ exported }) => exported },
];
