import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { RENDITIONS, SAMPLE_FOLDER } from './committed-sample.ts';
import { testWith } from './optional-tool.ts';

testWith('ffprobe', 'streams and duration of the sample recording').each(RENDITIONS)(
  'ffprobe finds AAC, H.264 and timed ID3 in %s, and the duration that its playlist states',
  (name) => {
    const playlist = join(SAMPLE_FOLDER, 'media/hls', name, 'playlist.m3u8');
    const fields = 'stream=codec_name,profile,level,channels,sample_rate,height,start_time:format=duration';

    const report = execFileSync('ffprobe', ['-v', 'error', '-show_entries', fields, '-of', 'json', playlist]);
    const { streams, format } = JSON.parse(report.toString());

    const start_time = '61.000000';
    expect(streams.slice(0, 3)).toMatchObject([
      { codec_name: 'aac', profile: 'LC', sample_rate: '48000', channels: 2, start_time },
      { codec_name: 'h264', profile: 'Main', level: 31, height: Number(name.split('p')[0]), start_time },
      { codec_name: 'timed_id3', start_time },
    ]);
    expect(Number(format.duration)).toBeCloseTo(29.995, 3);
  },
);
