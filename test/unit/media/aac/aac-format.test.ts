import { expect, test } from '@jest/globals';
import {
  type AacFormat,
  aacCodecName,
  audioSpecificConfig,
  describeAacFormat,
  makeAacFormat,
} from '../../../../media/aac/aac-format.ts';

test.each<[string, [number, number, number], Partial<AacFormat>, string]>([
  ['LC, 48 kHz, stereo', [1, 3, 2], { objectType: 2, sampleRateHz: 48_000, channels: 2 }, '1190'],
  ['LC, 44.1 kHz, mono', [1, 4, 1], { objectType: 2, sampleRateHz: 44_100, channels: 1 }, '1208'],
  ['LC, 24 kHz, stereo, as of HE-AAC', [1, 6, 2], { sampleRateHz: 24_000 }, '1310'],
  ['Main, 96 kHz, 5.1', [0, 0, 6], { objectType: 1, sampleRateHz: 96_000, channels: 6 }, '0830'],
  ['LTP, 7.35 kHz, 7.1', [3, 12, 7], { objectType: 4, sampleRateHz: 7350, channels: 8 }, '2638'],
])('%s', (_, [profile, frequencyIndex, channelConfiguration], expected, config) => {
  const format = makeAacFormat(profile, frequencyIndex, channelConfiguration);

  expect(format).toMatchObject(expected);
  expect(typeof format === 'string' || Buffer.from(audioSpecificConfig(format)).toString('hex')).toBe(config);
});

test.each([
  ['a reserved rate', [1, 13, 2], 'sampling_frequency_index'],
  ['a rate written out', [1, 15, 2], 'sampling_frequency_index'],
  ['channels set out in the stream', [1, 3, 0], 'channel_configuration'],
] as const)('%s is unsupported', (_, [profile, frequencyIndex, channelConfiguration], field) => {
  expect(makeAacFormat(profile, frequencyIndex, channelConfiguration)).toContain(field);
});

test('formats have names', () => {
  const format = {
    objectType: 2,
    samplingFrequencyIndex: 3,
    sampleRateHz: 48_000,
    channelConfiguration: 1,
    channels: 1,
  };

  expect(aacCodecName(format)).toBe('mp4a.40.2');
  expect(describeAacFormat(format)).toBe('AAC object type 2, 48000 Hz, 1 channel');
});
