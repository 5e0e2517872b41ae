/**
 * No wish, tag or input can make anything be written outside the exports bucket, or outside the recording's own folder
 * there: whatever is asked for, either it is refused by name, or every place that is written to is one of these.
 */
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { planExport } from '../../../lambdas/plan-export/plan-export.ts';
import { stepErrors } from '../../../lambdas/shared/contract/errors.ts';
import { exportProfileSchema } from '../../../lambdas/shared/contract/export-wish.ts';
import type { ExportProfiles } from '../../../lambdas/shared/recording/expand-exports.ts';
import { validateRecording } from '../../../lambdas/validate-recording/validate-recording.ts';
import { audioOnly, hd, lowest, type MadeRecording, makeRecording } from '../../fixtures/make-recording.ts';
import { execution, makePorts } from '../../fixtures/step-ports.ts';
import { inARow } from './made-recordings.ts';

const bucket = 'my-exports';
const folder = 'AbCdef1G2hij/j8Z9O91ndcVs/';
const first = makeRecording({ renditions: [hd, lowest, audioOnly], segmentCount: 2 });

/** Every place that a value names in the exports bucket, or as an S3 URL of whatever bucket. */
function placesIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('s3://') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  const { bucket: named, key } = value as { bucket?: unknown; key?: unknown };
  const own = typeof key === 'string' ? [`s3://${named}/${key}`] : [];
  return [...own, ...Object.values(value).flatMap(placesIn)];
}

const isOfRecordings = (place: string) => place.startsWith(`s3://${first.bucket}/ivs/v1/123456789012/`);

/** Plans one export; what it would write, or nothing when it was refused by name. */
async function written(input: unknown, profiles: ExportProfiles, recording: MadeRecording = first): Promise<string[]> {
  try {
    const ports = makePorts(recording, { exportProfiles: profiles });
    const planned = await planExport({ input, state: {}, execution }, ports);
    expect(planned.export.bucket).toBe(bucket);
    // What the caller wants echoed is no place that anything is written to.
    return placesIn({ ...planned, metadata: {} }).filter((place) => !isOfRecordings(place));
  } catch (error) {
    expect(Object.keys(stepErrors)).toContain((error as Error).name);
    return [];
  }
}

function requireInFolder(places: readonly string[]): void {
  for (const place of places) {
    const [, rest] = place.split(`s3://${bucket}/${folder}`);
    // A MediaConvert destination lacks the extension, and must hold none of its variables.
    expect(rest).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{0,79}(\.(mp4|m4a))?$/);
  }
}

const evil = fc.constantFrom(
  '..',
  '../other',
  '../../x',
  '/etc',
  'a/b',
  'a\\b',
  '$dt$',
  '$fn$',
  'a%2Fb',
  'a?b#c',
  '.mp4',
  'playback/master',
  'a\u0000b',
  'é',
  '__proto__',
  'constructor',
  'toString',
  's3://other/key',
  'archive',
  'small',
  'x'.repeat(24),
  'x'.repeat(300),
);
const text = fc.oneof(evil, fc.string(), fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,23}$/));
const rendition = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('highest', 'lowest', '720p30', '160p30', 'audio_only', 480, 1, 4320) },
  { weight: 1, arbitrary: fc.oneof(text, fc.double(), fc.boolean()) },
);
const seconds = fc.oneof(fc.integer({ min: -1, max: 25 }), fc.constantFrom(0.001, 1.5, 0.0001, Number.MAX_VALUE, 1e21));
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const wishKeys = {
  format: optional(fc.oneof(fc.constantFrom('mp4', 'm4a'), evil)),
  video: optional(
    fc.oneof(
      fc.constantFrom('copy', 'h264'),
      fc.record({ codec: fc.constantFrom('h264', '../x'), height: optional(fc.integer({ min: 0, max: 3000 })) }),
    ),
  ),
  clip: optional(fc.record({ fromSeconds: optional(seconds), toSeconds: optional(seconds) })),
  engine: optional(fc.constantFrom('auto', 'remux', 'mediaconvert')),
};
const withoutUndefined = (value: object) => JSON.parse(JSON.stringify(value)) as object;
const wish = fc.oneof(text, fc.record({ name: optional(text), rendition, ...wishKeys }).map(withoutUndefined));

test('no wish, metadata or join in an input writes outside the folder of its recording', async () => {
  const ladder = [hd, lowest, audioOnly];
  const { all: both, joinWith: following } = inARow(ladder, ladder);
  const joinWith = fc.oneof(
    fc.constant(following),
    fc.array(fc.oneof(text, fc.constantFrom(...following, `${following[0]}/../x`)), { maxLength: 3 }),
  );
  const input = fc
    .record({
      recording: fc.constant(first.reference),
      export: wish,
      joinWith: optional(joinWith),
      metadata: optional(fc.dictionary(text, text, { maxKeys: 2 })),
    })
    .map(withoutUndefined);
  let plannedCount = 0;

  await fc.assert(
    fc.asyncProperty(input, async (asked) => {
      const places = await written(asked, { archive: { rendition: 'highest' }, small: { rendition: '160p30' } }, both);
      plannedCount += Math.sign(places.length);

      requireInFolder(places);
    }),
    { numRuns: 600 },
  );

  // Or nothing of this was tried; some 70 to 110 get that far.
  expect(plannedCount).toBeGreaterThan(20);
});

test('no profile does, whatever it is called and says', async () => {
  const profile = fc.record({ rendition, ...wishKeys }).map(withoutUndefined);
  await fc.assert(
    fc.asyncProperty(text, profile, async (name, said) => {
      const parsed = exportProfileSchema.safeParse(said);
      fc.pre(parsed.success);

      requireInFolder(await written({ recording: first.reference, export: name }, { [name]: parsed.data }));
    }),
    { numRuns: 300 },
  );
});

test('no tag of a channel does, and every export that it names has an execution of its own', async () => {
  const tag = fc.array(text, { minLength: 1, maxLength: 30 }).map((names) => names.join('+'));
  await fc.assert(
    fc.asyncProperty(tag, async (exports) => {
      const readChannel = () =>
        Promise.resolve({
          state: 'read',
          name: '../x',
          tags: { 'recordings:exports': exports },
          isPrivate: false,
        } as const);
      const input = { recording: first.reference };

      const started = await validateRecording({ input, execution }, makePorts(first, { readChannel }));

      const names = started.exports.map(({ executionName }) => executionName);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^AbCdef1G2hij-j8Z9O91ndcVs-[A-Za-z0-9_-]{1,38}$/);
      for (const { input: child } of started.exports)
        requireInFolder(await written(child, { archive: { rendition: 'highest' }, small: { rendition: '160p30' } }));
    }),
    { numRuns: 100 },
  );
});

test('no input names a recording whose folder is another than its own', async () => {
  const prefix = fc.oneof(
    text,
    evil.map((part) => `ivs/v1/123456789012/${part}/2026/6/23/20/12/j8Z9O91ndcVs`),
    evil.map((part) => `ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/${part}`),
    evil.map((part) => `${first.prefix}/${part}`),
  );
  await fc.assert(
    fc.asyncProperty(prefix, async (asked) => {
      const input = { recording: { bucket: first.bucket, prefix: asked }, export: 'archive' };

      expect(await written(input, { archive: { rendition: 'highest' } })).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
