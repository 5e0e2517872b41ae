/** What the commands have of the process around them. */
import type { ProgressStream } from '../terminal/progress-bar.ts';

/** A stream to print to. */
export type CommandStream = ProgressStream & { hasColors?(): boolean };

/** The time, and the passing of it; tests have one of their own. */
export interface Clock {
  now(): Date;
  /** Rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** See the file's comment. */
export interface Surroundings {
  readonly stdout: CommandStream;
  readonly stderr: CommandStream;
  /** How the user calls the program: `ivs-recordings`, or `npm run ops --` in a clone. */
  readonly programName: string;
  /** Folder that relative paths are seen from. */
  readonly directory: string;
  /** Whether somebody sits at a terminal and can be asked. */
  readonly isInteractive: boolean;
  /** Asks a question that is answered by yes or no. */
  ask(question: string): Promise<boolean>;
  /** Aborted by Ctrl-C and termination. */
  readonly signal: AbortSignal;
  /** Has something said when the program ends at once, by a second signal; gives what takes that back. */
  readonly beforeSuddenEnd?: (say: () => void) => () => void;
  readonly clock: Clock;
}
