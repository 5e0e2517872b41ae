/** What a check is, and what comes of it. */

/** `unknown`: it could not be found out. */
export type Verdict = 'ok' | 'fault' | 'warning' | 'unknown';

/** What a check has found. */
export interface Finding {
  readonly verdict: Verdict;
  /** One line. */
  readonly found: string;
  /** What to do about it; absent where nothing has to be done. */
  readonly advice?: string | undefined;
}

/** One check of a deployment. */
export interface Check {
  /** Its name, the same for every deployment and release. */
  readonly name: string;
  /** What of IAM's actions it needs, for who lacks them. */
  readonly actions: readonly string[];
  look(): Promise<Finding>;
}

/** A check that was made; what `--json` lists. */
export interface CheckResult extends Finding {
  readonly check: string;
}

/** As it should be. */
export const ok = (found: string): Finding => ({ verdict: 'ok', found });

/** Something does not work, or nothing can arrive. */
export const fault = (found: string, advice: string): Finding => ({ verdict: 'fault', found, advice });

/** It works, and somebody ought to look. */
export const warning = (found: string, advice: string): Finding => ({ verdict: 'warning', found, advice });

/** It could not be found out; the advice says where to look. */
export const unknown = (found: string, advice: string): Finding => ({ verdict: 'unknown', found, advice });

/** The Region of an ARN, for advice. */
export const regionOf = (arn: string): string => arn.split(':')[3] ?? '';
