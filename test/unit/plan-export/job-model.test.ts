import { expect, test } from '@jest/globals';
import { findModelFaults } from './job-model.ts';

const output = (video: object) => ({ ContainerSettings: { Container: 'MP4' }, VideoDescription: video });

const request = (output: object, input: object = {}, rest: object = {}) => ({
  Role: 'arn:aws:iam::123456789012:role/x',
  Settings: {
    Inputs: [{ FileInput: 's3://my-recordings/a/playlist.m3u8', ...input }],
    OutputGroups: [{ Outputs: [output] }],
  },
  ...rest,
});

const copy = { CodecSettings: { Codec: 'PASSTHROUGH' } };

test('a small job fits the model', () => {
  expect(findModelFaults(request(output(copy)))).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['a missing role', { Settings: {} }, 'request.Role: is required'],
  ['a misspelt member', request({ ...output(copy), Extention: 'm4a' }), 'Outputs[0].Extention: Output has no such'],
  ['a value outside of an enumeration', request(output({ CodecSettings: { Codec: 'H264' } })), '"H264" is not one of'],
  ['a number in place of a text', request(output(copy), { FileInput: 7 }), 'FileInput: expected a string, found 7'],
  ['an odd width', request(output({ ...copy, Width: 853 })), 'VideoDescription.Width: 853 is out of range'],
  ['a priority beyond all', request(output(copy), {}, { Priority: 51 }), 'request.Priority: 51 is out of range'],
  [
    'a time code without frames',
    request(output(copy), { InputClippings: [{ StartTimecode: '00:00:01' }] }),
    'InputClippings[0].StartTimecode: "00:00:01" is out of range',
  ],
  [
    'a fault inside of a map',
    request(output(copy), { AudioSelectors: { one: { SelectorType: 'TRACKS' } } }),
    'AudioSelectors.one.SelectorType: "TRACKS" is not one of ALL_PCM',
  ],
])('the model finds %s', (_, job, words) => {
  expect(findModelFaults(job).join('\n')).toContain(words);
});
