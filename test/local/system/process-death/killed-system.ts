/** A local system in a process of its own that is killed and started again on the same folder. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Answer, Held, Order, Recording } from './orders.ts';

/** See the file's comment. */
export class KilledSystem {
  readonly #modelFile: string;
  readonly #directory: string;
  #child: ChildProcess | undefined;
  #stderr = '';
  #held = Promise.withResolvers<Held>();

  constructor(modelFile: string, directory: string) {
    this.#modelFile = modelFile;
    this.#directory = directory;
  }

  /** @param holdsPart whether the second part of an upload waits forever */
  async start({ holdsPart = false } = {}): Promise<void> {
    const file = path.join(import.meta.dirname, 'system-process.ts');
    // Without jest's own flags.
    const env = { NODE_COMPILE_CACHE: `${this.#directory}-compiled`, ...process.env };
    const child = fork(file, [this.#modelFile, this.#directory, ...(holdsPart ? ['holds-part'] : [])], {
      execArgv: [],
      silent: true,
      env,
    });
    child.stderr?.on('data', (text) => {
      this.#stderr += text;
    });
    // The upload may begin before anybody asks.
    child.on('message', (answer: Answer) => {
      if (answer.type === 'held') this.#held.resolve(answer);
    });
    this.#child = child;
    await this.#answer('ready');
  }

  async upload(recordings: readonly Recording[]): Promise<void> {
    this.#tell({ type: 'upload', recordings });
    await this.#answer('uploaded');
  }

  /**
   * Delivers, and kills the process once it has told of so many events, or when all is quiet.
   *
   * @returns how many events there were.
   */
  async deliverAndKill(recordings: readonly Recording[], afterEvents: number): Promise<number> {
    let count = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#process().on('message', (answer: Answer) => {
      if (answer.type === 'event') count += 1;
      if (count >= afterEvents || answer.type === 'quiet') resolve();
    });
    this.#tell({ type: 'deliver', recordings });
    await Promise.race([promise, this.#unexpectedEnd()]);
    await this.#kill();
    return count;
  }

  /** Delivers, and kills the process while a part of an upload is under way. */
  async deliverAndKillInUpload(recordings: readonly Recording[]): Promise<Held> {
    this.#tell({ type: 'deliver', recordings });
    const held = await Promise.race([this.#held.promise, this.#unexpectedEnd()]);
    await this.#kill();
    return held;
  }

  /** Delivers and waits until all is quiet. */
  async deliver(recordings: readonly Recording[]): Promise<void> {
    this.#tell({ type: 'deliver', recordings });
    await this.#answer('quiet');
  }

  async report(recordings: readonly Recording[]): Promise<Extract<Answer, { type: 'report' }>> {
    this.#tell({ type: 'report', recordings });
    return this.#answer('report');
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    if (child.connected) this.#tell({ type: 'stop' });
    await ended;
  }

  async #kill(): Promise<void> {
    const ended = once(this.#process(), 'exit');
    this.#process().kill('SIGKILL');
    await ended;
  }

  #process(): ChildProcess {
    if (this.#child === undefined) throw new Error('The process was not started.');
    return this.#child;
  }

  #tell(order: Order): void {
    this.#process().send(order);
  }

  async #answer<Type extends Answer['type']>(type: Type): Promise<Extract<Answer, { type: Type }>> {
    const { promise, resolve } = Promise.withResolvers<Extract<Answer, { type: Type }>>();
    const listen = (answer: Answer) => {
      if (answer.type === type) resolve(answer as Extract<Answer, { type: Type }>);
    };
    this.#process().on('message', listen);
    try {
      return await Promise.race([promise, this.#unexpectedEnd()]);
    } finally {
      this.#process().off('message', listen);
    }
  }

  async #unexpectedEnd(): Promise<never> {
    const [exitCode, signal] = await once(this.#process(), 'exit');
    throw new Error(`The process ended by itself (${signal ?? exitCode}): ${this.#stderr}`);
  }
}
