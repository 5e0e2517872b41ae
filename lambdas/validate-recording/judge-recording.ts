/**
 * The judgement of a recording, from what is there of it: complete, partial, empty or damaged. Time plays no part here,
 * nor what follows from a judgement.
 */
import type { Finding } from '../shared/contract/catalog.ts';
import type { RecordingMetadata } from '../shared/contract/recording-metadata.ts';
import type { RecordingEvidence, RenditionEvidence } from './evidence.ts';
import { judgeRendition, type RenditionJudgement } from './judge-rendition.ts';

/** What a recording is worth. */
export interface Judgement {
  /**
   * `complete`: all that is named is there. `partial`: playable, but parts are missing or IVS says that it failed.
   * `empty`: nothing was recorded. `damaged`: viewers cannot play any of it.
   */
  readonly verdict: 'complete' | 'partial' | 'empty' | 'damaged';
  /** Why it is damaged. */
  readonly reason: string | undefined;
  /** Everything found, the gravest first; a finding alone may be no damage. */
  readonly findings: readonly Finding[];
  /** Something is not there that IVS might still be writing. */
  readonly isUnfinished: boolean;
  /** Length of the longest rendition, milliseconds. */
  readonly durationMs: number;
  /** What viewers can choose from, highest first. */
  readonly playable: readonly RenditionJudgement[];
}

/** Findings that mean that a part of the recording is not there. */
const defects: ReadonlySet<Finding['code']> = new Set([
  'segment-missing',
  'segment-empty',
  'end-mark-missing',
  'playlist-missing',
  'playlist-invalid',
]);

/** Judges a recording. */
export function judgeRecording(evidence: RecordingEvidence): Judgement {
  if (isEmpty(evidence)) return judgeEmpty(evidence);
  const judgements = evidence.renditions.map(judgeRendition);
  const playable = judgements.filter(({ isPlayable, rendition }) => isPlayable && rendition.isInMultivariant);
  const findings = [
    ...ivsFailure(evidence),
    ...multivariantFindings(evidence),
    ...judgements.flatMap((judgement) => judgement.findings),
    ...judgements.flatMap((judgement) => listingMismatch(evidence, judgement)),
    ...judgements.flatMap((judgement) => durationMismatch(evidence, judgement)),
  ];
  const hasDefects = findings.some(({ code }) => defects.has(code));
  const reason = damageOf(evidence, playable, findings);
  const isPartial = hasDefects || evidence.hasIvsFailure;
  return {
    verdict: reason !== undefined ? 'damaged' : isPartial ? 'partial' : 'complete',
    reason,
    findings,
    isUnfinished: hasDefects || reason !== undefined,
    durationMs: longest(judgements),
    playable,
  };
}

/**
 * Nothing was recorded: IVS says so (no duration, no renditions), or every playlist is finished without a segment; and
 * neither a playlist nor an object says otherwise.
 */
function isEmpty({ metadata, renditions, hasUnnamedMedia }: RecordingEvidence): boolean {
  if (hasUnnamedMedia || renditions.some(isTraceOfMedia)) return false;
  return metadata.media.hls.duration_ms === 0 || renditions.every(isFinishedWithoutSegments);
}

const isTraceOfMedia = ({ playlist, hasMedia }: RenditionEvidence): boolean =>
  hasMedia || (playlist.state === 'readable' && playlist.playlist.segmentCount > 0);

const isFinishedWithoutSegments = ({ playlist }: RenditionEvidence): boolean =>
  playlist.state === 'readable' && playlist.playlist.hasEndList && playlist.playlist.segmentCount === 0;

function judgeEmpty(evidence: RecordingEvidence): Judgement {
  const { duration_ms } = evidence.metadata.media.hls;
  const promised: Finding[] =
    duration_ms === 0
      ? []
      : [{ code: 'duration-differs', message: `The metadata says ${duration_ms} ms, but nothing was recorded` }];
  return {
    verdict: 'empty',
    reason: undefined,
    findings: [...ivsFailure(evidence), ...promised],
    isUnfinished: promised.length > 0,
    durationMs: 0,
    playable: [],
  };
}

function damageOf(
  { multivariant, renditions }: RecordingEvidence,
  playable: readonly RenditionJudgement[],
  findings: readonly Finding[],
): string | undefined {
  if (multivariant.state === 'absent') return `the multivariant playlist ${multivariant.key} is missing`;
  if (multivariant.state === 'invalid') {
    return `the multivariant playlist ${multivariant.key} cannot be read: ${multivariant.reason}`;
  }
  if (playable.length > 0) return undefined;
  const found = findings.find(({ rendition }) => rendition !== undefined)?.message ?? 'none is named';
  return `none of the ${renditions.length} renditions can be played (${found})`;
}

function ivsFailure({ hasIvsFailure, metadata }: RecordingEvidence): Finding[] {
  if (!hasIvsFailure) return [];
  const said = metadata.recording_status_message ?? 'without a reason';
  return [{ code: 'ivs-reported-failure', message: `IVS reported that the recording failed: ${said}` }];
}

function multivariantFindings({ multivariant }: RecordingEvidence): Finding[] {
  if (multivariant.state === 'absent') {
    return [{ code: 'playlist-missing', message: `${multivariant.key} is missing` }];
  }
  if (multivariant.state === 'readable') return [];
  return [{ code: 'playlist-invalid', message: `${multivariant.key} cannot be read: ${multivariant.reason}` }];
}

/** Both places that name renditions should name the same ones; either is enough to play or export one. */
function listingMismatch({ multivariant }: RecordingEvidence, { rendition }: RenditionJudgement): Finding[] {
  const { name, isInMetadata, isInMultivariant } = rendition;
  if (!isInMetadata) {
    const message = `${name}: is in the multivariant playlist, but not in the metadata`;
    return [{ code: 'rendition-not-in-metadata', message, rendition: name }];
  }
  if (isInMultivariant || multivariant.state !== 'readable') return [];
  const message = `${name}: is in the metadata, but not in the multivariant playlist, so that viewers do not see it`;
  return [{ code: 'rendition-not-in-multivariant', message, rendition: name }];
}

/** The greater of 5 s and 1 %: in a whole recording of IVS's own, audio outlasts video by 2.6 s. */
export const durationToleranceMs = ({ media }: RecordingMetadata): number =>
  Math.max(5000, media.hls.duration_ms * 0.01);

function durationMismatch({ metadata }: RecordingEvidence, judgement: RenditionJudgement): Finding[] {
  const { rendition, durationMs } = judgement;
  const { duration_ms } = metadata.media.hls;
  if (durationMs === 0 || Math.abs(durationMs - duration_ms) <= durationToleranceMs(metadata)) return [];
  const message = `${rendition.name}: its playlist lasts ${durationMs} ms, the metadata says ${duration_ms} ms`;
  return [{ code: 'duration-differs', message, rendition: rendition.name }];
}

const longest = (judgements: readonly RenditionJudgement[]): number =>
  judgements.reduce((longestMs, { durationMs }) => Math.max(longestMs, durationMs), 0);
