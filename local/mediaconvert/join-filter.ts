import type { ConversionOutput } from './converter.ts';
import type { EncodingInput, EncodingSource } from './encoding-input.ts';
import { fitInto } from './scale-filter.ts';

/** Times come as ticks and go as decimals: a picture that begins right there must not fall on the other side. */
const slackSeconds = 0.001;

const justBefore = (seconds: number): string => Math.max(0, seconds - slackSeconds).toFixed(6);

/** Whether the inputs go through {@link buildJoinFilter}; a single one that is taken whole need not. */
export const needsJoinFilter = ({ sources }: EncodingInput): boolean =>
  sources.length > 1 || sources.some(({ stretch }) => stretch !== undefined);

/**
 * ffmpeg's filter graph that plays inputs, or a stretch of them, one after the other, with the outputs `[v]` and `[a]`. Unlike the concat
 * demuxer it does not mind whether sound or picture comes first in a file, nor what sizes and rates there are: pictures
 * become those of the first input, with bars where the shape is another, and what ends early is filled up.
 *
 * @param videoFilter what to do with the pictures in the end; empty for nothing
 * @see https://ffmpeg.org/ffmpeg-filters.html#concat
 */
export function buildJoinFilter(input: EncodingInput, { video, audio }: ConversionOutput, videoFilter: string): string {
  const pictures = [
    ...(input.frameRate ? [`fps=${input.frameRate}`] : []),
    ...(input.size ? [fitInto(input.size)] : []),
  ];
  const chains = input.sources.flatMap((source, index) => [
    ...(video ? [`[${index}:v:0]${[...cut('', source), ...pictures].join(',') || 'null'}[v${index}]`] : []),
    ...(audio ? [`[${index}:a:${audio.trackNumber - 1}]${cut('a', source).join(',') || 'anull'}[a${index}]`] : []),
  ]);
  const parts = input.sources.map((_, index) => `${video ? `[v${index}]` : ''}${audio ? `[a${index}]` : ''}`).join('');
  const streams = `v=${video ? 1 : 0}:a=${audio ? 1 : 0}`;
  const ends = `${video ? '[joined]' : ''}${audio ? '[a]' : ''}`;
  return [
    ...chains,
    `${parts}concat=n=${input.sources.length}:${streams}${ends}`,
    ...(video ? [`[joined]${videoFilter || 'null'}[v]`] : []),
  ].join(';');
}

/** Both tracks are cut at the same place and moved by the same time, so that they stay in step. */
function cut(kind: '' | 'a', { stretch }: EncodingSource): string[] {
  if (stretch === undefined) {
    return [];
  }
  const { fromSeconds, toSeconds, soundDelaySeconds } = stretch;
  const end = Number.isFinite(toSeconds) ? `:end=${justBefore(toSeconds)}` : '';
  return [
    `${kind}setpts=PTS-STARTPTS${kind === '' ? '' : `+${soundDelaySeconds.toFixed(6)}/TB`}`,
    `${kind}trim=start=${justBefore(fromSeconds)}${end}`,
    `${kind}setpts=PTS-${fromSeconds.toFixed(6)}/TB`,
  ];
}
