import { aacSampleEntry } from './aac-sample-entry.ts';
import { avcSampleEntry } from './avc-sample-entry.ts';
import { type BoxPart, box, characters, fullBox, int32, int64, uint8, uint16, uint32, zeros } from './box-parts.ts';
import type { AvcDescription, TrackDescription } from './movie-description.ts';
import { type ChunkOffsets, sampleTableBox } from './sample-table-box.ts';
import { durationFields, UNITY_MATRIX } from './time-fields.ts';
import { isPresentedAsDecoded, presentedTicks, trackEdits } from './track-edits.ts';

/** What a track must know of the file around it. */
export interface TrackPlace {
  /** track_ID. */
  readonly id: number;
  /** Ticks per second of mvhd. */
  readonly movieTimescale: number;
  readonly offsets: ChunkOffsets;
  /** Spaces behind the handler's name, so that the head can be made a few bytes longer. */
  readonly padding: number;
}

/** Track box (ISO/IEC 14496-12 8.3.1). */
export function trackBox(track: TrackDescription, place: TrackPlace): BoxPart {
  return box('trak', trackHeaderBox(track, place), ...editBoxes(track, place), mediaBox(track, place));
}

/** track_enabled, track_in_movie, track_in_preview: the default (8.3.2.1). */
const TRACK_FLAGS = 7;

/** tkhd (8.3.2). */
function trackHeaderBox(track: TrackDescription, { id, movieTimescale }: TrackPlace): BoxPart {
  const isAudio = track.entry.kind === 'aac';
  const { version, times, duration } = durationFields(presentedTicks(track, movieTimescale));
  return fullBox(
    'tkhd',
    version,
    TRACK_FLAGS,
    times,
    uint32(id, 0), // track_ID; reserved
    duration,
    zeros(8), // reserved
    uint16(0, isAudio ? 1 : 0), // layer; alternate_group: one of the audio tracks is to be played
    uint16(isAudio ? 0x100 : 0, 0), // volume, 8.8; reserved
    UNITY_MATRIX,
    presentedSize(track.entry),
  );
}

/** width, height, 16.16: as shown, so with pixels made square (8.3.2.3). */
function presentedSize(entry: TrackDescription['entry']): BoxPart {
  if (entry.kind === 'aac') return zeros(8);
  return uint32(Math.min(Math.round(entry.width * pixelWidth(entry) * 0x1_0000), 0xffff_ffff), entry.height * 0x1_0000);
}

function pixelWidth({ sampleAspectRatio: ratio }: AvcDescription): number {
  return ratio === undefined ? 1 : ratio.width / ratio.height;
}

/** edts with elst (8.6.5, 8.6.6), where decoding times are not shown as they are. */
function editBoxes(track: TrackDescription, { movieTimescale }: TrackPlace): BoxPart[] {
  if (isPresentedAsDecoded(track)) return [];
  const edits = trackEdits(track, movieTimescale);
  // A media_time is at most a composition offset, which 31 bits hold.
  const isLong = edits.some(({ durationTicks }) => durationTicks > 0xffff_ffff);
  const entries = edits.flatMap(({ durationTicks, mediaTime }) => [
    isLong ? int64(durationTicks, mediaTime) : uint32(durationTicks),
    isLong ? zeros(0) : int32(mediaTime),
    uint16(1, 0), // media_rate_integer, media_rate_fraction
  ]);
  return [box('edts', fullBox('elst', isLong ? 1 : 0, 0, uint32(edits.length), ...entries))];
}

/** mdia (8.4.1). */
function mediaBox(track: TrackDescription, place: TrackPlace): BoxPart {
  return box('mdia', mediaHeaderBox(track), handlerBox(track, place), mediaInformationBox(track, place));
}

/** `und`, undetermined (ISO 639-2/T): three characters of 5 bits, each less 0x60 (8.4.2.3). */
const LANGUAGE = 0x55c4;

/** mdhd (8.4.2), whose duration is the sum of all sample durations (8.6.1.2.1), so that it needs no edit list. */
function mediaHeaderBox({ samples }: TrackDescription): BoxPart {
  const { version, times, duration } = durationFields(samples.durationTicks);
  return fullBox('mdhd', version, 0, times, uint32(samples.timescale), duration, uint16(LANGUAGE, 0)); // pre_defined
}

/** hdlr (8.4.3): pre_defined 4; handler_type 4; reserved 12; name, UTF-8 with a zero behind. */
function handlerBox({ entry }: TrackDescription, { padding }: TrackPlace): BoxPart {
  const [type, name] = entry.kind === 'aac' ? ['soun', 'SoundHandler'] : ['vide', 'VideoHandler'];
  const paddedName = characters(name + ' '.repeat(padding));
  return fullBox('hdlr', 0, 0, zeros(4), characters(type), zeros(12), paddedName, uint8(0));
}

/** minf (8.4.4). */
function mediaInformationBox({ entry, samples }: TrackDescription, { offsets }: TrackPlace): BoxPart {
  const isAudio = entry.kind === 'aac';
  const header = isAudio
    ? fullBox('smhd', 0, 0, zeros(4)) // balance: centre; reserved (12.2.2)
    : fullBox('vmhd', 0, 1, zeros(8)); // graphicsmode: copy; opcolor (12.1.2, flags always 1)
  const sampleEntry = isAudio ? aacSampleEntry(entry, samples) : avcSampleEntry(entry);
  const description = fullBox('stsd', 0, 0, uint32(1), sampleEntry); // entry_count (8.5.2)
  return box('minf', header, dataInformationBox(), sampleTableBox(description, samples, offsets));
}

/** dinf with dref (8.7.1, 8.7.2): entry_count 1; a url whose flag says that the media is in this file. */
function dataInformationBox(): BoxPart {
  return box('dinf', fullBox('dref', 0, 0, uint32(1), fullBox('url ', 0, 1)));
}
