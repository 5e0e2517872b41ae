import { expect, test } from '@jest/globals';
import { parseCreateJobRequest } from '../../../local/mediaconvert/create-job-request.ts';

type Json = Record<string, unknown>;

/** A request as it comes over the wire, of one output with these parts. */
function makeBody({ output = {}, input = {}, group = {}, settings = {}, ...request }: Record<string, Json> = {}): Json {
  return {
    role: 'arn:aws:iam::123456789012:role/mediaconvert-io',
    settings: {
      inputs: [
        {
          fileInput: 's3://recordings/rec/playlist.m3u8',
          audioSelectors: { 'Audio Selector 1': { defaultSelection: 'DEFAULT' } },
          ...input,
        },
      ],
      outputGroups: [
        {
          outputGroupSettings: {
            type: 'FILE_GROUP_SETTINGS',
            fileGroupSettings: { destination: 's3://exports/out', ...group },
          },
          outputs: [
            {
              containerSettings: { container: 'MP4' },
              videoDescription: { codecSettings: { codec: 'PASSTHROUGH' } },
              ...output,
            },
          ],
        },
      ],
      ...settings,
    },
    ...request,
  };
}

const h264 = (settings: Json): Json => ({
  videoDescription: { codecSettings: { codec: 'H_264', h264Settings: settings } },
});

const clipped = (...inputClippings: Json[]): Json => ({ timecodeSource: 'ZEROBASED', inputClippings });

/** A request of two inputs, of which an output copies the sound. */
function makeTwoInputs(first: Json, second: Json): Json {
  const input = {
    fileInput: 's3://recordings/rec/playlist.m3u8',
    audioSelectors: { 'Audio Selector 1': { defaultSelection: 'DEFAULT' } },
  };
  const audioDescriptions = [{ audioSourceName: 'Audio Selector 1', codecSettings: { codec: 'PASSTHROUGH' } }];
  const inputs = [first, second].map((parts) => ({ ...input, ...parts }));
  return makeBody({ settings: { inputs }, output: { audioDescriptions } });
}

const refusalOf = (body: unknown): string => {
  try {
    parseCreateJobRequest(body);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return 'accepted';
};

const outputPath = '/settings/outputGroups/0/outputs/0';
const here = 'is not supported by the local MediaConvert';

test('a request for a passthrough output is accepted', () => {
  expect(refusalOf(makeBody())).toBe('accepted');
});

test('a clip over two inputs is accepted that begins in the first and ends in the second', () => {
  const body = makeTwoInputs(clipped({ startTimecode: '00:00:01:00' }), clipped({ endTimecode: '24:59:59:14' }));

  expect(refusalOf(body)).toBe('accepted');
});

test('all faults are told at once', () => {
  const refusal = refusalOf({ settings: { inputs: [], outputGroups: [] }, hopDestinations: [] });

  expect(refusal).toContain('BadRequestException: ');
  expect(refusal).toContain('/role: is required');
  expect(refusal).toContain('/settings/inputs: Too small');
  expect(refusal).toContain('/settings/outputGroups: Too small');
  expect(refusal).toContain(`/hopDestinations: ${here}`);
});

test.each([
  ['no settings at all', { role: 'arn:aws:iam::123456789012:role/r' }, '/settings: is required'],
  ['a role that is none', { ...makeBody(), role: 'admin' }, '/role: must be the ARN of an IAM role'],
  [
    'a value that MediaConvert does not know',
    makeBody({ output: { videoDescription: { codecSettings: { codec: 'H264' } } } }),
    `${outputPath}/videoDescription/codecSettings/codec: "H264" is not one of AV1, AVC_INTRA`,
  ],
  [
    'a codec that only MediaConvert has',
    makeBody({ output: { videoDescription: { codecSettings: { codec: 'AV1' } } } }),
    `${outputPath}/videoDescription/codecSettings/codec: the value "AV1" ${here}; supported: PASSTHROUGH, H_264`,
  ],
  [
    'a container that only MediaConvert has',
    makeBody({ output: { containerSettings: { container: 'MOV' } } }),
    `${outputPath}/containerSettings/container: the value "MOV" ${here}`,
  ],
  [
    'a setting that only MediaConvert has',
    makeBody({ input: { imageInserter: { insertableImages: [] } } }),
    `/settings/inputs/0/imageInserter: ${here}`,
  ],
  [
    'a clipping by other timecodes than those from zero',
    makeBody({ input: { inputClippings: [{ startTimecode: '00:00:01:00' }] } }),
    `/settings/inputs/0/timecodeSource: clipping by any but ZEROBASED ${here}`,
  ],
  [
    'a timecode that is none',
    makeBody({ input: clipped({ startTimecode: '25:00:00:00' }) }),
    '/settings/inputs/0/inputClippings/0/startTimecode: must be HH:MM:SS:FF',
  ],
  [
    'a drop-frame timecode',
    makeBody({ input: clipped({ endTimecode: '00:01:00;02' }) }),
    `/settings/inputs/0/inputClippings/0/endTimecode: a drop-frame timecode ${here}`,
  ],
  [
    'a clipping of nothing',
    makeBody({ input: clipped({}) }),
    '/settings/inputs/0/inputClippings/0: has neither a startTimecode nor an endTimecode',
  ],
  [
    'a second clipping of an input',
    makeBody({ input: clipped({ endTimecode: '00:00:01:00' }, { startTimecode: '00:00:02:00' }) }),
    `/settings/inputs/0/inputClippings: more than one clipping of an input ${here}`,
  ],
  [
    'a cut at the end of the first of two inputs',
    makeTwoInputs(clipped({ endTimecode: '00:00:01:00' }), {}),
    `/settings/inputs/0/inputClippings/0/endTimecode: a cut in the middle of what several inputs give ${here}`,
  ],
  [
    'a cut at the beginning of the second of two inputs',
    makeTwoInputs({}, clipped({ startTimecode: '00:00:01:00' })),
    `/settings/inputs/1/inputClippings/0/startTimecode: a cut in the middle of what several inputs give ${here}`,
  ],
  [
    'more than 150 inputs',
    makeBody({ settings: { inputs: Array(151).fill({ fileInput: 's3://b/a.m3u8' }) } }),
    '<=150',
  ],
  [
    'different tracks in two inputs',
    makeTwoInputs({}, { audioSelectors: { 'Audio Selector 1': { defaultSelection: 'DEFAULT', tracks: [2] } } }),
    `${outputPath}/audioDescriptions/0/audioSourceName: selects tracks of different numbers`,
  ],
  ['a priority out of range', { ...makeBody(), priority: -51 }, '/priority: Too small: expected number to be >=-50'],
  [
    'an interval that does not exist',
    { ...makeBody(), statusUpdateInterval: 'SECONDS_25' },
    '/statusUpdateInterval: "SECONDS_25" is not one of SECONDS_10, SECONDS_12',
  ],
  [
    'a mode of acceleration that does not exist',
    { ...makeBody(), accelerationSettings: { mode: 'ON' } },
    '"ON" is not',
  ],
  ['a tag that only AWS may set', { ...makeBody(), tags: { 'aws:x': '1' } }, '/tags/aws:x: '],
  ['a queue that is none', { ...makeBody(), queue: 'my queue' }, "/queue: must be a queue's ARN or name"],
  [
    'an input that is no playlist',
    makeBody({ input: { fileInput: 's3://recordings/a.mp4' } }),
    `/settings/inputs/0/fileInput: an input that is not an HLS playlist (.m3u8) ${here}`,
  ],
  [
    'an input outside S3',
    makeBody({ input: { fileInput: 'https://example.com/a.m3u8' } }),
    '/settings/inputs/0/fileInput: must be an S3 object',
  ],
  ['a template', { ...makeBody(), jobTemplate: 'mine' }, `/jobTemplate: ${here}`],
  [
    'QVBR without a maximum',
    makeBody({ output: h264({ rateControlMode: 'QVBR' }) }),
    `${outputPath}/videoDescription/codecSettings/h264Settings/maxBitrate: is required with rateControlMode QVBR`,
  ],
  [
    'CBR without a bit rate',
    makeBody({ output: h264({ rateControlMode: 'CBR', maxBitrate: 5000 }) }),
    'h264Settings/bitrate: is required with rateControlMode CBR',
  ],
  [
    'a quality level out of range',
    makeBody({ output: h264({ rateControlMode: 'QVBR', maxBitrate: 5000, qvbrSettings: { qvbrQualityLevel: 11 } }) }),
    'qvbrQualityLevel: Too big: expected number to be <=10',
  ],
  [
    'another size of what is passed through',
    makeBody({ output: { videoDescription: { height: 480, codecSettings: { codec: 'PASSTHROUGH' } } } }),
    `${outputPath}/videoDescription: PASSTHROUGH keeps the input's size`,
  ],
  [
    'neither video nor audio',
    makeBody({ output: { videoDescription: undefined } }),
    `${outputPath}: has neither a videoDescription nor audioDescriptions`,
  ],
  [
    'a selector that is not there',
    makeBody({
      input: { audioSelectors: {} },
      output: { audioDescriptions: [{ audioSourceName: 'Audio Selector 1', codecSettings: { codec: 'PASSTHROUGH' } }] },
    }),
    `${outputPath}/audioDescriptions/0/audioSourceName: names no audio selector of the input`,
  ],
  [
    'a variable in the destination',
    makeBody({ group: { destination: 's3://exports/$w$' } }),
    `fileGroupSettings/destination: the variable $w$ ${here}`,
  ],
  [
    'a variable in the name modifier',
    makeBody({ output: { nameModifier: '-$h%04$' } }),
    `${outputPath}/nameModifier: the variable $h%04$ ${here}`,
  ],
])('%s is refused by its path', (_, body, expected) => {
  const refusal = refusalOf(body);

  expect(refusal).toMatch(/^BadRequestException: /);
  expect(refusal).toContain(expected);
});

test('several outputs need names of their own', () => {
  const output = {
    containerSettings: { container: 'MP4' },
    videoDescription: { codecSettings: { codec: 'PASSTHROUGH' } },
  };
  const outputGroups = [
    {
      outputGroupSettings: { type: 'FILE_GROUP_SETTINGS', fileGroupSettings: { destination: 's3://exports/out' } },
      outputs: [{ ...output, nameModifier: '-a' }, output],
    },
  ];

  const refusal = refusalOf(makeBody({ settings: { outputGroups } }));

  expect(refusal).toContain('/settings/outputGroups/0/outputs/1/nameModifier: is required');
});
