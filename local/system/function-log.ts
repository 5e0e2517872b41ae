/** What the steps logged: in one file for each, and the last lines in memory for whoever has to explain a failure. */
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { logTextOf } from './log-text.ts';

const linesKept = 200;

/** See the file's comment. */
export class FunctionLog {
  readonly #directory: string;
  readonly #lines = new Map<string, string[]>();

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  /** Adds a line of a function. */
  add(functionName: string, json: string): void {
    const line = logTextOf(json);
    const lines = this.#lines.get(functionName) ?? [];
    this.#lines.set(functionName, [...lines.slice(1 - linesKept), line]);
    appendFileSync(path.join(this.#directory, `${functionName}.log`), `${line}\n`);
  }

  /** The last lines of a function. */
  linesOf(functionName: string): readonly string[] {
    return this.#lines.get(functionName) ?? [];
  }
}
