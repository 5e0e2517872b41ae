import * as fc from 'fast-check';

/** How often each thing came of the cases: `taken`, or the word of a refusal. */
export type Outcomes = Map<string, number>;

/** Something that reads what others wrote, and what is claimed of it. */
export interface FuzzTarget {
  readonly name: string;
  /** The errors that it may throw, by their names; anything else that is thrown is a fault. */
  readonly refusals: readonly string[];
  /**
   * The claim for any case, which fast-check takes cases for, and shrinks those that break it.
   *
   * @param outcomes is counted up
   * @param beforeEach is called with each case, before it is run
   */
  readonly property: (outcomes: Outcomes, beforeEach?: () => void) => fc.IAsyncProperty<[unknown]>;
}

// biome-ignore lint/suspicious/noExplicitAny: a class may be constructed with whatever it likes
type ErrorClass = new (...parameters: any[]) => Error;

/** What a target is made of. */
export interface TargetParts<Case> {
  readonly name: string;
  /** The documented errors. */
  readonly refusals: readonly ErrorClass[];
  readonly cases: fc.Arbitrary<Case>;
  /**
   * Reads one case and checks what comes of it with `node:assert`.
   *
   * @returns a word for what came of it; `taken` when there is none
   */
  readonly run: (example: Case) => string | undefined | Promise<string | undefined>;
}

/** Makes a target: a refusal by one of the documented errors is counted, whatever else is thrown is a fault. */
export function defineTarget<Case>({ name, refusals, cases, run }: TargetParts<Case>): FuzzTarget {
  const refusalOf = (error: unknown): Error | undefined =>
    refusals.some((refusal) => error instanceof refusal) ? (error as Error) : undefined;
  return {
    name,
    refusals: refusals.map((refusal) => refusal.name),
    property: (outcomes, beforeEach = () => undefined) =>
      fc.asyncProperty(cases as fc.Arbitrary<unknown>, async (example) => {
        beforeEach();
        const outcome = await outcomeOf(() => run(example as Case), refusalOf);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }),
  };
}

/** What Step Functions keeps of a cause: no refusal quotes a whole input. */
const longestMessage = 32_768;

async function outcomeOf(
  run: () => string | undefined | Promise<string | undefined>,
  refusalOf: (error: unknown) => Error | undefined,
): Promise<string> {
  try {
    return (await run()) ?? 'taken';
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    if (refusal.message.length > longestMessage) {
      throw new Error(`a refusal of ${refusal.message.length} characters: ${refusal.message.slice(0, 500)}…`);
    }
    return 'reason' in refusal ? `${refusal.name} ${String(refusal.reason)}` : refusal.name;
  }
}
