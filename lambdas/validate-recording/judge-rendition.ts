import { excerptOf } from '../../media/hls/playlist-invalid-error.ts';
import type { Finding } from '../shared/contract/catalog.ts';
import type { Rendition } from '../shared/recording/renditions.ts';
import type { SegmentCheck, SegmentGap } from '../shared/recording/segment-gaps.ts';
import type { RenditionEvidence } from './evidence.ts';

/** What one rendition is worth. */
export interface RenditionJudgement {
  readonly rendition: Rendition;
  /** Sum of the playlist's segments, milliseconds. */
  readonly durationMs: number;
  /** At least one segment can be played. */
  readonly isPlayable: boolean;
  readonly findings: readonly Finding[];
}

/** Judges a rendition by itself: its playlist and its segments. */
export function judgeRendition({ rendition, playlist }: RenditionEvidence): RenditionJudgement {
  const { name, playlistKey } = rendition;
  if (playlist.state === 'readable') return judgeSegments(rendition, playlist.playlist);
  const finding: Finding =
    playlist.state === 'absent'
      ? { code: 'playlist-missing', message: `${name}: ${playlistKey} is missing`, rendition: name }
      : {
          code: 'playlist-invalid',
          message: `${name}: ${playlistKey} cannot be played: ${playlist.reason}`,
          rendition: name,
        };
  return { rendition, durationMs: 0, isPlayable: false, findings: [finding] };
}

function judgeSegments(rendition: Rendition, check: SegmentCheck): RenditionJudgement {
  const { name } = rendition;
  const findings: Finding[] = check.gaps.map((gap) => gapFinding(name, gap));
  if (check.segmentCount === 0) {
    findings.push({ code: 'playlist-invalid', message: `${name}: its playlist names no segment`, rendition: name });
  }
  if (!check.hasEndList) {
    const message = `${name}: its playlist has no EXT-X-ENDLIST, so that players wait for more`;
    const fromSeconds = toMilliseconds(check.durationSeconds);
    findings.push({ code: 'end-mark-missing', message, rendition: name, fromSeconds });
  }
  const durationMs = Math.round(check.durationSeconds * 1000);
  return { rendition, durationMs, isPlayable: check.presentCount > 0, findings };
}

function gapFinding(rendition: string, gap: SegmentGap): Finding {
  const { code, segmentCount } = gap;
  const [firstUri, lastUri] = [excerptOf(gap.firstUri), excerptOf(gap.lastUri)];
  const fromSeconds = toMilliseconds(gap.fromSeconds);
  const durationSeconds = toMilliseconds(gap.durationSeconds);
  const what = segmentCount === 1 ? `${firstUri} is` : `${segmentCount} segments (${firstUri} to ${lastUri}) are`;
  const how = code === 'segment-missing' ? 'missing' : 'empty';
  const message = `${rendition}: ${what} ${how}, ${durationSeconds} s from ${fromSeconds} s on`;
  return { code, message, rendition, fromSeconds, durationSeconds };
}

/** Sums of decimal fractions are a hair off; playlists have three decimals. */
export const toMilliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;
