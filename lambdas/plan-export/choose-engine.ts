import { ExportNotCarriableError, ExportNotPossibleError, ExportTooLongError } from '../shared/contract/errors.ts';
import type { EngineWish } from '../shared/contract/export-engine.ts';
import type { ExportWish } from '../shared/contract/export-wish.ts';
import type { Plan, RemuxJob, Stretch } from '../shared/recording/planned-export.ts';
import type { ExportSources } from './export-source.ts';
import { judgeForRemux, type RemuxVerdict } from './judge-for-remux.ts';
import { cutPieces, type SourcePiece } from './resolve-clip.ts';
import type { WantedTracks } from './wanted-tracks.ts';
import { whyNotConvert } from './why-not-convert.ts';
import { whyNotCopyAudio, whyNotCopyVideo } from './why-not-copy.ts';

/** An export as it is to be, and of what. */
export interface ExportOrder {
  readonly wish: ExportWish;
  /** The deployment's, of an export that names no engine. */
  readonly defaultEngine: EngineWish;
  readonly tracks: WantedTracks;
  readonly sources: ExportSources;
  /** Of a clip. */
  readonly stretch: Stretch | undefined;
  /** What remux carries in a second, as configured. */
  readonly remuxBytesPerSecond: number;
}

/** Which engine makes the export, how and why, and what remux is told when it is the one. */
export interface EngineChoice extends Pick<Plan, 'engine' | 'engineReason' | 'video' | 'audio'> {
  readonly remuxJob?: RemuxJob;
}

/**
 * The engine that is wished for. A deployment whose exports are made by remux has an encode made by MediaConvert all the
 * same, which alone can; only a wish that names remux and H.264 at once contradicts itself.
 */
export const engineWishOf = ({ wish, defaultEngine, tracks }: ExportOrder): EngineWish => {
  const isByDefault = wish.engine === undefined;
  return isByDefault && defaultEngine === 'remux' && isEncodeWanted(wish, tracks)
    ? 'mediaconvert'
    : (wish.engine ?? defaultEngine);
};

const isEncodeWanted = ({ video }: ExportWish, tracks: WantedTracks): boolean => tracks.video && video !== 'copy';

/**
 * Chooses the engine: with `auto`, remux whenever it can, or else MediaConvert. What an engine cannot do is found out
 * before anything is paid.
 *
 * @throws {@link ExportNotCarriableError}, {@link ExportTooLongError} when remux is demanded and cannot
 * @throws {@link ExportNotPossibleError} when MediaConvert cannot, and remux cannot or is not wanted
 */
export function chooseEngine(order: ExportOrder): EngineChoice {
  const { sources, stretch, tracks } = order;
  const pieces = cutPieces(sources, stretch);
  const engineWish = engineWishOf(order);
  const verdict = judge(order, pieces);
  if (engineWish === 'remux' && !verdict.isPossible) throw refusalOf(verdict, whereIs(sources));
  if (engineWish !== 'mediaconvert' && verdict.isPossible) {
    const isWanted = engineWish === 'remux';
    return {
      engine: 'remux',
      engineReason: isWanted ? 'the engine remux is wanted' : 'the frames can be carried as they are',
      video: tracks.video ? 'copy' : 'none',
      audio: tracks.audio ? 'copy' : 'none',
      remuxJob: remuxJobOf(order, pieces, verdict.sourceBytes),
    };
  }
  requireConvertible(order, pieces, verdict);
  return convert(order, pieces, verdict);
}

function judge({ wish, tracks, remuxBytesPerSecond }: ExportOrder, pieces: readonly SourcePiece[]): RemuxVerdict {
  if (!isEncodeWanted(wish, tracks)) return judgeForRemux(pieces, tracks, remuxBytesPerSecond);
  const reason = 'H.264 is to be encoded, and remux carries frames as they are';
  return { isPossible: false, obstacle: 'not-carriable', reason };
}

/** Recordings before a clip are named all the same: it counts from the beginning of the first. */
function remuxJobOf(
  { wish, stretch, sources }: ExportOrder,
  pieces: readonly SourcePiece[],
  sourceBytes: number,
): RemuxJob {
  const last = pieces.at(-1)?.source ?? sources[0];
  return {
    playlistKeys: sources.slice(0, sources.lastIndexOf(last) + 1).map(({ rendition }) => rendition.playlistKey),
    tracks: wish.format === 'm4a' ? 'audio' : 'all',
    ...(stretch === undefined ? {} : { clip: stretch }),
    sourceBytes,
  };
}

const whereIs = ([first, ...others]: ExportSources): string =>
  others.length === 0
    ? first.rendition.playlistKey
    : `${first.rendition.playlistKey} and what follows of ${others.map(({ recording }) => recording.recordingId).join(', ')}`;

type Impossible = Extract<RemuxVerdict, { isPossible: false }>;

function refusalOf({ obstacle, reason }: Impossible, where: string): Error {
  const message = `remux cannot export ${where}: ${reason}. Start a new execution with the engine auto or mediaconvert, or with another rendition.`;
  return obstacle === 'too-long' ? new ExportTooLongError(message) : new ExportNotCarriableError(message);
}

function requireConvertible(order: ExportOrder, pieces: readonly SourcePiece[], verdict: RemuxVerdict): void {
  const { sources } = order;
  const obstacle = whyNotConvert(
    pieces.map(({ source }) => source),
    pieces,
  );
  if (obstacle === undefined) return;
  const finding = `MediaConvert cannot convert ${whereIs(sources)}: ${obstacle.reason} (${obstacle.rule}).`;
  const other = verdict.isPossible
    ? 'remux could: start a new execution with the engine auto or remux.'
    : `Nor can remux: ${verdict.reason}.`;
  throw new ExportNotPossibleError(`${finding} ${other}`);
}

function convert(order: ExportOrder, pieces: readonly SourcePiece[], verdict: RemuxVerdict): EngineChoice {
  const { wish, tracks } = order;
  const sources = pieces.map(({ source }) => source);
  const isWanted = isEncodeWanted(wish, tracks);
  const whyEncode = isWanted || !tracks.video ? undefined : whyNotCopyVideo(sources);
  const isEncoded = isWanted || whyEncode !== undefined;
  const isAudioCopied = !isEncoded && whyNotCopyAudio(sources) === undefined;
  const choice: Omit<EngineChoice, 'engineReason'> = {
    engine: 'mediaconvert',
    video: tracks.video ? (isEncoded ? 'h264' : 'copy') : 'none',
    audio: tracks.audio ? (isAudioCopied ? 'copy' : 'aac') : 'none',
  };
  const fallsOver = engineWishOf(order) === 'auto' && !isWanted && !verdict.isPossible;
  const how = describe(choice, whyEncode);
  const engineReason = fallsOver
    ? `remux cannot carry it: ${verdict.reason}; MediaConvert ${how}`
    : reasonOf(order, how);
  return { ...choice, engineReason };
}

function describe({ video }: Pick<EngineChoice, 'video'>, whyEncode: string | undefined): string {
  if (whyEncode !== undefined) return `encodes the frames, since ${whyEncode}`;
  return video === 'none' ? 'copies the sound if it can' : 'copies the frames if it can';
}

function reasonOf({ wish, tracks }: ExportOrder, how: string): string {
  if (isEncodeWanted(wish, tracks)) return 'H.264 is wanted, which MediaConvert encodes';
  if (how.startsWith('encodes')) return `the rendition is wanted as it is, but MediaConvert ${how}`;
  if (tracks.video) return 'the rendition is wanted as it is, so its frames are copied';
  return wish.format === 'm4a'
    ? 'the sound alone is wanted, which MediaConvert copies if it can'
    : 'the rendition has no video, so that the file holds its sound alone';
}
