import { expect, test } from '@jest/globals';
import { type Check, ok } from '../../../../ops/doctor/check.ts';
import type { DoctorPorts } from '../../../../ops/doctor/doctor-ports.ts';
import { examine } from '../../../../ops/doctor/examine.ts';
import { notLookedAt } from '../../../../ops/doctor/not-looked-at.ts';
import { runChecks } from '../../../../ops/doctor/run-checks.ts';
import { silentBar } from '../../../../ops/terminal/progress-bar.ts';
import { keepingOutput } from '../keeping-output.ts';
import { examineDeployment, healthy, outputs } from './a-deployment.ts';

/** As SDKs throw it. */
const serviceError = (name: string, message: string) => Object.assign(new Error(message), { name, $fault: 'client' });
const failing = (error: Error) => async () => Promise.reject(error);

const errors: readonly (readonly [string, Error, object])[] = [
  [
    'a permission that is missing is named, and no fault',
    serviceError('AccessDeniedException', 'You shall not'),
    {
      verdict: 'unknown',
      found: 'AccessDeniedException: You shall not. Your policies have to allow it.',
      advice: 'Allow yourself cloudfront:GetDistribution, and look again.',
    },
  ],
  [
    'what is not there is a fault',
    serviceError('NoSuchDistribution', 'No such thing'),
    {
      verdict: 'fault',
      found: 'NoSuchDistribution: No such thing.',
      advice: expect.stringContaining('deleted by hand'),
    },
  ],
  [
    'what an emulation does not have is unknown',
    serviceError('UnknownOperationException', 'The local system has no such thing'),
    { verdict: 'unknown', advice: 'What answers is not AWS itself, which alone can tell.' },
  ],
  [
    'a fault of ours is unknown',
    new TypeError('x is undefined'),
    { verdict: 'unknown', found: expect.stringContaining('x is undefined') },
  ],
];

test.each(errors)('%s', async (_name, error, expected) => {
  const results = await examineDeployment({ distribution: failing(error) });

  const others = results.filter(({ check }) => check !== 'distribution');
  expect(results.find(({ check }) => check === 'distribution')).toMatchObject(expected);
  expect(others.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
});

test('a missing output is the fault of the outputs, and what needs it is unknown', async () => {
  const { DistributionId, ...left } = outputs;

  const results = await examineDeployment({}, { outputs: left, source: 'both stacks' });

  expect(results.filter(({ verdict }) => verdict === 'fault').map(({ found }) => found)).toEqual([
    'both stacks: no DistributionId',
  ]);
  expect(results.filter(({ verdict }) => verdict === 'unknown').map(({ check }) => check)).toEqual([
    'recordings-bucket-policy',
    'exports-bucket-policy',
    'distribution',
  ]);
});

test('six checks run at a time, and results keep their order', async () => {
  let [running, most] = [0, 0];
  const checks = Array.from(
    { length: 20 },
    (_, index): Check => ({
      name: `check-${index}`,
      actions: [],
      look: async () => {
        running += 1;
        most = Math.max(most, running);
        // The later, the sooner done.
        for (let turn = 20; turn > index; turn--) await Promise.resolve();
        running -= 1;
        return ok('');
      },
    }),
  );

  const results = await runChecks(checks, { signal: new AbortController().signal, onChecked: () => {} });

  expect(most).toBe(6);
  expect(results.map(({ check }) => check)).toEqual(checks.map(({ name }) => name));
});

test('an interruption ends it', async () => {
  const controller = new AbortController();
  const stopping: Check = {
    name: 'stopping',
    actions: [],
    look: async () => {
      controller.abort(new Error('Stop'));
      return ok('');
    },
  };
  const never: Check = { name: 'never', actions: [], look: () => Promise.reject(new Error('It was made.')) };

  const running = runChecks([stopping, ...Array<Check>(6).fill(never)], {
    signal: controller.signal,
    onChecked: () => {},
  });

  await expect(running).rejects.toThrow('Stop');
});

async function run(ports: Partial<DoctorPorts>, isJson = false) {
  const { output, stdout, stderr } = keepingOutput(isJson);
  const exitCode = await examine(
    { ...healthy, ...ports },
    {
      output,
      signal: new AbortController().signal,
      bar: () => silentBar,
      deployment: async () => ({ outputs, source: 'both stacks' }),
    },
  );
  return { exitCode, stdout: stdout(), stderr: stderr(), result: output.result };
}

test('a fault exits with 1, and its advice stands below the table', async () => {
  const { exitCode, stdout } = await run({
    distribution: async () => ({ status: 'Deployed', isEnabled: false }),
    listSubscriptions: async () => [],
  });

  expect(exitCode).toBe(1);
  expect(stdout).toContain('fault    distribution                 E2EXAMPLE is disabled\n');
  expect(stdout.slice(stdout.indexOf('\n\n'))).toBe(`

fault: distribution
  Nobody can watch. Enable it in CloudFront’s console.

warning: subscriptions
  No message is heard. Subscribe to arn:aws:sns:us-west-2:123456789012:messages, or configure subscriptions.

warning: alarm-subscriptions
  No alarm is heard. Configure observability.alarmEmail, or subscribe to arn:aws:sns:us-west-2:123456789012:alarms.

Not looked at:
${notLookedAt.map((what) => `  ${what}\n`).join('')}
27 checks: 1 fault, 2 warning, 0 unknown, 24 ok.
`);
});

test('what has the same remedy stands together', async () => {
  const { stdout } = await run({
    ruleState: failing(serviceError('UnknownOperationException', 'None here')),
    distribution: failing(serviceError('InvalidAction', 'None here')),
  });

  expect(stdout).toContain(
    'unknown: rule-recording-ended, rule-recording-start-failed, rule-execution-failed, rule-execution-recovered, rule-recording-events, distribution\n',
  );
  expect(stdout.match(/What answers is not AWS itself/g)).toHaveLength(1);
});

test('warnings and unknowns alone exit with 0', async () => {
  const { exitCode } = await run({ listSubscriptions: async () => [], distribution: failing(new Error('no')) });

  expect(exitCode).toBe(0);
});

test('--json lists every check with the same four fields, and what is not looked at', async () => {
  const { stdout, result } = await run({ listSubscriptions: async () => [] }, true);

  expect(stdout).toBe('');
  expect(result).toMatchObject({
    checks: expect.arrayContaining([
      { check: 'process-recording', verdict: 'ok', found: 'is ACTIVE', advice: undefined },
      { check: 'subscriptions', verdict: 'warning', found: 'nobody is subscribed', advice: expect.any(String) },
    ]),
    counts: { fault: 0, warning: 2, unknown: 0, ok: 25 },
    notLookedAt,
  });
});
