import type { MediaPlaylist } from '../../media/hls/media-playlist.ts';
import type { Finding } from '../shared/contract/catalog.ts';
import { refuseInvalid } from '../shared/recording/read-playlist.ts';
import { folderOfKey } from '../shared/recording/recording-keys.ts';
import type { Rendition } from '../shared/recording/renditions.ts';
import type { RenditionEvidence } from './evidence.ts';
import { checkSegments, type SegmentCheck, type SegmentGap } from './segment-gaps.ts';

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
export function judgeRendition({ rendition, playlist, sizes }: RenditionEvidence): RenditionJudgement {
  const { name, playlistKey } = rendition;
  const unreadable = (code: Finding['code'], message: string): RenditionJudgement => ({
    rendition,
    durationMs: 0,
    isPlayable: false,
    findings: [{ code, message, rendition: name }],
  });
  if (playlist.state === 'absent') return unreadable('playlist-missing', `${name}: ${playlistKey} is missing`);
  if (playlist.state === 'invalid') {
    return unreadable('playlist-invalid', `${name}: ${playlistKey} cannot be read: ${playlist.reason}`);
  }
  const folder = folderOfKey(playlistKey).slice(rendition.folderKey.length);
  const check = refuseInvalid(() => checkSegments(playlist.playlist, folder, sizes));
  if ('reason' in check) {
    return unreadable('playlist-invalid', `${name}: ${playlistKey} cannot be played: ${check.reason}`);
  }
  return judgeSegments(rendition, playlist.playlist, check.value);
}

function judgeSegments(rendition: Rendition, playlist: MediaPlaylist, check: SegmentCheck): RenditionJudgement {
  const { name } = rendition;
  const findings: Finding[] = check.gaps.map((gap) => gapFinding(name, gap));
  if (playlist.segments.length === 0) {
    findings.push({ code: 'playlist-invalid', message: `${name}: its playlist names no segment`, rendition: name });
  }
  if (!playlist.hasEndList) {
    const message = `${name}: its playlist has no EXT-X-ENDLIST, so that players wait for more`;
    findings.push({ code: 'end-mark-missing', message, rendition: name, fromSeconds: playlist.durationSeconds });
  }
  return {
    rendition,
    durationMs: Math.round(playlist.durationSeconds * 1000),
    isPlayable: check.presentCount > 0,
    findings,
  };
}

function gapFinding(rendition: string, gap: SegmentGap): Finding {
  const { code, segmentCount, firstUri, lastUri } = gap;
  const fromSeconds = toMilliseconds(gap.fromSeconds);
  const durationSeconds = toMilliseconds(gap.durationSeconds);
  const what = segmentCount === 1 ? `${firstUri} is` : `${segmentCount} segments (${firstUri} to ${lastUri}) are`;
  const how = code === 'segment-missing' ? 'missing' : 'empty';
  const message = `${rendition}: ${what} ${how}, ${durationSeconds} s from ${fromSeconds} s on`;
  return { code, message, rendition, fromSeconds, durationSeconds };
}

/** Sums of decimal fractions are a hair off; playlists have three decimals. */
const toMilliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;
