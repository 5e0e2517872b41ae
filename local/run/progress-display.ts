/** Shows states as they are entered and left: a line for each, and on a terminal one live line for what is running. */
import { styleText } from 'node:util';
import type { HistoryEvent } from '../states/history-event.ts';
import { labelOf } from './execution-label.ts';
import { messageOfCause } from './message-of-cause.ts';
import { toldInOutput } from './told-in-output.ts';

/** Where the lines go. */
export interface DisplayTarget {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** As a terminal's stream tells it, from its kind and from `NO_COLOR`. */
  hasColors?(): boolean;
}

type Style = Parameters<typeof styleText>[0];

const liveIntervalMs = 100;
const liveLength = 70;
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const eraseLine = '\r\u001b[2K';

interface OpenState {
  readonly executionArn: string;
  readonly name: string;
  readonly enteredAt: number;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** See the file's comment. `stop` takes the live line away. */
export class ProgressDisplay {
  readonly #target: DisplayTarget;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout | undefined;
  #open: OpenState[] = [];
  #tick = 0;

  constructor(target: DisplayTarget, now: () => number) {
    this.#target = target;
    this.#now = now;
    if (target.isTTY === true) {
      this.#timer = setInterval(() => this.#drawLive(), liveIntervalMs);
      this.#timer.unref();
    }
  }

  /** Prints a whole line above the live one. */
  line(text: string): void {
    this.#target.write(`${this.#eraser()}${text}\n`);
  }

  /** Takes in an event of an execution's history. */
  show(executionArn: string, event: HistoryEvent): void {
    const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited } = event;
    const at = Date.parse(event.timestamp);
    if (entered !== undefined) this.#enter({ executionArn, name: entered.name, enteredAt: at });
    if (exited !== undefined) this.#exit(executionArn, exited.name, at, exited.output);
    this.#showTrouble(executionArn, event);
    this.#showEnd(executionArn, event);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#open = [];
    this.#target.write(this.#eraser());
  }

  #enter(state: OpenState): void {
    this.#open.push(state);
    if (this.#target.isTTY !== true) this.line(`    ${columnOf(state.executionArn)}  ${state.name} entered`);
  }

  #exit(executionArn: string, name: string, at: number, output: string | undefined): void {
    const index = this.#open.findIndex((state) => state.executionArn === executionArn && state.name === name);
    const [state] = index < 0 ? [] : this.#open.splice(index, 1);
    if (state === undefined) return;
    const duration = this.#style('dim', seconds(at - state.enteredAt).padStart(9));
    this.line(`  ${this.#style('green', '✓')} ${columnOf(executionArn)}  ${name.padEnd(24)} ${duration}`);
    const told = toldInOutput(name, output);
    if (told !== undefined) this.line(`${' '.repeat(labelWidth + 6)}${this.#style('dim', told)}`);
  }

  /** Without it, a state that waits to be tried again would look as if it hung. */
  #showTrouble(executionArn: string, event: HistoryEvent): void {
    const failure =
      event.lambdaFunctionFailedEventDetails ??
      event.lambdaFunctionTimedOutEventDetails ??
      event.taskFailedEventDetails ??
      event.taskTimedOutEventDetails;
    if (failure === undefined) return;
    const name = this.#open.findLast((state) => state.executionArn === executionArn)?.name ?? '';
    this.line(`  ${this.#style('yellow', '!')} ${columnOf(executionArn)}  ${name.padEnd(24)} ${describe(failure)}`);
  }

  #showEnd(executionArn: string, event: HistoryEvent): void {
    const failure =
      event.executionFailedEventDetails ?? event.executionTimedOutEventDetails ?? event.executionAbortedEventDetails;
    if (failure === undefined) return;
    this.#open = this.#open.filter((state) => state.executionArn !== executionArn);
    const what = event.type
      .replace('Execution', '')
      .replace(/(?<=.)[A-Z]/g, ' $&')
      .toLowerCase();
    this.line(`  ${this.#style('red', '✗')} ${columnOf(executionArn)}  ${what.padEnd(24)} ${describe(failure)}`);
  }

  #drawLive(): void {
    this.#tick += 1;
    const running = this.#open.map(({ executionArn, name, enteredAt }) =>
      `${labelOf(executionArn).replace(/^(process|export )/, '')} ${name} ${seconds(this.#now() - enteredAt)}`.trim(),
    );
    if (running.length === 0) return;
    const mark = this.#style('cyan', spinner[this.#tick % spinner.length] ?? '');
    this.#target.write(`${eraseLine}  ${mark} ${running.join(', ').slice(0, liveLength)}`);
  }

  #eraser(): string {
    return this.#target.isTTY === true ? eraseLine : '';
  }

  #style(style: Style, text: string): string {
    return this.#target.hasColors?.() === true ? styleText(style, text, { validateStream: false }) : text;
  }
}

const causeLength = 300;

function describe({ error, cause }: { error?: string | undefined; cause?: string | undefined }): string {
  const reason = messageOfCause(cause).slice(0, causeLength);
  return [error ?? 'no error name', reason].filter(Boolean).join(': ');
}

/** Most names of exports are short; a longer one moves its line to the right. */
const labelWidth = 14;

const columnOf = (executionArn: string): string => labelOf(executionArn).padEnd(labelWidth);
