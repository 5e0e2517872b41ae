import { afterEach, expect, test } from '@jest/globals';
import type { FaultSwitch } from '../../../lambdas/shared/contract/run-view.ts';
import { FaultPanel } from '../../../local/faults/fault-panel.ts';
import type { PlaybackServer } from '../../../local/playback/server.ts';
import { startPageStand } from './page-stand.ts';

let playback: PlaybackServer | undefined;
afterEach(() => playback?.stop());

/** A system in which only the fault panel is. */
async function serve(panel: FaultPanel, sendSample = async () => 'another'): Promise<string> {
  playback = await startPageStand({ faults: { panel, sendSample } });
  return playback.url;
}
const read = async (url: string) => (await (await fetch(`${url}/local/faults`)).json()) as FaultSwitch[];
const post = (url: string, path: string, headers: Record<string, string> = { origin: url }) =>
  fetch(`${url}/local/${path}`, { method: 'POST', headers });

const off = { isOn: false, strikeCount: 0 };
const recordingEnd = {
  source: 'aws.ivs',
  'detail-type': 'IVS Recording State Change',
  detail: { recording_status: 'Recording End' },
};

test('every switch is off in the beginning, and is turned by the page', async () => {
  const url = await serve(new FaultPanel());

  const before = await read(url);
  const turned = await post(url, 'faults/throttle-s3/on');
  const after = await read(url);
  await post(url, 'faults/throttle-s3/off');

  expect(before).toMatchObject([
    { name: 'throttle-s3', ...off },
    { name: 'fail-mediaconvert', ...off },
    { name: 'fail-mediaconvert-job', ...off },
    { name: 'lose-ivs-event', ...off },
  ]);
  expect(await turned.json()).toEqual(after);
  expect(after.map(({ isOn }) => isOn)).toEqual([true, false, false, false]);
  expect((await read(url)).every(({ isOn }) => !isOn)).toBe(true);
});

test.each(['faults/throttle-s3/on', 'faults/throttle-s3/off', 'faults/reset', 'samples'])(
  'another origin, or none, may not ask for %s',
  async (path) => {
    const panel = new FaultPanel();
    panel.turn('lose-ivs-event', true);
    let sentCount = 0;
    const url = await serve(panel, async () => `number ${++sentCount}`);

    const answers = [
      await post(url, path, { origin: 'https://evil.example' }),
      await post(url, path, { origin: 'null' }),
      await post(url, path, {}),
      await post(url.replace('127.0.0.1', 'localhost'), path, { origin: url.replace('127.0.0.1', 'localhost') }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(panel.switches().map(({ isOn }) => isOn)).toEqual([false, false, false, true]);
    expect(sentCount).toBe(0);
  },
);

test('the sample is sent again, and the page hears under which id', async () => {
  const url = await serve(new FaultPanel());

  expect(await (await post(url, 'samples')).json()).toEqual({ recordingId: 'another' });
});

test('a switch that nobody knows is not the page’s, and neither is turning one by GET', async () => {
  const url = await serve(new FaultPanel());

  const answers = [await post(url, 'faults/unplug/on'), await fetch(`${url}/local/faults/throttle-s3/on`)];

  expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  expect((await read(url)).every(({ isOn }) => !isOn)).toBe(true);
});

test('a switch strikes as often as its limit says, and then goes off by itself', () => {
  let changeCount = 0;
  const panel = new FaultPanel(() => {
    changeCount += 1;
  });
  panel.turn('fail-mediaconvert', true);

  const refusals = [1, 2, 3].map(() => panel.refusalFor({ service: 'mediaconvert', operation: 'CreateJob' }));

  expect(refusals).toEqual(['server-error', 'server-error', undefined]);
  expect(panel.switches()[1]).toEqual({ name: 'fail-mediaconvert', isOn: false, strikeLimit: 2, strikeCount: 2 });
  expect(changeCount).toBe(3);
});

test('a job fails once, with a code of MediaConvert’s, and only when that was asked for', () => {
  const panel = new FaultPanel();

  const before = panel.failureOfJob();
  panel.turn('fail-mediaconvert-job', true);
  const failures = [panel.failureOfJob(), panel.failureOfJob()];

  expect(before).toBeUndefined();
  expect(failures).toEqual([expect.objectContaining({ name: 'JobFailedError', code: 1999 }), undefined]);
  expect(panel.switches()[2]).toMatchObject({ isOn: false, strikeCount: 1 });
});

test('only what a switch is about is struck', () => {
  const panel = new FaultPanel();
  for (const { name } of panel.switches()) panel.turn(name, true);

  const refusals = [
    panel.refusalFor({ service: 'mediaconvert', operation: 'GetJob' }),
    panel.refusalFor({ service: 's3', operation: 'GetObject' }),
    panel.refusalFor({ service: 'dynamodb', operation: 'PutItem' }),
  ];
  const isLost = [
    panel.loses({ ...recordingEnd, detail: { recording_status: 'Recording Start' } }),
    panel.loses({ ...recordingEnd, source: 'aws.states' }),
    panel.loses(recordingEnd),
    panel.loses(recordingEnd),
  ];

  expect(refusals).toEqual([undefined, 'throttling', undefined]);
  expect(isLost).toEqual([false, false, true, false]);
});

test('what was struck is counted anew when a switch is turned on again, and forgotten by a reset', async () => {
  const panel = new FaultPanel();
  const url = await serve(panel);
  panel.turn('lose-ivs-event', true);
  panel.loses(recordingEnd);

  panel.turn('lose-ivs-event', true);
  const again = panel.switches()[3];
  panel.loses(recordingEnd);
  await post(url, 'faults/reset');

  expect(again).toMatchObject({ isOn: true, strikeCount: 0 });
  expect(panel.switches()).toMatchObject([off, off, off, off]);
});
