/** `doctor --live`: the sample goes through the deployment, what AWS does not document is settled, and all is removed. */
import { makePrinter } from '../../follow/print-events.ts';
import type { CommandContext } from '../../frame/command-context.ts';
import { exitCodes } from '../../frame/exit-codes.ts';
import { InterruptedError } from '../../terminal/interruption.ts';
import type { LookPorts, TrialPorts } from './live-ports.ts';
import { lookAtDeployment } from './look.ts';
import { makeReport } from './make-report.ts';
import { planTrial } from './plan-trial.ts';
import { printReport } from './print-report.ts';
import type { CleanUpOutcome, LiveReport } from './report.ts';
import { noteUnreached, runTrial } from './run-trial.ts';
import type { Sample } from './sample.ts';
import { type TakeAwayPorts, takeAway } from './take-away.ts';
import { tellPlan } from './tell-plan.ts';
import { Trial } from './trial.ts';

/** As it was asked for. */
export interface LiveRequest {
  /** Whose recording the sample is to pass for. */
  readonly channel: string | undefined;
  readonly isKept: boolean;
}

/** What it needs of the world, and of the program. */
export interface LiveSurroundings extends TakeAwayPorts {
  readonly look: LookPorts;
  readonly trial: TrialPorts;
  readonly sample: Sample;
  readonly version: string;
  /** Address in AWS's place. */
  readonly notAws: string | undefined;
  /** Writes the report to the file that was named; does nothing when none was. */
  writeReport(report: LiveReport): void;
}

type Context = Pick<
  CommandContext,
  'deployment' | 'output' | 'clock' | 'signal' | 'confirm' | 'bar' | 'wait' | 'programName'
>;

/**
 * Tries the deployment; resolves to the exit code: failed when a part failed, or something could not be removed.
 *
 * @throws OperationRefusedError, DeclinedError before anything is done
 */
export async function examineLive(
  { channel, isKept }: LiveRequest,
  surroundings: LiveSurroundings,
  context: Context,
): Promise<number> {
  const { output, clock, programName, confirm } = context;
  const look = await lookAtDeployment(await context.deployment(), surroundings.look);
  const plan = planTrial(look, surroundings.sample, { typedChannel: channel, now: clock.now(), programName });
  tellPlan(plan, output, { programName, isKept });
  await confirm(`Put it into ${look.recordingsBucket}, and try?`);
  const trial = new Trial(plan);
  const broken = await runUntilEnd(trial, surroundings.trial, context);
  noteUnreached(trial);
  const outcome = await takeAway(trial, isKept, surroundings, context);
  const { version, notAws } = surroundings;
  const report = makeReport(trial, outcome, { madeAt: clock.now(), version, notAws });
  output.json(report);
  printReport(report, output);
  surroundings.writeReport(report);
  return exitCodeOf(broken, trial, outcome, context);
}

/** What broke it off, if something did: removing and reporting come before that is told. */
async function runUntilEnd(
  trial: Trial,
  ports: TrialPorts,
  { output, clock, signal, bar, wait }: Context,
): Promise<{ readonly error: unknown } | undefined> {
  // What executions do is no part of the report.
  const printer = makePrinter({ output: { ...output, line: output.note, jsonLine: () => {} }, wait });
  const note = (text: string) => {
    printer.stop();
    output.note(text);
  };
  try {
    await runTrial(trial, { ports, clock, signal, bar, watcher: printer, note });
    return undefined;
  } catch (error) {
    return { error };
  } finally {
    printer.stop();
  }
}

function exitCodeOf(
  broken: { readonly error: unknown } | undefined,
  trial: Trial,
  { state }: CleanUpOutcome,
  { output }: Context,
): number {
  if (broken?.error instanceof InterruptedError) {
    output.trouble(`Interrupted by ${broken.error.signalName}. The report tells what was done and removed.`);
    return broken.error.exitCode;
  }
  if (broken !== undefined) throw broken.error;
  return trial.hasFailed || state === 'incomplete' ? exitCodes.failed : exitCodes.done;
}
