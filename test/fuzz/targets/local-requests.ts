import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseCreateJobRequest } from '../../../local/mediaconvert/create-job-request.ts';
import { BadRequestException } from '../../../local/mediaconvert/request-errors.ts';
import { isMatchingPath } from '../../../local/playback/path-pattern.ts';
import { readRequestedKey } from '../../../local/playback/requested-key.ts';
import { defineTarget } from '../fuzz-target.ts';
import { jsonEdits, parsedJson } from '../generators/json.ts';
import { editText, textEdits } from '../generators/text.ts';

const job = {
  role: 'arn:aws:iam::123456789012:role/mediaconvert-io',
  clientRequestToken: 'token',
  userMetadata: { recordingId: 'j8Z9O91ndcVs' },
  settings: {
    timecodeConfig: { source: 'ZEROBASED' },
    inputs: [
      {
        fileInput: 's3://recordings/rec/playlist.m3u8',
        timecodeSource: 'ZEROBASED',
        audioSelectors: { 'Audio Selector 1': { defaultSelection: 'DEFAULT' } },
        videoSelector: {},
      },
    ],
    outputGroups: [
      {
        outputGroupSettings: {
          type: 'FILE_GROUP_SETTINGS',
          fileGroupSettings: { destination: 's3://exports/out' },
        },
        outputs: [
          {
            containerSettings: { container: 'MP4', mp4Settings: { moovPlacement: 'PROGRESSIVE_DOWNLOAD' } },
            videoDescription: {
              codecSettings: {
                codec: 'H_264',
                h264Settings: { rateControlMode: 'QVBR', maxBitrate: 5_000_000, qvbrSettings: { qvbrQualityLevel: 7 } },
              },
            },
            audioDescriptions: [{ audioSourceName: 'Audio Selector 1', codecSettings: { codec: 'PASSTHROUGH' } }],
          },
        ],
      },
    ],
  },
};
const keys = ['settings', 'inputs', 'outputs', 'codecSettings', 'codec', 'fileInput', 'destination', 'nameModifier'];

/** Jobs that are sent to the local MediaConvert. */
export const conversionJobs = defineTarget({
  name: 'conversion-job',
  refusals: [BadRequestException],
  cases: fc.record({ edits: jsonEdits(['s3://', 'PASSTHROUGH', '$dt$', '.m3u8'], keys, 2) }),
  run: ({ edits }) => {
    const { settings, clientRequestToken = 'x' } = parseCreateJobRequest(parsedJson(job, edits));
    assert.ok(settings.inputs.length > 0 && settings.outputGroups.length > 0 && clientRequestToken.length <= 64);
    return undefined;
  },
});

const prefix = 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs';
const PATHS = [`/${prefix}/media/hls/master.m3u8`, `/${prefix}/events/recording-ended.json`, '/a/b/archive.mp4?etag=1'];

/** Paths that a viewer's browser, or somebody who is none, asks the playback server for. */
export const playbackPaths = defineTarget({
  name: 'playback-path',
  refusals: [],
  cases: fc.record({
    path: fc.nat(PATHS.length - 1),
    edits: textEdits(['/events/', '/media/', '%2Fmedia%2F', '..%2f', '%2e%2e/', '?'], 3),
  }),
  run: ({ path, edits }) => {
    const target = editText(PATHS[path]!, edits);
    const key = readRequestedKey(target);
    const isOfRecordings = isMatchingPath('ivs/v1/*/media/*', target.split('?')[0] ?? '');
    if (key === undefined) return 'no object';

    assert.ok(key !== '' && key.split('/').every((part) => part !== '.' && part !== '..'));
    // What is not served by its pattern is not reached through another spelling of a path that is.
    if (isOfRecordings) assert.ok(key.startsWith('ivs/v1/') && key.includes('/media/'), key);
    return undefined;
  },
});
