/**
 * `npm run test:deploy`: deploys the app to MiniStack, an emulator of AWS that nobody here wrote, plays the scenarios there
 * and on the local system, and demands that both end in the same catalog items and messages.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalIvs } from '../../local/system/local-ivs.ts';
import { buildLambdas } from '../../scripts/build-lambdas.ts';
import { buildWeb } from '../../scripts/build-web.ts';
import { SampleCopies } from '../local/system/sample-copies.ts';
import { answersOf } from './answers.ts';
import { comparable } from './comparable.ts';
import { deployToEmulator, type EmulatedSystem, failureTypes } from './emulated-system.ts';
import { notTried } from './emulator/lacks.ts';
import { type MiniStack, startMiniStack } from './emulator/start-ministack.ts';
import { findPython, prepareVirtualEnvironment } from './emulator/virtual-environment.ts';
import { startLocalSystem } from './local-system.ts';
import { executionsOf, outcomeOf, receiveAll } from './outcome.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { destroyClients, type SystemUnderTest } from './system-under-test.ts';

/** MediaConvert is what no emulator has, and alarms on expressions are what this one refuses. */
const configuration = {
  engine: 'remux',
  observability: { alarms: false },
  // Off by default: deployed to see that they can be.
  api: { enabled: true },
  page: { enabled: true },
  retention: { thumbnails: { expireAfterDays: 30 } },
};

const startedAt = Date.now();
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const tell = (step: string): void => say(`  ${((Date.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${step}`);

/** Things to end, the last one first. */
const ends: (() => Promise<void> | void)[] = [];
async function endAll(): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end();
}

async function main(python: string): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-deploy-'));
  ends.push(() => rmSync(directory, { recursive: true, force: true }));
  await Promise.all([buildLambdas(), buildWeb()]);
  say('MiniStack');
  const interpreter = await prepareVirtualEnvironment(python);
  tell(`virtual environment of ${python} in .local/ministack`);
  const ivs = await startIvs();
  ends.push(() => ivs.stop());
  const miniStack = await startMiniStack(interpreter, directory, ivs.url);
  ends.push(() => miniStack.stop());
  tell(`listens on ${miniStack.url}`);
  for (const patch of miniStack.patches) say(`           patched: ${patch}`);
  for (const line of notTried) say(`           not tried: ${line}`);
  try {
    await compareSystems(miniStack, directory);
  } catch (error) {
    process.stderr.write(`\nThe end of MiniStack's log:\n${miniStack.logTail()}\n\n`);
    throw error;
  }
}

/** With the channel that the recordings come from, as the local system has it. */
const startIvs = () =>
  startLocalIvs({ recordingConfigurations: [], channels: [] }, 'http://127.0.0.1:9/no-bucket-is-asked-for');

async function compareSystems(miniStack: MiniStack, directory: string): Promise<void> {
  say('Deployment');
  const emulated = await deployToEmulator(miniStack, directory, configuration, tell);
  ends.push(() => destroyClients(emulated.system.clients));
  await miniStack.enforceIam();
  tell('IAM is enforced from here on: functions act by their own roles');
  const local = await startLocalSystem(path.join(directory, 'local'), configuration);
  ends.push(local.stop);
  tell('the local system, from the same app and configuration');
  say('Scenarios');
  const copies = new SampleCopies();
  ends.push(() => copies.remove());
  for (const scenario of scenarios) await play(scenario, emulated.system, local.system, copies);
  await demandNothingElse(emulated.system);
  await demandNothingElse(local.system);
  tell('no other execution ran, and no other message came');
  await demandSameAnswers(emulated.system, local.system);
  tell('the API lists the same, by its own role, and the page is the same');
  await demandFailuresOnly(emulated);
  tell('who subscribed to failures got those, and those only');
}

async function play(
  { sentence, recordingId, change, play: act, expected }: Scenario,
  emulated: SystemUnderTest,
  local: SystemUnderTest,
  copies: SampleCopies,
): Promise<void> {
  const folder = copies.make(recordingId, change);
  const outcomes = await Promise.all(
    [emulated, local].map(async (system) => {
      await act(system, folder);
      return comparable(await outcomeOf(system, recordingId, expected), system);
    }),
  );
  assert.deepEqual(outcomes[0], outcomes[1], `MiniStack (actual) and the local system (expected) differ: ${sentence}`);
  tell(sentence);
}

/** A trigger too many would show late: when all scenarios are over. */
async function demandNothingElse(system: SystemUnderTest): Promise<void> {
  for (const { recordingId, expected } of scenarios)
    assert.deepEqual(await executionsOf(system, recordingId), [...expected.executions].sort());
  assert.deepEqual(await receiveAll(system.clients.sqs, system.subscriberQueueUrl), []);
}

async function demandSameAnswers(emulated: SystemUnderTest, local: SystemUnderTest): Promise<void> {
  const answers = await answersOf(emulated);
  assert.deepEqual(answers, await answersOf(local), 'API or page differ');
  const playable = scenarios.filter(({ expected }) => expected.messages.includes('recording.playback.ready'));
  const idsOf = (listed: readonly Scenario[]) => listed.map(({ recordingId }) => recordingId).sort();
  const listed = (lines: readonly string[]) => lines.map((line) => line.split(' ')[0]);
  assert.deepEqual(listed(answers.ofChannel), idsOf(playable));
  assert.deepEqual(listed(answers.ofChannelAndDay), idsOf(playable.filter(({ isOfAnotherDay }) => !isOfAnotherDay)));
}

async function demandFailuresOnly({ system, failuresQueueUrl }: EmulatedSystem): Promise<void> {
  const expected = scenarios.flatMap(({ expected }) => expected.messages).filter((type) => failureTypes.includes(type));
  const received = await receiveAll(system.clients.sqs, failuresQueueUrl);
  assert.deepEqual(received.map(({ body }) => body.type).sort(), expected.sort());
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void endAll().finally(() => process.exit(1)));

const python = findPython();
if (python === undefined) {
  say('test:deploy: SKIPPED. It needs Python 3.10 or newer with venv (on Debian: apt-get install python3-venv).');
} else {
  try {
    await main(python);
    say(`test:deploy: ${scenarios.length} scenarios, the same on MiniStack and on the local system.`);
  } catch (error) {
    // An assertion's message holds the difference; its other fields hold both outcomes whole.
    process.stderr.write(`test:deploy: FAILED. ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    await endAll();
  }
}
