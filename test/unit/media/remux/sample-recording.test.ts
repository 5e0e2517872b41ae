import { execFileSync } from 'node:child_process';
import { expect } from '@jest/globals';
import { testWith } from '../../../local/sample/optional-tool.ts';
import { exportSample, withFile } from './export-sample.ts';

testWith('ffprobe', 'a clip of the sample')(
  'ffprobe finds in a clip what lies in it, from a key frame on',
  async () => {
    const file = await exportSample('720p30', { clip: { fromSeconds: 12.5, toSeconds: 21 } });

    const fields = 'packet=pts_time,flags:stream=codec_type';
    const found = withFile(file, (path) =>
      JSON.parse(
        execFileSync('ffprobe', [
          '-v',
          'error',
          '-select_streams',
          'v',
          '-show_entries',
          fields,
          '-of',
          'json',
          path,
        ]).toString(),
      ),
    );

    const times = found.packets.map(({ pts_time }: { pts_time: string }) => Number(pts_time));
    expect([times[0], found.packets[0].flags]).toEqual([0, expect.stringContaining('K')]);
    // The key frames of the second segment come each second from 10.267 s on; the last picture before 21 s is at 20.967 s.
    expect(Math.max(...times)).toBeCloseTo(20.967 - 12.267, 3);
  },
);
