/** A catalog of 10,000 recordings: ten channels, a hundred days, an export each. */
import { toAttributeMap } from '../../lambdas/shared/contract/catalog.ts';

export const channelIds = Array.from({ length: 10 }, (_, channel) => `BenchChannel${channel}`);
export const recordingsPerChannel = 1000;
const daysOfEach = 100;

const startOf = (number: number): Date =>
  new Date(Date.UTC(2026, 0, 1 + (number % daysOfEach), 8, Math.floor(number / daysOfEach) * 30));

export const recordingIdOf = (channel: number, number: number): string => `r${channel}x${number}`;
export const dayOf = (number: number): string => startOf(number).toISOString().slice(0, 10);

/** Items of one recording, with its export, as DynamoDB takes them. */
export function itemsOf(channel: number, number: number) {
  const [channelId = '', recordingId] = [channelIds[channel], recordingIdOf(channel, number)];
  const startedAt = startOf(number).toISOString();
  const prefix = `ivs/v1/123456789012/${channelId}/2026/1/1/8/0/${recordingId}`;
  const url = `https://d111111abcdef8.cloudfront.net/${prefix}/media`;
  const common = { channelId, recordingId, day: dayOf(number), startedAt, asOf: startedAt };
  const recordingKey = `${startedAt.slice(0, 16)}Z#${recordingId}`;
  const renditions = ['720p30', '480p30', '360p30', '160p30'].map((name) => ({ name, width: 1280, height: 720 }));
  const recording = {
    ...common,
    recordingKey,
    type: 'recording',
    status: 'playable',
    judgedAt: startedAt,
    recording: { bucket: 'recordings', prefix, channelName: 'bench', durationMs: 3_600_000, completeness: 'complete' },
    playback: { url: `${url}/hls/master.m3u8`, thumbnailUrl: `${url}/thumbnails/thumb0.jpg`, renditions },
    findings: [],
    metadata: {},
  };
  const file = { name: 'archive', format: 'mp4', url: `${url}/archive.mp4`, bucket: 'exports', key: 'archive.mp4' };
  const measures = { sizeBytes: 1e9, durationMs: 3_600_000, rendition: '720p30', codecs: ['avc1.4D401F', 'mp4a.40.2'] };
  const exported = {
    ...common,
    recordingKey: `${recordingKey}#export#archive`,
    type: 'export',
    status: 'ready',
    exportName: 'archive',
    export: { ...file, ...measures, engine: 'remux', engineReason: 'The deployment asks for remux.' },
  };
  return [toAttributeMap(recording), toAttributeMap(exported)];
}
