/** What `doctor --live` found out: its report, and what `--json` prints. Names are stable: change them on purpose. */

/** A part of the trial. */
export interface LiveStep {
  /** Such as `upload`, `playback`, `export-remux`. */
  readonly step: string;
  /** `skipped`: not reached, or nothing to do. */
  readonly verdict: 'ok' | 'failed' | 'skipped';
  readonly found: string;
  /** How long it took, to tenths; `undefined` where that says nothing. */
  readonly seconds: number | undefined;
}

/** What AWS does not document. */
export const factNames = [
  'passthrough-rendition-playlist',
  'passthrough-multivariant-playlist',
  'create-job-sync-result',
  'failed-job-error-name',
] as const;
export type FactName = (typeof factNames)[number];

/** What was found out about one of them. */
export interface Fact {
  readonly fact: FactName;
  /** `told`: the answer is no yes or no, and stands in `found`. */
  readonly answer: 'yes' | 'no' | 'told' | 'not settled';
  readonly found: string;
  /** By what. */
  readonly how: string;
  /** Of a JSON: its keys, with the types of their values. */
  readonly shape?: unknown;
}

/** What became of all that was made. */
export interface CleanUpOutcome {
  readonly state: 'done' | 'kept' | 'incomplete';
  readonly found: string;
  /** What is still there, or may be. */
  readonly remains: readonly string[];
}

/** See the file's comment. */
export interface LiveReport {
  readonly madeAt: string;
  readonly version: string;
  readonly node: string;
  readonly region: string;
  readonly account: string;
  /** Address of what answered in AWS's place. */
  readonly notAws: string | undefined;
  readonly functionVersions: Readonly<Record<string, string>>;
  readonly recording: { readonly bucket: string; readonly prefix: string; readonly durationMs: number };
  readonly steps: readonly LiveStep[];
  readonly facts: readonly Fact[];
  /** Estimated. */
  readonly costUsd: number;
  readonly cleanUp: CleanUpOutcome;
}

/** Keys of a JSON with the types of their values, so deep: what a value is may be nobody's business. */
export function shapeOf(value: unknown, depth = 3): unknown {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  if (depth === 0) return Array.isArray(value) ? 'array' : 'object';
  if (Array.isArray(value)) return value.slice(0, 1).map((item: unknown) => shapeOf(item, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, shapeOf(field, depth - 1)]));
}
