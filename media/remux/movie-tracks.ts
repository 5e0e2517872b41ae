import { type AacFormat, SAMPLES_PER_FRAME } from '../aac/aac-format.ts';
import { silentFrame } from '../aac/silent-frame.ts';
import { SampleTable } from '../mp4/sample-table.ts';
import type { MediaData } from './media-data.ts';
import type { PlacedFrames } from './placement.ts';
import { TICKS_PER_SECOND } from './ticks.ts';

/** Silent frames are written in blocks of so many, of which hours of silence need the bytes of one. */
const SILENT_BLOCK_FRAMES = 1024;

/** The audio track as it grows. */
export interface AudioTrack {
  readonly format: AacFormat;
  readonly samples: SampleTable;
  readonly silentFrameBytes: number;
  readonly silentBlock: Uint8Array;
}

/** The index of the file as it grows: one table of samples for each track that has any. */
export class MovieTracks implements PlacedFrames {
  /** Pictures that are key frames. */
  keyFrames = 0;
  silentFrames = 0;
  /** Silent frames in front of the first one of the source. */
  leadingSilentFrames = 0;
  readonly video = new SampleTable(TICKS_PER_SECOND);
  readonly #media: MediaData;
  #audio: AudioTrack | undefined;
  #audioFrames = 0;
  /** One object for all samples: the table keeps numbers only. */
  readonly #sample = { sizeBytes: 0, position: 0, decodeTime: 0, compositionOffset: 0, isSync: true };

  constructor(media: MediaData) {
    this.#media = media;
  }

  /** Audio frames so far, silent ones included. */
  get audioFrames(): number {
    return this.#audioFrames;
  }

  get audio(): AudioTrack | undefined {
    return this.#audio;
  }

  /** Tables of the tracks that have samples. */
  get tables(): readonly SampleTable[] {
    return [this.video, ...(this.#audio === undefined ? [] : [this.#audio.samples])].filter(({ count }) => count > 0);
  }

  /** Must come before the first audio frame. */
  beginAudio(format: AacFormat): void {
    const frame = silentFrame(format);
    const silentBlock = new Uint8Array(frame.length * SILENT_BLOCK_FRAMES);
    silentBlock.set(frame);
    for (let filled = frame.length; filled < silentBlock.length; filled *= 2) silentBlock.copyWithin(filled, 0, filled);
    const samples = new SampleTable(format.sampleRateHz);
    this.#audio = { format, samples, silentFrameBytes: frame.length, silentBlock };
  }

  addPicture(sizeBytes: number, position: number, decodeTime: number, compositionOffset: number, isKey: boolean): void {
    if (isKey) this.keyFrames++;
    this.#add(this.video, sizeBytes, position, decodeTime, compositionOffset, isKey);
  }

  addAudioFrame(sizeBytes: number, position: number): void {
    if (this.#audioFrames === this.silentFrames) this.leadingSilentFrames = this.silentFrames;
    this.#addAudio(this.#requireAudio(), sizeBytes, position);
  }

  addSilence(frames: number): void {
    const audio = this.#requireAudio();
    this.silentFrames += frames;
    for (let left = frames; left > 0; left -= SILENT_BLOCK_FRAMES) {
      const count = Math.min(left, SILENT_BLOCK_FRAMES);
      const position = this.#media.append(audio.silentBlock.subarray(0, count * audio.silentFrameBytes));
      for (let i = 0; i < count; i++) {
        this.#addAudio(audio, audio.silentFrameBytes, position + i * audio.silentFrameBytes);
      }
    }
  }

  /** No frame comes any more. @param videoEnd when the last picture ends, in ticks from the first one's decoding */
  end(videoEnd: number): void {
    this.video.end(videoEnd);
    this.#audio?.samples.end(this.#audioFrames * SAMPLES_PER_FRAME);
  }

  #requireAudio(): AudioTrack {
    if (this.#audio !== undefined) return this.#audio;
    throw new Error('Expected the format of the audio before its first frame, found none.');
  }

  #addAudio({ samples }: AudioTrack, sizeBytes: number, position: number): void {
    this.#add(samples, sizeBytes, position, this.#audioFrames++ * SAMPLES_PER_FRAME, 0, true);
  }

  #add(
    table: SampleTable,
    sizeBytes: number,
    position: number,
    decodeTime: number,
    compositionOffset: number,
    isSync: boolean,
  ): void {
    const sample = this.#sample;
    sample.sizeBytes = sizeBytes;
    sample.position = position;
    sample.decodeTime = decodeTime;
    sample.compositionOffset = compositionOffset;
    sample.isSync = isSync;
    table.add(sample);
  }
}
