import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thumbnailArguments } from './encoding.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { SAMPLE_IDENTITY } from './identity.ts';
import { recordingEndedFile, recordingStartedFile } from './metadata-files.ts';
import type { SampleOptions } from './options.ts';
import { byteRangePlaylist, mediaPlaylist, multivariantPlaylist, PLAYLIST_NAMES } from './playlists.ts';
import { planTimeline, type Timeline } from './timeline.ts';
import { writeRendition } from './write-rendition.ts';
import type { WrittenRendition } from './written-rendition.ts';

/**
 * Makes a recording, replacing one made before in the same place.
 *
 * @returns the recording's folder, `<out>/<recording id>`
 */
export async function writeRecording(options: SampleOptions, ffmpeg: string): Promise<string> {
  const timeline = planTimeline(options.seconds);
  const recording = join(options.out, SAMPLE_IDENTITY.recordingId);
  const scratch = await mkdtemp(join(tmpdir(), 'sample-recording-'));
  try {
    await Promise.all(['events', 'media'].map((part) => rm(join(recording, part), { recursive: true, force: true })));
    const renditions: WrittenRendition[] = [];
    for (const rung of options.rungs) {
      const directory = join(recording, 'media/hls', rung.name);
      renditions.push(await writeRendition(rung, timeline, { ffmpeg, directory, scratch }));
    }
    await writePlaylists(renditions, recording);
    await writeThumbnails(options, timeline, { recording, ffmpeg });
    await writeEvents(renditions, timeline, recording);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return recording;
}

async function writePlaylists(renditions: WrittenRendition[], recording: string): Promise<void> {
  const firstFrameAt = new Date(SAMPLE_IDENTITY.firstFrameAt);
  const { multivariant, byteRangeMultivariant, media, byteRange } = PLAYLIST_NAMES;
  const hls = join(recording, 'media/hls');
  await writeFile(join(hls, multivariant), multivariantPlaylist(renditions, SAMPLE_IDENTITY, media));
  await writeFile(join(hls, byteRangeMultivariant), multivariantPlaylist(renditions, SAMPLE_IDENTITY, byteRange));
  for (const rendition of renditions) {
    const directory = join(hls, rendition.rung.name);
    await writeFile(join(directory, media), mediaPlaylist(rendition, firstFrameAt));
    await writeFile(join(directory, byteRange), byteRangePlaylist(rendition, firstFrameAt));
  }
}

/** Thumbnails have the size of the best rendition, as IVS makes them unless told otherwise. */
async function writeThumbnails(
  { rungs }: SampleOptions,
  timeline: Timeline,
  { recording, ffmpeg }: { recording: string; ffmpeg: string },
): Promise<void> {
  const thumbnails = join(recording, 'media/thumbnails');
  await mkdir(thumbnails, { recursive: true });
  for (const best of rungs.slice(0, 1)) {
    await runFfmpeg(ffmpeg, thumbnailArguments(best, timeline.videoFrameCount), thumbnails);
  }
}

async function writeEvents(renditions: WrittenRendition[], timeline: Timeline, recording: string): Promise<void> {
  const { region, accountId, channelId, firstFrameAt } = SAMPLE_IDENTITY;
  const startedAt = new Date(firstFrameAt);
  const best = renditions[0]?.rung;
  const facts = {
    channelArn: `arn:aws:ivs:${region}:${accountId}:channel/${channelId}`,
    startedAt,
    endedAt: new Date(startedAt.getTime() + Math.round((timeline.videoFrameCount * 1000) / 30)),
    thumbnails: { width: best?.width ?? 0, height: best?.height ?? 0 },
  };
  const events = join(recording, 'events');
  await mkdir(events, { recursive: true });
  await writeFile(join(events, 'ivs-check'), '');
  await writeFile(join(events, 'recording-started.json'), recordingStartedFile(renditions, facts));
  await writeFile(join(events, 'recording-ended.json'), recordingEndedFile(renditions, facts));
}
