import { editShiftSeconds, type Mp4Reading, type Mp4TrackReading } from './read-mp4.ts';

/** What is wrong with the boxes and tables of a file that the engine made, in sentences; of other programs' files, too much. */
export function structureFaults(mp4: Mp4Reading, fileBytes: number): string[] {
  return [
    ...boxFaults(mp4, fileBytes),
    ...mediaDataFaults(mp4),
    ...mp4.tracks.flatMap((track) => trackFaults(track, mp4)),
    ...fault(
      mp4.durationTicks === Math.max(...mp4.tracks.map(({ presentedTicks }) => presentedTicks)),
      'mvhd does not last as long as the longest track (ISO/IEC 14496-12 8.2.2)',
    ),
  ];
}

const fault = (isRight: boolean, text: string): string[] => (isRight ? [] : [text]);

function boxFaults({ boxes }: Mp4Reading, fileBytes: number): string[] {
  const types = boxes.map(({ type }) => type).filter((type) => type !== 'free');
  const last = boxes.at(-1);
  return [
    ...fault(types.join() === 'ftyp,moov,mdat', `boxes are ${types.join()}`),
    ...fault(last !== undefined && last.start + last.size === fileBytes, 'boxes do not reach the end of the file'),
  ];
}

/** Samples fill the media data without overlap, and nothing else lies there. */
function mediaDataFaults({ boxes, tracks }: Mp4Reading): string[] {
  const mdat = boxes.find(({ type }) => type === 'mdat');
  if (mdat === undefined) return ['there is no mdat'];
  const samples = tracks.flatMap((track) => track.samples).sort((one, other) => one.offset - other.offset);
  let end = mdat.start + mdat.headerBytes;
  for (const { offset, bytes } of samples) {
    // A frame of silence may be one for all.
    if (offset !== end) return [`at byte ${end} of the media data a sample is missing or overlaps`];
    end = offset + bytes.length;
  }
  return fault(
    end === mdat.start + mdat.size,
    `the media data ends ${mdat.start + mdat.size - end} bytes after its last sample`,
  );
}

function trackFaults(track: Mp4TrackReading, mp4: Mp4Reading): string[] {
  const { kind, samples, timescale, durationTicks, presentedTicks, edits } = track;
  const total = samples.reduce((sum, { duration }) => sum + duration, 0);
  const presented = edits.length === 0 ? durationTicks * (mp4.timescale / timescale) : sumOfEdits(track);
  const first = Math.min(...samples.map(({ cts }) => cts)) / timescale + editShiftSeconds(track, mp4.timescale);
  return [
    ...fault(samples.length > 0, `${kind} has no samples`),
    ...fault(total === durationTicks, `${kind}: mdhd says ${durationTicks}, samples last ${total}`),
    ...fault(
      Math.abs(presented - presentedTicks) <= 1,
      `${kind}: tkhd says ${presentedTicks}, edits last ${presented}`,
    ),
    ...fault(
      samples.every(({ dts, cts }) => cts >= dts),
      `${kind}: a composition offset is negative`,
    ),
    ...fault(
      kind === 'video' || samples.every(({ duration }) => duration === 1024),
      'a frame of sound is not 1,024 samples long',
    ),
    ...fault(kind === 'audio' || timescale === 90_000, `video has ${timescale} ticks a second`),
    // Nothing is hidden in front of the presentation's beginning.
    ...fault(first > -0.000_01, `${kind} begins ${first} s before the presentation`),
    ...fault(edits.length <= 2 && edits.slice(1).every(({ mediaTime }) => mediaTime >= 0), `${kind} has odd edits`),
  ];
}

const sumOfEdits = ({ edits }: Mp4TrackReading): number =>
  edits.reduce((sum, { segmentDuration }) => sum + segmentDuration, 0);
