import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { listSegments } from '../../../lambdas/remux-export/list-segments.ts';
import { checkSegments } from '../../../lambdas/shared/recording/segment-gaps.ts';
import { chooseVariant } from '../../../media/files/choose-variant.ts';
import { InputRefusedError } from '../../../media/files/input-refused-error.ts';
import { type MediaPlaylist, parseMediaPlaylist } from '../../../media/hls/media-playlist.ts';
import { parseMultivariantPlaylist } from '../../../media/hls/multivariant-playlist.ts';
import { parsePlaylist } from '../../../media/hls/playlist.ts';
import { PlaylistInvalidError } from '../../../media/hls/playlist-invalid-error.ts';
import { PlaylistUriOutsideError } from '../../../media/hls/playlist-uri.ts';
import type { VariantStream } from '../../../media/hls/variant-streams.ts';
import { readCarriablePlaylist } from '../../../media/remux/carriable-playlist.ts';
import { SegmentDamagedError } from '../../../media/remux/segment-damaged-error.ts';
import { StreamNotCarriableError } from '../../../media/remux/stream-not-carriable-error.ts';
import { defineTarget } from '../fuzz-target.ts';
import {
  type MediaPlaylistPlan,
  type MultivariantPlan,
  mediaPlaylistPlan,
  multivariantPlan,
  PLAYLIST_FRAGMENTS,
  writeMediaPlaylist,
  writeMultivariantPlaylist,
} from '../generators/playlists.ts';
import { editText, textEdits } from '../generators/text.ts';
import { requireInside } from './key-claims.ts';

const folder = 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs/media/hls/720p30';

/** A rendition's playlist, and everything that is asked of it once it is read. */
export const mediaPlaylists = defineTarget({
  name: 'media-playlist',
  refusals: [PlaylistInvalidError, PlaylistUriOutsideError, SegmentDamagedError, StreamNotCarriableError],
  cases: fc.record({ plan: mediaPlaylistPlan, edits: textEdits(PLAYLIST_FRAGMENTS) }),
  run: ({ plan, edits }) => {
    const text = editText(writeMediaPlaylist(plan), edits);
    const playlist = parseMediaPlaylist(text);

    if (edits.length === 0) checkRoundTrip(playlist, plan);
    checkSums(playlist, text);
    assert.deepEqual(parsePlaylist(text), playlist);
    for (const { stretches } of listSegments(playlist, `${folder}/playlist.m3u8`)) {
      for (const { key, byteRange } of stretches) {
        requireInside(folder, key);
        assert.ok(byteRange === undefined || Number.isSafeInteger(byteRange.offset + byteRange.length));
      }
    }
    const check = checkSegments(playlist, '', new Map([['0.ts', 5]]));
    assert.ok(check.gaps.reduce((sum, gap) => sum + gap.segmentCount, 0) + check.presentCount === check.segmentCount);
    const carriable = readCarriablePlaylist(playlist, plan.hasEndList);
    assert.equal(carriable.segments.length, playlist.segments.length);
    return undefined;
  },
});

/** What was written is what is read. */
function checkRoundTrip(playlist: MediaPlaylist, plan: MediaPlaylistPlan): void {
  const { version = 1, targetDurationSeconds, mediaSequence = 0, playlistType, hasEndList } = plan;
  const expected = { version, targetDurationSeconds, mediaSequence, playlistType, hasEndList };
  assert.deepEqual({ ...playlist, ...expected }, playlist);
  assert.equal(playlist.segments.length, plan.segments.length);
  for (const [index, { map, key, ...segment }] of plan.segments.entries()) {
    assert.deepEqual({ ...playlist.segments[index], ...segment }, playlist.segments[index]);
    // Both go on applying to the segments that follow.
    if (map !== undefined) assert.equal(playlist.segments[index]?.map?.uri, map);
    if (key !== undefined) assert.equal(playlist.segments[index]?.key?.method, key);
  }
}

function checkSums({ segments, durationSeconds, longestSegmentSeconds }: MediaPlaylist, text: string): void {
  const lines = text.split('\n').length;
  assert.ok(segments.length <= lines, `${segments.length} segments in ${lines} lines`);
  assert.ok(segments.every((segment) => segment.durationSeconds >= 0 && segment.uri !== ''));
  assert.equal(
    segments.reduce((sum, segment) => sum + segment.durationSeconds, 0),
    durationSeconds,
  );
  assert.equal(Math.max(0, ...segments.map((segment) => segment.durationSeconds)), longestSegmentSeconds);
}

const wishes = ['highest', 'lowest', '720p30', '720', 'a name', 'constructor', ''];

/** A multivariant playlist, and the choice of a variant. */
export const multivariantPlaylists = defineTarget({
  name: 'multivariant-playlist',
  refusals: [PlaylistInvalidError, InputRefusedError],
  cases: fc.record({
    plan: multivariantPlan,
    edits: textEdits(PLAYLIST_FRAGMENTS),
    wish: fc.constantFrom(...wishes),
  }),
  run: ({ plan, edits, wish }) => {
    const text = editText(writeMultivariantPlaylist(plan), edits);
    const playlist = parseMultivariantPlaylist(text);

    if (edits.length === 0) {
      assert.deepEqual(playlist.variants.map(withoutName), plan.variants.map(expectedVariant));
      assert.equal(playlist.version, plan.version ?? 1);
    }
    assert.ok(playlist.variants.length + playlist.media.length <= text.split('\n').length);
    assert.deepEqual(parsePlaylist(text), playlist);
    const { uri } = chooseVariant(playlist, wish, 'master.m3u8');
    assert.ok(playlist.variants.some((variant) => variant.uri === uri));
    return undefined;
  },
});

/** What a variant is read as; its name comes from another tag. */
const expectedVariant = ({ media, ...plan }: MultivariantPlan['variants'][number]) => ({
  ...plan,
  averageBandwidth: undefined,
  audioGroup: undefined,
});

const withoutName = ({ name, ...variant }: VariantStream) => variant;
