/** Shows states as they are entered and left: a line for each, and on a terminal one live line for what is running. */
import { styleText } from 'node:util';
import type { HistoryEvent } from '../states/history-event.ts';

/** Where the lines go. */
export interface DisplayTarget {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

const liveIntervalMs = 100;
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const eraseLine = '\r\u001b[2K';

interface OpenState {
  readonly machine: string;
  readonly name: string;
  readonly enteredAt: number;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** See the file's comment. `stop` takes the live line away. */
export class ProgressDisplay {
  readonly #target: DisplayTarget;
  readonly #now: () => number;
  readonly #open = new Map<string, OpenState>();
  readonly #timer: NodeJS.Timeout | undefined;
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
    const machine = executionArn.includes(':express:') ? '' : (executionArn.split(':')[6] ?? '');
    const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited } = event;
    const key = `${executionArn} ${(entered ?? exited)?.name}`;
    if (entered !== undefined) this.#enter(key, machineLabel(machine), entered.name, Date.parse(event.timestamp));
    if (exited !== undefined) this.#exit(key, Date.parse(event.timestamp));
    if (event.executionFailedEventDetails !== undefined) {
      const { error = 'no error name', cause = '' } = event.executionFailedEventDetails;
      this.line(`  ${styleText('red', '✗')} ${machineLabel(machine)}  ${error}  ${cause.slice(0, 300)}`);
    }
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#target.write(this.#eraser());
  }

  #enter(key: string, machine: string, name: string, enteredAt: number): void {
    this.#open.set(key, { machine, name, enteredAt });
    if (this.#target.isTTY !== true) this.line(`    ${machine}  ${name} entered`);
  }

  #exit(key: string, at: number): void {
    const state = this.#open.get(key);
    if (state === undefined) return;
    this.#open.delete(key);
    const duration = styleText('dim', seconds(at - state.enteredAt).padStart(9));
    this.line(`  ${styleText('green', '✓')} ${state.machine}  ${state.name.padEnd(24)} ${duration}`);
  }

  #drawLive(): void {
    this.#tick += 1;
    const running = [...this.#open.values()].map(
      ({ name, enteredAt }) => `${name} ${seconds(this.#now() - enteredAt)}`,
    );
    if (running.length === 0) return;
    const mark = spinner[this.#tick % spinner.length] ?? '';
    this.#target.write(`${eraseLine}  ${styleText('cyan', mark)} ${running.join(', ').slice(0, 70)}`);
  }

  #eraser(): string {
    return this.#target.isTTY === true ? eraseLine : '';
  }
}

/** The machines' names carry stack and construct ids; the stem is what one knows them by. */
const machineLabel = (name: string): string => (/export/i.test(name) ? 'export ' : 'process');
