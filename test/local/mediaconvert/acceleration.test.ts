import { expect, test } from '@jest/globals';
import { decideAcceleration } from '../../../local/mediaconvert/acceleration.ts';
import type { ConversionInput } from '../../../local/mediaconvert/converter.ts';
import { parseCreateJobRequest } from '../../../local/mediaconvert/create-job-request.ts';
import { planOutputs } from '../../../local/mediaconvert/output-plan.ts';
import { eachOnTinyHls, encodedOutput, makeSettings, passthroughOutput } from './test-bench.ts';
import { putTinyHls, tinyPlaylist } from './tiny-hls.ts';
import { toWire } from './wire-request.ts';

const bench = eachOnTinyHls();

async function runEnabled(settings = makeSettings()) {
  const { Id } = await bench().create(settings, { AccelerationSettings: { Mode: 'ENABLED' } });
  return await bench().waitForEnd(Id);
}

test('1041: a copy cannot be accelerated', async () => {
  const job = await runEnabled();

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1041, ErrorMessage: expect.stringContaining('output: [1]') });
});

test('1041: sound alone cannot be accelerated', async () => {
  const { ContainerSettings, AudioDescriptions } = passthroughOutput;

  const job = await runEnabled(makeSettings({ outputs: [{ ContainerSettings, AudioDescriptions }] }));

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1041, ErrorMessage: expect.stringContaining('Add video') });
});

test('1042: a few seconds are too little to accelerate', async () => {
  const job = await runEnabled(makeSettings({ outputs: [encodedOutput] }));

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1042 });
});

test('1043: an input with a discontinuity cannot be accelerated', async () => {
  putTinyHls(bench().s3, tinyPlaylist.replace('2.mpegts', '2.mpegts\n#EXT-X-DISCONTINUITY\n#EXTINF:2.0,\n0.mpegts'));

  const job = await runEnabled(makeSettings({ outputs: [encodedOutput] }));

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1043 });
});

test('a job that would only prefer to be accelerated goes without, and says so', async () => {
  const { Id } = await bench().create(makeSettings(), { AccelerationSettings: { Mode: 'PREFERRED' } });

  const job = await bench().waitForEnd(Id);

  expect(job).toMatchObject({
    Status: 'COMPLETE',
    AccelerationSettings: { Mode: 'PREFERRED' },
    AccelerationStatus: 'NOT_ACCELERATED',
  });
});

test('ten minutes to be encoded are accelerated', () => {
  const request = parseCreateJobRequest(
    toWire({
      Role: 'arn:aws:iam::123456789012:role/mediaconvert-io',
      AccelerationSettings: { Mode: 'ENABLED' },
      Settings: makeSettings({ outputs: [encodedOutput] }),
    }),
  );
  const input: ConversionInput = {
    sources: [{ playlistUrl: 's3://recordings/rec/playlist.m3u8', firstSegment: 0 }],
    paths: ['part-0.ts'],
    segments: [],
    expectedSeconds: 600,
  };

  const status = decideAcceleration(request, planOutputs(request.settings, new Date()), input);

  expect(status).toBe('ACCELERATED');
});
