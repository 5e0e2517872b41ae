import '../../../fixtures/one-realm.ts';
import { expect, test } from '@jest/globals';
import { StorageAccessDeniedError } from '../../../../lambdas/shared/contract/errors.ts';
import { parseRecordingPrefix } from '../../../../lambdas/shared/contract/recording-location.ts';
import { validateRecording } from '../../../../lambdas/validate-recording/validate-recording.ts';
import { type CheckPorts, checkRecording } from '../../../../ops/recordings/check-recording.ts';
import { printCheck } from '../../../../ops/recordings/print-check.ts';
import { channelId, type MadeRecording, makeRecording, recordingId } from '../../../fixtures/make-recording.ts';
import { execution, longAfter, makePorts, minutesAfter } from '../../../fixtures/step-ports.ts';
import { keepingOutput } from '../keeping-output.ts';

const found = ({ bucket, prefix }: MadeRecording) => ({ bucket, location: parseRecordingPrefix(prefix)! });

async function check(recording: MadeRecording, change: Partial<CheckPorts> = {}) {
  const { readText, listFolder, findFirstKey, listFirstKeys } = recording.storage;
  const result = await checkRecording(found(recording), 'arn:execution', {
    readText,
    listFolder,
    findFirstKey,
    listFirstKeys,
    readChannel: async () => ({
      state: 'read',
      name: 'evening show',
      isPrivate: false,
      tags: { 'recordings:exports': 'archive' },
    }),
    now: () => longAfter(recording),
    playbackBaseUrl: 'https://video.example.com',
    exportsBucket: 'my-exports',
    ...change,
  });
  const { output, stdout, stderr } = keepingOutput();
  const exitCode = printCheck(found(recording), result, { output, programName: 'ops' });
  return { ...result, exitCode, stdout: stdout(), stderr: stderr() };
}

test('a whole recording: no finding, and what would be announced', async () => {
  const { exitCode, stdout, announcement } = await check(makeRecording());

  expect(exitCode).toBe(0);
  expect(stdout).toBe(`s3://my-recordings/ivs/v1/123456789012/${channelId}/2026/6/23/20/12/${recordingId}
Outcome    complete
Finding    none
Would send recording.playback.ready, id ${channelId}/${recordingId}/recording.playback.ready
Playback   https://video.example.com/ivs/v1/123456789012/${channelId}/2026/6/23/20/12/${recordingId}/media/hls/master.m3u8
Duration   0:01:00
Renditions 720p30, 160p30
`);
  expect(announcement?.recording?.channelName).toBe('evening show');
});

test('a partial one plays, by playlists that are counted and not written', async () => {
  const recording = makeRecording().remove('media/hls/720p30/2.ts');

  const { exitCode, outcome, repairs, stdout } = await check(recording);

  expect([exitCode, outcome, repairs]).toEqual([0, 'partial', { missing: 3, same: 0, different: 0, unknown: 0 }]);
  expect(stdout).toContain('Finding    segment-missing: 720p30: 2.ts is missing');
  expect(stdout).toContain('Missing    10 s, of which 0 s are skipped\nWould put  3 repaired playlists');
});

test('of one that is repaired already it is told whether the playlists are those that would be put', async () => {
  const recording = makeRecording().remove('media/hls/720p30/2.ts');
  const { readText, written } = recording.storage;
  const withRepaired: CheckPorts['readText'] = async (place) => {
    if (place.bucket !== 'my-exports') return readText(place);
    const text = written.get(place.key) ?? 'of an earlier run';
    // As much as would be put is read, and no more.
    return { sizeBytes: text.length, text: text.length > place.maxSizeBytes ? undefined : text };
  };

  const older = await check(recording, { readText: withRepaired });
  const { bucket, prefix } = recording;
  await validateRecording({ input: { recording: { bucket, prefix } }, execution }, makePorts(recording));
  const same = await check(recording, { readText: withRepaired });

  expect(older.stdout).toContain(
    'Would put  3 repaired playlists into the exports bucket; 3 older ones there would be',
  );
  expect(same.stdout).toContain('Repaired   3 playlists, in the exports bucket already as would be put\n');
  expect(same.stdout).toContain('Judged is what IVS wrote;');
  expect(same.repairs).toEqual({ missing: 0, same: 3, different: 0, unknown: 0 });
});

test('who may not look at the repaired playlists learns the rest', async () => {
  const recording = makeRecording().remove('media/hls/720p30/2.ts');
  const { readText } = recording.storage;

  const { outcome, repairs } = await check(recording, {
    readText: (place) =>
      place.bucket === 'my-exports'
        ? Promise.reject(new StorageAccessDeniedError('S3 denied access.'))
        : readText(place),
  });

  expect([outcome, repairs.unknown]).toEqual(['partial', 3]);
});

test('a damaged one has every finding, and fails', async () => {
  const { exitCode, outcome, findings, stdout } = await check(makeRecording().remove('media/hls/master.m3u8'));

  expect([exitCode, outcome, findings.map(({ code }) => code)]).toEqual([1, 'damaged', ['playlist-missing']]);
  expect(stdout).toContain(`Would send recording.failed, of ${channelId}-${recordingId}\n`);
});

test('one that ended a moment ago is not ready while something is missing', async () => {
  const recording = makeRecording().remove('media/hls/720p30/2.ts');

  const { exitCode, outcome, findings, stdout } = await check(recording, { now: () => minutesAfter(recording, 3) });

  expect([exitCode, outcome, findings.length]).toEqual([1, 'not-ready', 1]);
  expect(stdout).toContain('if that is still so ten minutes after its end');
});

test('one in which nothing was recorded is told so, and cannot be played', async () => {
  const recording = makeRecording({ segmentCount: 0, renditions: [] });

  const { exitCode, outcome, stdout } = await check(recording);

  expect([exitCode, outcome]).toEqual([1, 'empty']);
  expect(stdout).toContain('Would send recording.empty');
});

test('without its metadata file there is nothing to judge by', async () => {
  const { exitCode, outcome, stdout } = await check(makeRecording().remove('events/recording-ended.json'));

  expect([exitCode, outcome]).toEqual([1, 'unreadable']);
  expect(stdout).toContain('RecordingMetadataMissingError: s3://my-recordings/');
  expect(stdout).not.toContain('Finding');
});

test('nothing is asked of the storage twice', async () => {
  const recording = makeRecording();
  const asked: string[] = [];

  await check(recording, {
    readText: (place) => {
      asked.push(place.key);
      return recording.storage.readText(place);
    },
    listFolder: (folder) => {
      asked.push(folder.prefix);
      return recording.storage.listFolder(folder);
    },
  });

  expect(asked.length).toBeGreaterThan(4);
  expect(new Set(asked).size).toBe(asked.length);
});

test('a storage that lets nobody look is no judgement', async () => {
  const checked = check(makeRecording(), {
    listFolder: () => Promise.reject(new StorageAccessDeniedError('S3 denied access.')),
  });

  await expect(checked).rejects.toThrow('S3 denied access.');
});
