/** The arithmetic of Retry and TimeoutSeconds, which holds across states and machines. */
import { describe, expect, test } from '@jest/globals';
import { settlingMinutes } from '../../lambdas/shared/recording/freshness.ts';
import { type Retrier, readDefinitions, type State, statesOf, stemOf } from './definitions.ts';

const definitions = readDefinitions();

/** The most that each wait of a Retry may take, seconds. The defaults are the language's. */
function longestWaits({ IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds, MaxAttempts = 3 }: Retrier): number[] {
  return Array.from({ length: MaxAttempts }, (_, n) =>
    Math.min(IntervalSeconds * BackoffRate ** n, MaxDelaySeconds ?? Number.POSITIVE_INFINITY),
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * Seconds that a Retry with full jitter waits unless the dice fall badly: so many standard deviations below the mean, which
 * happens in one of 700 runs for three of them, and in one of 30,000 for four.
 */
const surelyWaited = (retrier: Retrier, deviations: number): number => {
  const waits = longestWaits(retrier);
  return sum(waits) / 2 - deviations * Math.sqrt(sum(waits.map((wait) => wait ** 2 / 12)));
};

const retriersFor = (error: string): Retrier[] =>
  definitions
    .flatMap(({ machine }) => statesOf(machine).flatMap(([, { Retry = [] }]) => Retry))
    .filter(({ ErrorEquals }) => ErrorEquals.includes(error));

test('what is not ready is waited for until what is there decides, whichever way the dice fall', () => {
  const retriers = retriersFor('RecordingNotReadyError');

  expect(retriers).toHaveLength(1);
  expect(Math.min(...retriers.map((retrier) => surelyWaited(retrier, 4)))).toBeGreaterThan(settlingMinutes * 60);
});

test('a channel that IVS does not tell of is waited for longer than 10,000 channels and their exports take', () => {
  const seconds = (2 * 10_000) / 5;

  const waited = retriersFor('ChannelUnreadableError').map((retrier) => surelyWaited(retrier, 3));

  expect(Math.min(...waited)).toBeGreaterThan(seconds);
});

describe.each(definitions)('$name', ({ machine }) => {
  const states = statesOf(machine);

  test('lasts longer than all tries of any of its states and the last of them', () => {
    const longest = ({ Retry = [], TimeoutSeconds = 0 }: State) => sum(Retry.flatMap(longestWaits)) + TimeoutSeconds;

    const tooLong = states.filter(([, state]) => longest(state) >= (machine.TimeoutSeconds ?? 0));

    expect(tooLong.map(([name]) => name)).toEqual([]);
  });

  test('tells the numbers of each Retry in its Comment as they are', () => {
    const retriers = states.flatMap(([, { Retry = [] }]) => Retry);
    const told = retriers.flatMap((retrier) => {
      const match = /(\d+) s x ([\d.]+)\^n(?: up to (\d+) (s|min))?, (\d+) tries/.exec(retrier.Comment ?? '');
      return match === null ? [] : [{ retrier, numbers: match.slice(1) }];
    });

    expect(told.length).toBe(
      retriers.filter(({ BackoffRate, MaxAttempts = 3 }) => BackoffRate && MaxAttempts > 2).length,
    );
    for (const { retrier, numbers } of told) {
      const [interval, rate, most, unit, tries] = numbers;
      expect({ of: retrier.Comment, numbers: numbersOf(retrier) }).toEqual({
        of: retrier.Comment,
        numbers: [Number(interval), Number(rate), most && Number(most) * (unit === 'min' ? 60 : 1), Number(tries)],
      });
    }
  });

  test('waits for an execution of another machine longer than that may take', () => {
    const limits = new Map(
      definitions.map((other) => [`\${${stemOf(other.name)}Arn}`, other.machine.TimeoutSeconds ?? 0]),
    );
    const waiting = states.flatMap(([name, { Resource, TimeoutSeconds = 0, Parameters }]) =>
      Resource?.endsWith('startExecution.sync:2')
        ? [{ name, TimeoutSeconds, limit: limits.get(String(Parameters?.StateMachineArn)) }]
        : [],
    );

    for (const { name, TimeoutSeconds, limit = Number.NaN } of waiting) {
      expect({ name, isLongEnough: TimeoutSeconds > limit }).toEqual({ name, isLongEnough: true });
    }
  });
});

const numbersOf = ({ IntervalSeconds, BackoffRate, MaxDelaySeconds, MaxAttempts }: Retrier) => [
  IntervalSeconds,
  BackoffRate,
  MaxDelaySeconds,
  MaxAttempts,
];
