import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readPictureParameterSet } from '../../../media/h264/picture-parameter-set.ts';
import { readSequenceParameterSet, type SequenceParameterSet } from '../../../media/h264/sequence-parameter-set.ts';
import { defineTarget } from '../fuzz-target.ts';
import { BitSink, nalUnitOf } from '../generators/bits.ts';
import { byteEdits, editBytes } from '../generators/bytes.ts';

/** Lengths of Exp-Golomb codes that turn a reader: none, the last that fits into 32 bits, the first that does not. */
const codes = (max: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.nat(max) },
    { weight: 1, arbitrary: fc.constantFrom(255, 256, 65_535, 2 ** 31, 2 ** 32 - 2) },
  );

const plans = fc.record({
  profile: fc.constantFrom(66, 77, 100, 110, 122, 244),
  level: fc.nat(255),
  id: codes(31),
  chromaFormatIdc: codes(3),
  hasSeparatePlanes: fc.boolean(),
  bitDepthMinus8: codes(6),
  scalingLists: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
  hasScaling: fc.boolean(),
  orderType: fc.nat(2),
  orderCycle: codes(8),
  widthMinus1: codes(200),
  heightMinus1: codes(200),
  isFrameOnly: fc.boolean(),
  crop: fc.option(fc.array(codes(9), { minLength: 4, maxLength: 4 }), { nil: undefined }),
  aspectRatio: fc.option(fc.nat(255), { nil: undefined }),
  colour: fc.option(fc.array(fc.oneof(fc.constant(0), fc.nat(255)), { minLength: 3, maxLength: 3 }), {
    nil: undefined,
  }),
});
type Plan = typeof plans extends fc.Arbitrary<infer Value> ? Value : never;

const isHigh = ({ profile }: Plan): boolean => profile >= 100;

/** seq_parameter_set_data (ISO/IEC 14496-10 7.3.2.1.1). */
function writeSequenceParameterSet(plan: Plan): Buffer {
  const sink = new BitSink().bits(plan.profile, 8).bits(0, 8).bits(plan.level, 8).unsigned(plan.id);
  if (isHigh(plan)) writeFormat(sink, plan);
  sink.unsigned(4).unsigned(plan.orderType);
  if (plan.orderType === 0) sink.unsigned(4);
  if (plan.orderType === 1) {
    sink.flag(false).signed(-3).signed(7).unsigned(plan.orderCycle);
    for (let index = 0; index < Math.min(plan.orderCycle, 300); index++) sink.signed(index - 4);
  }
  sink.unsigned(3).flag(false).unsigned(plan.widthMinus1).unsigned(plan.heightMinus1).flag(plan.isFrameOnly);
  if (!plan.isFrameOnly) sink.flag(false);
  sink.flag(true).flag(plan.crop !== undefined);
  for (const offset of plan.crop ?? []) sink.unsigned(offset);
  writeUsability(sink, plan);
  return nalUnitOf(0x67, sink.toBytes());
}

function writeFormat(sink: BitSink, plan: Plan): void {
  sink.unsigned(plan.chromaFormatIdc);
  if (plan.chromaFormatIdc === 3) sink.flag(plan.hasSeparatePlanes);
  sink.unsigned(plan.bitDepthMinus8).unsigned(plan.bitDepthMinus8).flag(false).flag(plan.hasScaling);
  if (!plan.hasScaling) return;
  for (const isThere of plan.scalingLists.slice(0, plan.chromaFormatIdc === 3 ? 12 : 8)) {
    sink.flag(isThere);
    // next_scale 8 − 8 = 0: the rest of the list is inferred.
    if (isThere) sink.signed(-8);
  }
}

/** vui_parameters up to what is read (E.1.1). */
function writeUsability(sink: BitSink, { aspectRatio, colour }: Plan): void {
  sink.flag(aspectRatio !== undefined || colour !== undefined);
  if (aspectRatio === undefined && colour === undefined) return;
  sink.flag(aspectRatio !== undefined);
  if (aspectRatio !== undefined) sink.bits(aspectRatio, 8);
  if (aspectRatio === 255) sink.bits(40, 16).bits(33, 16);
  sink.flag(false).flag(colour !== undefined);
  if (colour === undefined) return;
  sink.bits(5, 3).flag(true).flag(true);
  for (const code of colour) sink.bits(code, 8);
}

/** Sequence and picture parameter sets, written bit by bit. */
export const parameterSets = defineTarget({
  name: 'parameter-sets',
  refusals: [],
  cases: fc.record({ plan: plans, edits: byteEdits(2), pictureIds: fc.tuple(codes(255), codes(31)) }),
  run: ({ plan, edits, pictureIds }) => {
    const nal = editBytes(writeSequenceParameterSet(plan), edits);
    checkPictureParameterSet(pictureIds, edits.length > 0 ? nal : undefined);

    const set = readSequenceParameterSet(nal);

    if (edits.length === 0) checkAgainst(plan, set);
    if (typeof set === 'string') return 'not one';
    checkRanges(set);
    return undefined;
  },
});

/** Whatever the bits, a size that a picture can have. */
function checkRanges({ id, width, height, codec, lumaBitDepth, chromaBitDepth, ...set }: SequenceParameterSet): void {
  assert.ok([id, width, height].every(Number.isInteger) && id >= 0 && id <= 31);
  assert.ok(width >= 1 && height >= 1 && width <= 16 * 1056 && height <= 16 * 1056, `${width}x${height}`);
  assert.match(codec, /^avc1\.[0-9A-F]{6}$/);
  assert.ok([lumaBitDepth, chromaBitDepth].every((depth) => depth >= 8 && depth <= 14));
  const { width: x, height: y } = set.sampleAspectRatio ?? { width: 1, height: 1 };
  assert.ok(x >= 1 && y >= 1 && x <= 65_535 && y <= 65_535);
}

/** Reads what was written, or refuses what is out of range, and nothing else. */
function checkAgainst(plan: Plan, set: SequenceParameterSet | string): void {
  const chroma = isHigh(plan) ? plan.chromaFormatIdc : 1;
  const depth = isHigh(plan) ? plan.bitDepthMinus8 : 0;
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
  const fields = plan.isFrameOnly ? 1 : 2;
  const unitY = (chroma === 1 ? 2 : 1) * fields;
  const [left = 0, right = 0, top = 0, bottom = 0] = plan.crop ?? [];
  const width = 16 * (plan.widthMinus1 + 1) - unitX * (left + right);
  const height = 16 * fields * (plan.heightMinus1 + 1) - unitY * (top + bottom);
  const isInRange =
    plan.id <= 31 &&
    chroma <= 3 &&
    depth <= 6 &&
    plan.widthMinus1 < 1056 &&
    fields * (plan.heightMinus1 + 1) <= 1056 &&
    width > 0 &&
    height > 0 &&
    (plan.orderType !== 1 || plan.orderCycle <= 255);
  assert.equal(typeof set !== 'string', isInRange, JSON.stringify(set));
  if (typeof set === 'string') return;
  assert.deepEqual([set.id, set.width, set.height], [plan.id, width, height]);
  const { primaries, transfer, matrix } = set.colour ?? {};
  assert.deepEqual(plan.colour && [primaries, transfer, matrix], plan.colour);
}

function checkPictureParameterSet(
  [id, sequenceParameterSetId]: readonly [number, number],
  damaged: Buffer | undefined,
): void {
  const nal = nalUnitOf(0x68, new BitSink().unsigned(id).unsigned(sequenceParameterSetId).bits(0x5a, 7).toBytes());
  const set = readPictureParameterSet(nal);
  if (id <= 255 && sequenceParameterSetId <= 31) assert.deepEqual(set, { id, sequenceParameterSetId });
  else assert.equal(typeof set, 'string');
  if (damaged !== undefined) readPictureParameterSet(damaged);
}
