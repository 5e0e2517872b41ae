/** The operator's command line for a test: what is printed is kept, time passes at once, questions are answered. */
import { runOps } from '../../../ops/command-line.ts';
import type { Surroundings } from '../../../ops/frame/surroundings.ts';
import { keepingStream } from './keeping-output.ts';

/** What a test may want otherwise. */
export interface TerminalOptions {
  /** Whether both streams are terminals; they are not when left out. */
  readonly isTerminal?: boolean;
  /** Answers to the questions in order; nobody can be asked when left out. */
  readonly answers?: readonly boolean[];
  readonly signal?: AbortSignal;
  /** Told of each sleep. */
  readonly onSleep?: (ms: number) => void;
  /** What really takes its time, such as an execution, has it here; no time at all when left out. */
  readonly pause?: () => Promise<void>;
  readonly directory?: string;
}

/** A command that has ended. */
export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Questions that were asked. */
  readonly questions: readonly string[];
  /** The JSON that was printed to standard output. */
  json(): ReturnType<typeof JSON.parse>;
}

/** What a command has around it here, and what it left there. */
export function makeSurroundings(options: TerminalOptions = {}) {
  const { isTerminal = false, answers, onSleep, pause } = options;
  const [stdout, stderr] = [keepingStream(isTerminal), keepingStream(isTerminal)];
  const questions: string[] = [];
  let nowMs = Date.parse('2026-06-25T12:00:00Z');
  const surroundings: Surroundings = {
    stdout: stdout.stream,
    stderr: stderr.stream,
    programName: 'ivs-recordings',
    directory: options.directory ?? '/home/somebody',
    isInteractive: answers !== undefined,
    ask: async (question) => {
      questions.push(question);
      return answers?.[questions.length - 1] ?? false;
    },
    signal: options.signal ?? new AbortController().signal,
    clock: {
      now: () => new Date(nowMs),
      sleep: async (ms, signal) => {
        signal.throwIfAborted();
        nowMs += ms;
        onSleep?.(ms);
        await pause?.();
        signal.throwIfAborted();
      },
    },
  };
  return { surroundings, stdout, stderr, questions };
}

/** Runs a command line to its end. */
export async function runCommand(args: readonly string[], options: TerminalOptions = {}): Promise<Finished> {
  const { surroundings, stdout, stderr, questions } = makeSurroundings(options);
  const exitCode = await runOps(args, surroundings);
  return {
    exitCode,
    stdout: stdout.text(),
    stderr: stderr.text(),
    questions,
    json: () => JSON.parse(stdout.text()),
  };
}
