/** What the parts of a trial work with. */
import type { Watcher } from '../../follow/follow-executions.ts';
import type { CommandContext } from '../../frame/command-context.ts';
import type { TrialPorts } from './live-ports.ts';

/** See the file's comment. */
export interface TrialContext extends Pick<CommandContext, 'clock' | 'signal' | 'bar'> {
  readonly ports: TrialPorts;
  /** Told of what executions do, for whoever watches. */
  readonly watcher: Watcher;
  /** How the trial goes, in a line. */
  note(text: string): void;
}

/** Milliseconds since then. */
export const sinceMs = ({ clock }: Pick<TrialContext, 'clock'>, startMs: number): number =>
  clock.now().getTime() - startMs;
