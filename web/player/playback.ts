/** Plays a recording into a video element: with hls.js, or with the browser's own HLS where hls.js cannot. */
import type Hls from 'hls.js';
import type { ErrorData, Level } from 'hls.js';
import workerUrl from 'hls.js/dist/hls.worker.js';
import { playNatively } from './play-natively.ts';
import { describeFatalError, type PlaybackProblem, unsupportedProblem } from './playback-problem.ts';

/** A quality that can be chosen. */
export interface Quality {
  /** hls.js's number of it. */
  readonly level: number;
  /** Of the rendition, `720p30`. */
  readonly name: string;
}

/** What the player is told. */
export interface PlaybackListener {
  /** Highest first. */
  onQualities(qualities: readonly Quality[]): void;
  /** The browser chooses by itself, and lets nobody else: this quality is in sight now, `720p`. */
  onOwnChoice(name: string): void;
  /** Which quality is in sight now. */
  onQuality(level: number): void;
  /** `undefined`: it goes on. */
  onProblem(problem: PlaybackProblem | undefined): void;
}

/** A playback that goes on until it is stopped. */
export interface Playback {
  /** `undefined` leaves it to the connection. */
  chooseQuality(level: number | undefined): void;
  retry(): void;
  stop(): void;
}

/** Where to play from. */
export interface PlaybackStart {
  readonly url: string;
  readonly startSeconds: number;
  /** Whether the recording takes a signature. */
  readonly isSigned: boolean;
}

/** Begins to load. hls.js comes only now: a list needs none. */
export async function startPlayback(
  video: HTMLVideoElement,
  start: PlaybackStart,
  listener: PlaybackListener,
): Promise<Playback> {
  const { default: HlsPlayer } = await import('hls.js');
  if (HlsPlayer.isSupported()) return playWithHls(HlsPlayer, video, start, listener);
  if (video.canPlayType('application/vnd.apple.mpegurl') !== '') return playNatively(video, start, listener);
  listener.onProblem(unsupportedProblem);
  return { chooseQuality: () => {}, retry: () => {}, stop: () => {} };
}

/** A decoder that stumbles is set up anew by itself, but not over and over at the same place. */
const recoveryPauseMs = 5000;

function playWithHls(
  HlsPlayer: typeof Hls,
  video: HTMLVideoElement,
  { url, startSeconds, isSigned }: PlaybackStart,
  listener: PlaybackListener,
): Playback {
  const hls = new HlsPlayer({
    startPosition: startSeconds,
    // From a file of its own: a worker made of a blob would need a wider Content-Security-Policy.
    workerPath: new URL(workerUrl, import.meta.url).href,
    // Nobody reads them here, and the track that holds them begins as a `data:` address, which the policy refuses.
    enableID3MetadataCues: false,
    enableEmsgMetadataCues: false,
    enableDateRangeMetadataCues: false,
  });
  const { Events, ErrorTypes } = HlsPlayer;
  let recoveredAt = Number.NEGATIVE_INFINITY;
  let hasLevels = false;
  hls.on(Events.MANIFEST_PARSED, (_event, { levels }) => {
    hasLevels = true;
    listener.onProblem(undefined);
    listener.onQualities(qualitiesOf(levels));
  });
  hls.on(Events.LEVEL_SWITCHED, (_event, { level }) => listener.onQuality(level));
  hls.on(Events.FRAG_BUFFERED, () => listener.onProblem(undefined));
  hls.on(Events.ERROR, (_event, error) => {
    // hls.js gets over all others by itself.
    if (!error.fatal) return;
    if (error.type === ErrorTypes.MEDIA_ERROR && performance.now() - recoveredAt > recoveryPauseMs) {
      recoveredAt = performance.now();
      hls.recoverMediaError();
      return;
    }
    listener.onProblem(describeFatalError({ ...fatalErrorOf(error), isSigned }));
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  return {
    chooseQuality: (level) => {
      // Who chooses wants to see it at once; what is loaded already of another quality is thrown away.
      if (level === undefined) hls.nextLevel = -1;
      else hls.currentLevel = level;
    },
    retry: () => {
      if (hasLevels) hls.startLoad();
      else hls.loadSource(url);
    },
    stop: () => hls.destroy(),
  };
}

const fatalErrorOf = ({ type, details, response }: ErrorData) => ({ type, details, status: response?.code });

/** IVS names the rendition of a level by its video group. */
const qualitiesOf = (levels: readonly Level[]): Quality[] =>
  levels
    .map(({ attrs, height, name }, level) => ({
      level,
      name: attrs.VIDEO ?? (height ? `${height}p` : name || 'Audio'),
    }))
    .reverse();
