import { addNoise, changeBytes, changeSegment } from '../damage.ts';
import { damaged, type MatrixCase } from '../matrix-case.ts';
import { PACKET_BYTES } from '../transport-packets.ts';
import { A_SEGMENT, damageBytes, damagePackets, threeSegments } from './three-segments.ts';

const html = Buffer.from(`<!doctype html><title>403 Forbidden</title>${'<p>Access denied.</p>'.repeat(200)}\n`);

/** Segments that are missing, something else, or cut; the second of three unless the row says otherwise. */
export const lostSegmentCases: readonly MatrixCase[] = [
  damaged(
    'segment-missing',
    'A segment that the playlist names is not there',
    async (kit) => changeSegment(await threeSegments(kit), 1, () => ({ bytes: undefined })),
    { reason: 'segment-missing', segment: '1.ts', lost: A_SEGMENT },
  ),
  damaged(
    'segment-empty',
    'A segment without a byte',
    damageBytes(() => Buffer.alloc(0)),
    { reason: 'segment-empty', segment: '1.ts', lost: A_SEGMENT },
  ),
  damaged(
    'first-segment-missing',
    'The first segment is not there',
    async (kit) => changeSegment(await threeSegments(kit), 0, () => ({ bytes: undefined })),
    { reason: 'segment-missing', segment: '0.ts', lost: A_SEGMENT },
  ),
  damaged(
    'last-segment-missing',
    'The last segment is not there',
    async (kit) => changeSegment(await threeSegments(kit), 2, () => ({ bytes: undefined })),
    { reason: 'segment-missing', segment: '2.ts', lost: A_SEGMENT },
  ),
  damaged(
    'gap-tag',
    'EXT-X-GAP',
    async (kit) => changeSegment(await threeSegments(kit), 1, () => ({ isGap: true, bytes: undefined })),
    { reason: 'segment-gap', segment: '1.ts', lost: A_SEGMENT },
  ),
  damaged('no-end-mark', 'No EXT-X-ENDLIST', async (kit) => ({ ...(await threeSegments(kit)), hasEndList: false }), {
    reason: 'end-mark-missing',
    segment: '2.ts',
    lost: { video: 0, audio: 0 },
  }),
  damaged(
    'html',
    'An error page in place of a segment',
    damageBytes(() => html),
    {
      reason: 'sync-lost',
      segment: '1.ts',
      losses: [
        ['sync-lost', '1.ts'],
        ['program-missing', '1.ts'],
      ],
      lost: A_SEGMENT,
    },
  ),
  damaged(
    'html-first',
    'An error page in place of the first segment',
    async (kit) => changeBytes(await threeSegments(kit), 0, () => html),
    {
      reason: 'sync-lost',
      segment: '0.ts',
      losses: [
        ['sync-lost', '0.ts'],
        ['program-missing', '0.ts'],
      ],
      lost: A_SEGMENT,
    },
  ),
  damaged(
    'zeros',
    'A segment of zeros',
    damageBytes((bytes) => bytes.fill(0)),
    {
      reason: 'sync-lost',
      segment: '1.ts',
      losses: [
        ['sync-lost', '1.ts'],
        ['program-missing', '1.ts'],
      ],
      lost: A_SEGMENT,
    },
  ),
  damaged(
    'noise',
    'A segment of noise',
    damageBytes((bytes) => addNoise(bytes, 0, bytes.length)),
    {
      reason: 'sync-lost',
      segment: '1.ts',
      losses: [
        ['sync-lost', '1.ts'],
        ['program-missing', '1.ts'],
      ],
      lost: A_SEGMENT,
    },
  ),
  damaged(
    'shorter-than-declared',
    'The last segment holds 1 s of the 3 s that EXTINF says',
    (kit) => kit.recording([{ seconds: 5, extinfSeconds: (seconds, index) => (index === 2 ? 3 : seconds) }]),
    { reason: 'media-shorter-than-declared', segment: '2.ts', lost: { video: 0, audio: 0 } },
  ),
  damaged(
    'shorter-before-tag',
    'The same before a reconnect',
    (kit) =>
      kit.recording(
        [{ extinfSeconds: (seconds, index) => (index === 1 ? 4 : seconds) }, { fromKeyFrame: 8, isTagged: true }],
        { countersRestart: 'stretch' },
      ),
    { reason: 'media-shorter-than-declared', segment: '1.ts', lost: { video: 0, audio: 0 } },
  ),

  // Cut.
  damaged(
    'cut-off-packet',
    'A segment that ends within a packet',
    damageBytes((bytes) => bytes.subarray(0, 200 * PACKET_BYTES + 100)),
    { reason: 'packet-truncated', segment: '1.ts', lost: A_SEGMENT },
  ),
  damaged(
    'cut-at-packet',
    'A segment that ends between two packets, halfway',
    damageBytes((bytes) => bytes.subarray(0, 140 * PACKET_BYTES)),
    { reason: 'pes-length-mismatch', segment: '1.ts', lost: A_SEGMENT },
  ),
  damaged(
    'last-cut-at-packet',
    'The last segment ends between two packets, halfway',
    async (kit) => changeBytes(await threeSegments(kit), 2, (bytes) => bytes.subarray(0, 140 * PACKET_BYTES)),
    { reason: 'media-shorter-than-declared', segment: '2.ts', lost: A_SEGMENT },
  ),
  damaged(
    'head-cut',
    'A segment whose first 20 packets are missing',
    damagePackets((packets) => packets.slice(20)),
    { reason: 'program-missing', segment: '1.ts', lost: A_SEGMENT },
  ),
];
