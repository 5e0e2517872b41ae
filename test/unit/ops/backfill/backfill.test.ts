import { expect, test } from '@jest/globals';
import { type BackfillPorts, backfill } from '../../../../ops/backfill/backfill.ts';
import type { FollowPorts } from '../../../../ops/follow/follow-ports.ts';
import { silentBar } from '../../../../ops/terminal/progress-bar.ts';
import { entered, exited, portsOver, started, succeeded, type Told } from '../follow/histories.ts';
import { keepingOutput } from '../keeping-output.ts';

const machineArn = 'arn:aws:states:us-west-2:123456789012:stateMachine:Backfill';
const summary = {
  recordings: 5,
  toStart: 3,
  inCatalog: 2,
  running: 0,
  unfinished: 0,
  overdue: 0,
  durationMs: 7_200_000,
  price: { pricesAsOf: '2026-11', processing: 0.01, exportsCopied: 0.9, exportsEncoded: 1.8 },
};

/** Every execution has this history. */
function makePorts(history: readonly Told[], inputs: object[] = []): BackfillPorts {
  const { readEvents, ...follow } = portsOver({ any: history }, []);
  return {
    machineArn: async () => machineArn,
    start: async (_machine, name, input) => {
      inputs.push(input);
      return `${machineArn.replace('stateMachine', 'execution')}:${name}`;
    },
    follow: { ...follow, readEvents: (_arn, afterId) => readEvents('any', afterId) } satisfies FollowPorts,
  };
}

async function run(input: object, ports: BackfillPorts, isYes = false) {
  const { output, stdout, stderr } = keepingOutput();
  const questions: string[] = [];
  const exitCode = await backfill({ since: '7d', ...input }, ports, {
    output,
    clock: { now: () => new Date('2026-06-25T12:00:00Z'), sleep: async () => {} },
    confirm: async (question) => void questions.push(question),
    bar: () => silentBar,
    wait: () => silentBar,
    options: { isYes } as never,
    programName: 'ivs-recordings',
  });
  return { exitCode, stdout: stdout(), stderr: stderr(), questions };
}

const mapped = [
  started,
  entered('ProcessRecordings'),
  { type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn: 'arn:map' } },
  { type: 'MapRunSucceeded' },
  exited('ProcessRecordings'),
  succeeded(JSON.stringify({ summary })),
];

test('it counts and prices, asks, and then does it', async () => {
  const inputs: object[] = [];

  const { questions, stderr } = await run({ exports: 'default' }, makePorts(mapped, inputs));

  expect(inputs).toEqual([
    { since: '7d', exports: 'default', dryRun: true },
    { since: '7d', exports: 'default' },
  ]);
  expect(questions).toEqual(['Start 3 executions?']);
  expect(stderr).toContain(
    'About USD 0.01 to process 3 recordings, by list prices of 2026-11. Their exports (2 h of video): USD 0.90 if frames are copied, up to 1.80 if encoded.',
  );
});

test.each([
  [90_000, '1.5 min of video'],
  [29_995, '30 s of video'],
])('%i ms of video are told as what they are', async (durationMs, told) => {
  const short = [started, succeeded(JSON.stringify({ summary: { ...summary, durationMs } }))];

  const { stdout } = await run({ exports: 'default', dryRun: true }, makePorts(short));

  expect(stdout).toContain(`Their exports (${told}): `);
});

test('recordings that failed make the exit code 1, with what to do', async () => {
  const { exitCode, stdout, stderr } = await run({}, makePorts(mapped), true);

  expect(stdout).toMatch(/^started +3$/m);
  expect(stderr).toContain('1 recording failed, each reported by itself. To rerun them: ivs-recordings rerun --failed');
  expect(exitCode).toBe(1);
});

test('a dry run starts nothing; when nothing is to be done it says so by its exit code', async () => {
  const nothing = { ...summary, toStart: 0, price: null };
  const inputs: object[] = [];

  const counted = await run({ dryRun: true }, makePorts(mapped, inputs));
  const empty = await run({}, makePorts([started, succeeded(JSON.stringify({ summary: nothing }))], inputs));

  expect([counted.exitCode, empty.exitCode]).toEqual([0, 3]);
  expect(inputs).toEqual([
    { since: '7d', dryRun: true },
    { since: '7d', dryRun: true },
  ]);
});

test('one that fails says how to go on', async () => {
  const failed: Told = {
    type: 'ExecutionFailed',
    executionFailedEventDetails: { error: 'States.ExceedToleratedFailureThreshold' },
  };

  await expect(run({}, makePorts([started, failed]), true)).rejects.toThrow(
    /ended as FAILED: States\.ExceedToleratedFailureThreshold\. A redrive goes on with what is left: https:.*operator-20260625T120000000$/,
  );
});
