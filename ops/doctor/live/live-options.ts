/** The options of `doctor` that only `--live` knows. */
import { UsageError } from '../../frame/operator-errors.ts';

/** As commander hands them over. */
export interface LiveOptions {
  readonly live?: true;
  readonly keep?: true;
  readonly channel?: string;
  readonly report?: string;
}

/** @throws UsageError when an option is there that only `--live` knows */
export function demandNoLiveOptions({ keep, channel, report }: LiveOptions): void {
  const given = Object.entries({ keep, channel, report }).find(([, value]) => value !== undefined);
  if (given !== undefined) throw new UsageError(`--${given[0]} goes with --live only.`);
}
