/** Prints what happens: a line for each state, with how long it took; on a terminal also what is under way. */
import { executionLabelOf, executionNameOf } from '../executions/execution-arn.ts';
import type { CommandContext } from '../frame/command-context.ts';
import type { Mark } from '../terminal/output.ts';
import type { ProgressBar } from '../terminal/progress-bar.ts';
import { clockText } from '../terminal/quantities.ts';
import { failureText, resultOf } from './describe-ending.ts';
import type { Watcher } from './follow-executions.ts';
import type { JobProgress, MapProgress } from './follow-ports.ts';
import type { FollowedEvent } from './followed-event.ts';

/** A watcher that prints. */
export interface Printer extends Watcher {
  /** Takes away what stands on the terminal for the moment. */
  stop(): void;
}

type Entered = FollowedEvent & { event: 'state-entered' };

/** Makes it. */
export function makePrinter({ output, wait }: Pick<CommandContext, 'output' | 'wait'>): Printer {
  return new EventPrinter(output, wait);
}

class EventPrinter implements Printer {
  readonly #output: CommandContext['output'];
  readonly #wait: CommandContext['wait'];
  /** States that were entered in this look and may be over by its end: they take one line then. */
  #entered: Entered[] = [];
  /** What is known of jobs and Maps, for the waiting line. */
  readonly #progress = new Map<string, string>();
  /** Told already: what ends an execution is mostly the failure that came before. */
  readonly #lastFailure = new Map<string, string>();
  #bar: ProgressBar | undefined;

  constructor(output: CommandContext['output'], wait: CommandContext['wait']) {
    this.#output = output;
    this.#wait = wait;
  }

  readonly tell = (event: FollowedEvent): void => {
    const { executionArn, at, ...rest } = event;
    this.#output.jsonLine({ at: at.toISOString(), execution: executionNameOf(executionArn), executionArn, ...rest });
    if (event.event === 'state-entered') this.#entered.push(event);
    else if (event.event === 'state-exited') this.#printExit(event);
    else this.#printOther(event);
  };

  readonly waiting: Watcher['waiting'] = (open) => {
    this.#flush(this.#entered.length);
    this.#bar ??= this.#wait();
    const parts = open.map(({ executionArn, states }) => {
      const progress = this.#progress.get(executionArn);
      return [executionLabelOf(executionArn), states.at(-1) ?? 'begins', progress].filter(Boolean).join(' ');
    });
    this.#bar.show(0, parts.slice(0, 3).join(', ') + (parts.length > 3 ? ` and ${parts.length - 3} more` : ''));
  };

  readonly stop = (): void => {
    this.#flush(this.#entered.length);
    this.#bar?.stop();
    this.#bar = undefined;
  };

  #printExit(event: FollowedEvent & { event: 'state-exited' }): void {
    this.#progress.delete(event.executionArn);
    const index = this.#entered.findIndex(
      ({ executionArn, state }) => executionArn === event.executionArn && state === event.state,
    );
    const took = durationText(event.durationMs);
    if (index < 0) {
      this.#print(event, `${event.state} done after ${took}`);
      return;
    }
    this.#flush(index);
    const entered = this.#entered.shift();
    this.#print(entered ?? event, `${event.state}  ${took}`);
  }

  #printOther(event: FollowedEvent): void {
    if (event.event === 'job-progressed') {
      this.#progress.set(event.executionArn, jobText(event.job));
      return;
    }
    if (event.event === 'map-progressed') {
      this.#progress.set(event.executionArn, mapText(event.map));
      return;
    }
    const told = describe(event, this.#lastFailure.get(event.executionArn));
    if (event.event === 'attempt-failed') this.#lastFailure.set(event.executionArn, failureText(event));
    if (told === undefined) return;
    this.#flush(this.#entered.length);
    this.#print(event, told.text, told.mark);
  }

  /** Prints the first of the states that were entered, which are not over. */
  #flush(count: number): void {
    for (const event of this.#entered.splice(0, count)) this.#print(event, `${event.state} …`);
  }

  #print({ executionArn, at }: FollowedEvent, text: string, mark?: Mark): void {
    this.#bar?.stop();
    this.#bar = undefined;
    this.#output.line(`${at.toISOString().slice(11, 19)}  ${executionLabelOf(executionArn)}  ${text}`, mark);
  }
}

function describe(event: FollowedEvent, lastFailure: string | undefined): { text: string; mark?: Mark } | undefined {
  if (event.event === 'execution-redriven') return { text: `redriven (${event.redriveCount})`, mark: 'strong' };
  if (event.event === 'attempt-failed') return { text: failureText(event), mark: 'warning' };
  if (event.event !== 'execution-ended') return undefined;
  const took = durationText(event.durationMs);
  if (event.status !== 'SUCCEEDED') {
    const why = failureText(event);
    const news = why === lastFailure ? (event.error ?? '') : why;
    return { text: `${event.status} after ${took}${news === '' ? '' : `: ${news}`}`, mark: 'bad' };
  }
  const { type, url, remark } = resultOf(event.output) ?? {};
  const told = [type, url, remark && `(${remark})`].filter((part) => part !== undefined).join(' ');
  return { text: `SUCCEEDED after ${took}${told === '' ? '' : `: ${told}`}`, mark: 'good' };
}

const jobText = ({ status, percent, phase }: JobProgress): string =>
  [percent === undefined ? undefined : `${percent} %`, (phase ?? status).toLowerCase()].filter(Boolean).join(' ');

const mapText = ({ total, succeeded, failed }: MapProgress): string =>
  `${succeeded + failed} of ${total}${failed > 0 ? `, ${failed} failed` : ''}`;

/** Tenths of a second up to a minute, then as a clock. */
export const durationText = (ms: number): string =>
  ms < 59_950 ? `${(ms / 1000).toFixed(1)} s` : clockText(ms / 1000);
