import { expect, test } from '@jest/globals';
import { readMetadata } from '../../../lambdas/shared/recording/read-metadata.ts';
import { requireServed } from '../../../lambdas/shared/recording/served-recording.ts';
import { gatherEvidence } from '../../../lambdas/validate-recording/gather-evidence.ts';
import { type Judgement, judgeRecording } from '../../../lambdas/validate-recording/judge-recording.ts';
import {
  audioOnly,
  hd,
  lowest,
  type MadeRecording,
  makeRecording,
  playlistOf,
  sd,
} from '../../fixtures/make-recording.ts';
import { configuration, makePorts } from '../../fixtures/step-ports.ts';

async function judge(recording: MadeRecording): Promise<Judgement> {
  const ports = makePorts(recording);
  const location = requireServed(recording.reference, configuration);
  return judgeRecording(await gatherEvidence(location, await readMetadata(location, undefined, ports), ports));
}

const codes = ({ findings }: Judgement): string[] =>
  findings.map(({ code, rendition }) => `${code} ${rendition ?? '-'}`);

type Spoil = (recording: MadeRecording) => MadeRecording;
const spoiltPlaylist =
  (change: (text: string) => string): Spoil =>
  (recording) =>
    recording.edit('media/hls/720p30/playlist.m3u8', change);
const withDuration =
  (durationMs: number): Spoil =>
  (recording) =>
    recording.editMetadata((metadata) => ({
      ...metadata,
      media: { ...metadata.media, hls: { ...metadata.media.hls, duration_ms: durationMs } },
    }));
const withoutRenditions: Spoil = (recording) =>
  recording.editMetadata((metadata) => ({
    ...metadata,
    media: { ...metadata.media, hls: { ...metadata.media.hls, renditions: [] } },
  }));

test('a whole recording is complete, without a finding', async () => {
  expect(await judge(makeRecording())).toMatchObject({
    verdict: 'complete',
    reason: undefined,
    findings: [],
    isUnfinished: false,
    durationMs: 60_000,
  });
});

test.each<[string, Spoil, string[]]>([
  ['a segment is missing', (recording) => recording.remove('media/hls/720p30/0.ts'), ['segment-missing 720p30']],
  [
    'a segment is empty',
    (recording) => recording.put('media/hls/160p30/5.ts', { sizeBytes: 0 }),
    ['segment-empty 160p30'],
  ],
  [
    'the end is not marked',
    spoiltPlaylist((text) => text.replace('#EXT-X-ENDLIST\n', '')),
    ['end-mark-missing 720p30'],
  ],
  [
    'a playlist is missing',
    (recording) => recording.remove('media/hls/160p30/playlist.m3u8'),
    ['playlist-missing 160p30'],
  ],
  ['a playlist is cut off', spoiltPlaylist((text) => text.slice(0, -20)), ['playlist-invalid 720p30']],
  ['a playlist is no playlist', spoiltPlaylist(() => '<html>'), ['playlist-invalid 720p30']],
  [
    'a playlist points out of its folder',
    spoiltPlaylist((text) => text.replace('\n3.ts', '\n../160p30/3.ts')),
    ['playlist-invalid 720p30'],
  ],
  ['a playlist of several names no segment', spoiltPlaylist(() => playlistOf(0)), ['playlist-invalid 720p30']],
  [
    'a playlist declares a gap',
    spoiltPlaylist((text) => text.replace('\n3.ts', '\n#EXT-X-GAP\n3.ts')),
    ['segment-missing 720p30'],
  ],
])('a recording is partial when %s, and still playable', async (_, spoil, expected) => {
  const judgement = await judge(spoil(makeRecording()));

  expect(judgement).toMatchObject({ verdict: 'partial', reason: undefined, isUnfinished: true });
  expect(codes(judgement)).toEqual(expected);
  expect(judgement.playable.length).toBeGreaterThan(0);
});

test('what IVS reports as failed is partial though nothing is missing', async () => {
  const judgement = await judge(makeRecording({ status: 'failed' }));

  expect(judgement).toMatchObject({ verdict: 'partial', isUnfinished: false });
  expect(codes(judgement)).toEqual(['ivs-reported-failure -']);
});

test('a failure is believed from the status too, whatever the name of the file', async () => {
  const recording = makeRecording().editMetadata((metadata) => ({
    ...metadata,
    recording_status: 'RECORDING_ENDED_WITH_FAILURE',
  }));

  expect((await judge(recording)).verdict).toBe('partial');
});

test('a failure is believed from the name of the file too, whatever the status', async () => {
  const recording = makeRecording({ status: 'failed' }).editMetadata((metadata) => ({
    ...metadata,
    recording_status: 'RECORDING_ENDED',
  }));

  expect((await judge(recording)).verdict).toBe('partial');
});

test('recording-ended.json is believed when recording-failed.json lies beside it', async () => {
  const recording = makeRecording().putText('events/recording-failed.json', 'not even JSON');

  expect((await judge(recording)).verdict).toBe('complete');
});

test.each<[string, Spoil, string]>([
  [
    'the multivariant playlist is missing',
    (recording) => recording.remove('media/hls/master.m3u8'),
    'master.m3u8 is missing',
  ],
  [
    'the multivariant playlist is empty',
    (recording) => recording.putText('media/hls/master.m3u8', ''),
    'master.m3u8 cannot be read',
  ],
  [
    'the multivariant playlist points elsewhere',
    (recording) =>
      recording.edit('media/hls/master.m3u8', (text) => text.replace('\n720p30/', '\nhttps://example.com/720p30/')),
    'master.m3u8 cannot be read',
  ],
  [
    'no playlist can be read',
    (recording) => recording.remove('media/hls/720p30/playlist.m3u8', 'media/hls/160p30/playlist.m3u8'),
    'none of the 2 renditions',
  ],
  [
    'no segment is there',
    (recording) => {
      recording.storage.removeAll((key) => key.endsWith('.ts'));
      return recording;
    },
    'none of the 2 renditions',
  ],
  [
    'what is playable is not in the multivariant playlist',
    (recording) =>
      recording.edit('media/hls/master.m3u8', (text) =>
        text.replaceAll('20p30/', '20p30-/').replaceAll('60p30/', '60p30-/'),
      ),
    'none of the 4 renditions',
  ],
  [
    'no rendition is named, but media is there',
    (recording) => withoutRenditions(recording).remove('media/hls/master.m3u8'),
    'master.m3u8 is missing',
  ],
])('a recording is damaged when %s', async (_, spoil, reason) => {
  const judgement = await judge(spoil(makeRecording()));

  expect(judgement).toMatchObject({ verdict: 'damaged', reason: expect.stringContaining(reason), isUnfinished: true });
});

test.each<[string, Spoil]>([
  ['playlists are finished without a segment', (recording) => recording],
  ['no media was ever written', (recording) => recording.removeMedia()],
  ['no rendition is named', (recording) => withoutRenditions(recording.removeMedia())],
  ['only markers of folders are there', (recording) => recording.put('media/hls/720p30/', { sizeBytes: 0 })],
])('a recording of no duration is empty when %s', async (_, spoil) => {
  const judgement = await judge(spoil(makeRecording({ segmentCount: 0 })));

  expect(judgement).toMatchObject({ verdict: 'empty', findings: [], isUnfinished: false, durationMs: 0, playable: [] });
});

test('a failure before anything was recorded is empty, and tells of the failure', async () => {
  const judgement = await judge(makeRecording({ segmentCount: 0, status: 'failed' }).removeMedia());

  expect(judgement.verdict).toBe('empty');
  expect(codes(judgement)).toEqual(['ivs-reported-failure -']);
});

const withoutNamedSegments: Spoil = (recording) => {
  for (const { name } of [hd, lowest]) recording.putText(`media/hls/${name}/playlist.m3u8`, playlistOf(0));
  return recording;
};

test.each<[string, Spoil]>([
  ['segments are named and there', withDuration(0)],
  ['segments are there, named or not', (recording) => withDuration(0)(withoutNamedSegments(recording))],
  [
    'playlists name segments',
    (recording) => {
      recording.storage.removeAll((key) => key.endsWith('.ts'));
      return withDuration(0)(recording);
    },
  ],
])('a duration of 0 does not make a recording empty when %s', async (_, spoil) => {
  expect((await judge(spoil(makeRecording()))).verdict).not.toBe('empty');
});

test('a recording that was promised and left no trace is damaged, not empty', async () => {
  expect((await judge(makeRecording().removeMedia())).verdict).toBe('damaged');
});

test.each<[string, Spoil, string[]]>([
  [
    'a rendition is in the metadata only',
    (recording) => recording.edit('media/hls/master.m3u8', (text) => text.split('\n').slice(0, -3).join('\n')),
    ['rendition-not-in-multivariant 160p30'],
  ],
  [
    'a rendition is in the multivariant playlist only',
    (recording) =>
      recording.editMetadata(({ media, ...metadata }) => ({
        ...metadata,
        media: { ...media, hls: { ...media.hls, renditions: media.hls.renditions.slice(0, 1) } },
      })),
    ['rendition-not-in-metadata 160p30'],
  ],
])('%s: a finding, no damage', async (_, spoil, expected) => {
  const judgement = await judge(spoil(makeRecording()));

  expect(judgement.verdict).toBe('complete');
  expect(codes(judgement)).toEqual(expected);
});

test.each([
  [60_000 - 5000, false],
  [60_000 - 5001, true],
  [60_000 + 5000, false],
  [60_000 + 5001, true],
])('under 500 s a duration may differ by 5 s: %i ms for 60 s', async (durationMs, isFound) => {
  const judgement = await judge(withDuration(durationMs)(makeRecording()));

  expect(judgement.verdict).toBe('complete');
  expect(codes(judgement).includes('duration-differs 720p30')).toBe(isFound);
});

test.each([
  [1_000_000, 990, false],
  [1_000_000, 989, true],
])('a long duration may differ by 1 %%: %i ms for %i s', async (durationMs, segmentCount, isFound) => {
  const judgement = await judge(withDuration(durationMs)(makeRecording({ segmentCount, segmentSeconds: 1 })));

  expect(codes(judgement).includes('duration-differs 720p30')).toBe(isFound);
});

test('the order of renditions changes nothing', async () => {
  const spoil = (recording: MadeRecording) =>
    recording.remove('media/hls/480p30/2.ts', 'media/hls/160p30/playlist.m3u8');

  const highestFirst = await judge(spoil(makeRecording({ renditions: [hd, sd, lowest, audioOnly] })));
  const shuffled = await judge(spoil(makeRecording({ renditions: [audioOnly, lowest, hd, sd] })));

  expect(shuffled).toEqual(highestFirst);
  expect(highestFirst.playable.map(({ rendition }) => rendition.name)).toEqual(['720p30', '480p30', 'audio_only']);
});

test('the duration is that of the longest rendition', async () => {
  const judgement = await judge(spoiltPlaylist(() => playlistOf(5))(makeRecording()));

  expect(judgement.durationMs).toBe(60_000);
});

test('an alternative rendition with a playlist of its own is judged like any other', async () => {
  const media = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",URI="audio/playlist.m3u8"';
  const recording = makeRecording().edit('media/hls/master.m3u8', (text) =>
    text.replace('#EXTM3U', `#EXTM3U\n${media}`),
  );

  expect(codes(await judge(recording))).toEqual(['playlist-missing audio', 'rendition-not-in-metadata audio']);
});

test('several streams of one playlist are one rendition, as the first describes it', async () => {
  const again = '#EXT-X-STREAM-INF:BANDWIDTH=9\n720p30/playlist.m3u8';
  const recording = makeRecording().edit('media/hls/master.m3u8', (text) => `${text}\n${again}`);

  const { playable } = await judge(recording);

  expect(playable.map(({ rendition }) => [rendition.name, rendition.bandwidth])).toEqual([
    ['720p30', hd.bandwidth],
    ['160p30', lowest.bandwidth],
  ]);
});
