import { withChecksum } from '../audio-source.ts';
import { withBandReplication } from '../band-replication.ts';
import { carried, type MatrixCase } from '../matrix-case.ts';
import { fillerUnit, NAL, nalType, userDataUnit } from '../nal-units.ts';

const endOfSequence = Buffer.from([NAL.endOfSequence]);
const isParameterSet = (unit: Buffer): boolean => nalType(unit) === NAL.sps || nalType(unit) === NAL.pps;

/** Pictures and sound of every kind, on an even clock. */
export const encodingCases: readonly MatrixCase[] = [
  carried('main-profile', 'Main profile with two B-frames, 48 kHz stereo: what IVS writes', (kit) =>
    kit.recording([{}]),
  ),
  carried('baseline-profile', 'No B-frames: decode and presentation times are the same', (kit) =>
    kit.recording([{ video: 'baseline' }]),
  ),
  carried('three-b-frames', 'High profile, three B-frames in a row', (kit) =>
    kit.recording([{ video: 'threeBFrames' }]),
  ),
  carried('b-pyramid', 'B-frames that are references of others', (kit) => kit.recording([{ video: 'pyramid' }])),
  carried(
    'open-gop',
    'Pictures before a key frame in presentation that follow it in decoding; one IDR picture',
    (kit) => kit.recording([{ video: 'openGop' }]),
  ),
  carried('slices', 'Four slices in each picture', (kit) => kit.recording([{ video: 'slices' }])),
  carried('interlaced', 'Interlaced pictures (MBAFF)', (kit) => kit.recording([{ video: 'interlaced' }])),
  carried('sixty-fps', '60 pictures a second', (kit) => kit.recording([{ video: 'sixtyFps' }])),
  carried('portrait', '90 × 160', (kit) => kit.recording([{ video: 'portrait' }])),
  carried('cropped', 'A size that is no multiple of 16, cropped in the parameter set', (kit) =>
    kit.recording([{ video: 'cropped' }]),
  ),
  carried('anamorphic', 'Pixels that are not square', (kit) => kit.recording([{ video: 'anamorphic' }])),
  carried('large-pictures', 'Segments of more than one buffer', (kit) =>
    kit.recording([{ video: 'large', seconds: 2 }]),
  ),
  carried('huge-picture', 'A picture of 3 MB among small ones', (kit) =>
    kit.recording([{ editUnits: (units, index) => (index === 40 ? [userDataUnit(3_000_000), ...units] : units) }]),
  ),
  carried('variable-frame-rate', 'Pictures that last between 7 and 73 ms', (kit) =>
    kit.recording([{ pictureTicks: unevenTicks }]),
  ),
  carried('variable-frame-rate-no-b-frames', 'The same without B-frames', (kit) =>
    kit.recording([{ video: 'baseline', pictureTicks: unevenTicks }]),
  ),
  carried('millisecond-clock', 'Time stamps in whole milliseconds, as RTMP has them', (kit) =>
    kit.recording([{ pictureTicks: (index) => wholeMs(index / 30), frameTicks: (index) => wholeMs(index / 46.875) }]),
  ),
  carried('still', 'A picture that stays for 3 s while the sound goes on', (kit) =>
    kit.recording([{ seconds: 6, pictureTicks: (index) => index * 3000 + (index > 70 ? 270_000 : 0) }]),
  ),
  carried('parameter-sets-once', 'SPS and PPS before the first picture only', (kit) =>
    kit.recording([
      { editUnits: (units, index) => (index === 0 ? units : units.filter((one) => !isParameterSet(one))) },
    ]),
  ),
  carried('parameter-sets-everywhere', 'SPS and PPS before each picture', async (kit) => {
    const { pictures } = await kit.stretch({});
    const sets = (pictures[0]?.units ?? []).filter(isParameterSet);
    return kit.recording([{ editUnits: (units) => [...sets, ...units.filter((one) => !isParameterSet(one))] }]);
  }),
  carried('filler-and-ends', 'Filler data and end-of-sequence units, which an MP4 does not hold', (kit) =>
    kit.recording([{ editUnits: (units) => [...units, fillerUnit(300), endOfSequence] }]),
  ),
  carried('three-byte-start-codes', 'Start codes of three bytes', (kit) =>
    kit.recording([{}], { startCodes: 'three' }),
  ),
  carried('four-byte-start-codes', 'Start codes of four bytes', (kit) => kit.recording([{}], { startCodes: 'four' })),
  carried('no-delimiters', 'No access unit delimiters', (kit) => kit.recording([{}], { hasDelimiters: false })),
  carried('mono', '48 kHz mono', (kit) => kit.recording([{ audio: 'mono' }])),
  carried('mono-44100', '44.1 kHz mono', (kit) => kit.recording([{ audio: 'mono44' }])),
  carried('stereo-44100', '44.1 kHz stereo: frame times are no whole ticks', (kit) =>
    kit.recording([{ audio: 'stereo44' }]),
  ),
  carried('surround', '5.1 channels', (kit) => kit.recording([{ audio: 'surround' }])),
  carried('stereo-24000', '24 kHz stereo', (kit) => kit.recording([{ audio: 'half' }])),
  carried('he-aac', 'HE-AAC, of whose second half the ADTS headers say nothing', (kit) =>
    kit.recording([{ audio: 'half', editFrame: withBandReplication }]),
  ),
  carried('adts-checksums', 'ADTS headers of nine bytes', (kit) => kit.recording([{ editFrame: withChecksum }])),
  carried('audio-only', 'No pictures', (kit) => kit.recording([{ video: 'none' }])),
  carried('audio-only-44100', 'No pictures, 44.1 kHz', (kit) => kit.recording([{ video: 'none', audio: 'stereo44' }])),
  carried('video-only', 'No sound', (kit) => kit.recording([{ audio: 'none' }])),
];

/** 3,000 ticks each on average, between 600 and 6,600. */
const unevenTicks = (index: number): number => index * 3000 + ([0, -2100, 1500, 4200, 2400][index % 5] ?? 0);

const wholeMs = (seconds: number): number => Math.round(seconds * 1000) * 90;
