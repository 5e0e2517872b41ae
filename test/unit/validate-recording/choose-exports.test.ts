import { expect, test } from '@jest/globals';
import type { ChannelReading } from '../../../lambdas/shared/recording/channel-port.ts';
import { chooseExports, isChannelNeeded } from '../../../lambdas/validate-recording/choose-exports.ts';
import { makeRecording } from '../../fixtures/make-recording.ts';

const recording = makeRecording().reference;
const source = (channelName?: string) => ({ type: 'ivs-event' as const, ...(channelName ? { channelName } : {}) });
const channel = (exports?: string): ChannelReading => ({
  state: 'read',
  name: 'Morning show',
  tags: { team: 'news', ...(exports === undefined ? {} : { 'recordings:exports': exports }) },
  isPrivate: false,
});
const defaults = ['archive'];

test("the execution's input comes before the channel's tag, also when it asks for nothing", () => {
  const asked = chooseExports({ recording, exports: [{ rendition: 720 }] }, channel('social'), defaults);
  const none = chooseExports({ recording, exports: [] }, channel('social'), defaults);

  expect(asked).toMatchObject({ chosenBy: 'input', requests: [{ rendition: 720 }], findings: [] });
  expect(none).toMatchObject({ chosenBy: 'input', requests: [] });
});

test.each([
  ['archive+social', ['archive', 'social']],
  ['none', []],
  ['nope', ['nope']],
])("the channel's tag %s comes before the deployment's default", (tag, requests) => {
  expect(chooseExports({ recording }, channel(tag), defaults)).toEqual({
    chosenBy: 'channel-tag',
    reason: `the channel's tag recordings:exports=${tag}`,
    requests,
    findings: [],
  });
});

test.each([undefined, '', '  '])('without a tag, or with the empty one %j, the default counts', (tag) => {
  expect(chooseExports({ recording }, channel(tag), defaults)).toEqual({
    chosenBy: 'deployment-default',
    reason: 'the channel has no tag recordings:exports',
    requests: ['archive'],
    findings: [],
  });
});

test('a channel that cannot be read means the default, and a finding that says so', () => {
  const unreadable = { state: 'unreadable', reason: 'ThrottlingException: slow down' } as const;

  const choice = chooseExports({ recording }, unreadable, defaults);

  expect(choice).toMatchObject({ chosenBy: 'deployment-default', requests: ['archive'] });
  expect(choice.findings).toEqual([{ code: 'channel-unreadable', message: choice.reason }]);
  expect(choice.reason).toContain('(ThrottlingException: slow down)');
});

test('a tag with more names than an input may hold is made in part, with a finding', () => {
  const names = Array.from({ length: 21 }, (_, index) => `p${index}`);

  const { requests, findings } = chooseExports({ recording }, channel(names.join('+')), defaults);

  expect(requests).toEqual(names.slice(0, 20));
  expect(findings).toMatchObject([{ code: 'channel-tag-too-long', message: expect.stringContaining('21 exports') }]);
});

test.each([
  ['the exports are asked for and the name is known', { recording, source: source('x'), exports: [] }, false],
  ['nobody said which exports', { recording, source: source('x') }, true],
  ['the trigger told no name', { recording, source: source(), exports: [] }, true],
  ['somebody typed the recording alone', { recording }, true],
])('whether IVS is asked when %s', (_what, input, isNeeded) => {
  expect(isChannelNeeded(input)).toBe(isNeeded);
});
