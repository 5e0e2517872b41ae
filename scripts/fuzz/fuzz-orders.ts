/** What the script and its thread tell each other. */

/** Which cases to run. */
export interface FuzzOrder {
  readonly target: string;
  /** Of fast-check: the cases follow from it. */
  readonly seed: number;
  readonly cases: number;
  /** Of fast-check: the one case to run again, as a failure tells it. */
  readonly path?: string | undefined;
}

/** What came of them. */
export interface FuzzAnswer {
  /** How often each thing came of a case: `taken`, or the word of a refusal. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Whether the target has documented errors, one of which is then expected among many cases. */
  readonly mayRefuse: boolean;
  /** What broke a claim, ready to print; `undefined` when nothing did. */
  readonly failure: string | undefined;
  /** Processor time of the thread. */
  readonly cpuSeconds: number;
  /** The longest time between the beginnings of two cases. */
  readonly longestCaseMs: number;
  /** The greatest size of the thread's heap, with buffers outside of it. */
  readonly peakBytes: number;
}
