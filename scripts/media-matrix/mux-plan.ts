import type { StartCodes } from './nal-units.ts';
import type { StreamEntry } from './program-tables.ts';

/** How access units are put into a transport stream. */
export interface MuxPlan {
  /** Whole ADTS frames in a PES packet (default: 6), or as many bytes as are given, wherever that cuts. */
  readonly audioPes?: { readonly frames: number } | { readonly bytes: number; readonly spansSegments: boolean };
  /** How much later than its time sound is written, so that the last of a segment's lies in the next. Default 0. */
  readonly audioLagTicks?: number;
  readonly startCodes?: StartCodes;
  /** Access unit delimiters, default yes. */
  readonly hasDelimiters?: boolean;
  /** PES_packet_length of pictures, default no. */
  readonly declaresVideoLength?: boolean;
  /** PES_packet_length of sound, default yes. */
  readonly declaresAudioLength?: boolean;
  /** Stuffing bytes in PES headers, default none. */
  readonly headerStuffingBytes?: number;
  /** The second half of a picture's NAL units comes in a PES packet of its own, without time stamps. */
  readonly splitsPictures?: boolean;
  /** PAT and PMT at each segment's beginning (default), before each picture, or nowhere. */
  readonly tables?: 'segment' | 'picture' | 'none';
  /** Continuity counters go on (default), or begin anew with each segment or stretch. */
  readonly countersRestart?: 'never' | 'segment' | 'stretch';
  /** Timed ID3 each second. */
  readonly hasMetadata?: boolean;
  /** Streams that the map lists; default: those that are there. */
  readonly streams?: readonly StreamEntry[];
  /** Further programs in the association table. */
  readonly otherPrograms?: readonly { readonly number: number; readonly pid: number }[];
}
