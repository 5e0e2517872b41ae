import { NAL } from '../../scripts/media-matrix/nal-units.ts';

const DROPPED: readonly number[] = [NAL.sps, NAL.pps, NAL.delimiter, NAL.filler, NAL.endOfSequence, NAL.endOfStream];

/** A sample without the units that an MP4 need not hold: other programs leave them in. */
export function withoutParameterSets(sample: Buffer): Buffer {
  const kept: Buffer[] = [];
  for (let at = 0; at + 4 < sample.length; ) {
    const end = at + 4 + sample.readUInt32BE(at);
    const unit = sample.subarray(at, end);
    if (!DROPPED.includes(unit.readUInt8(4) & 0x1f)) kept.push(unit);
    at = end;
  }
  return Buffer.concat(kept);
}
