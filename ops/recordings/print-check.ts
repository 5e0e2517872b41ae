/** `recordings check`. */
import { recordingExecutionName } from '../../lambdas/shared/contract/execution-name.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { FoundRecording } from '../named-recording/find-recording.ts';
import type { Mark, Output } from '../terminal/output.ts';
import { countText } from '../terminal/quantities.ts';
import type { CheckResult, Repairs } from './check-recording.ts';
import { durationText } from './recording-row.ts';

const marks: Readonly<Record<CheckResult['outcome'], Mark>> = {
  complete: 'good',
  partial: 'warning',
  empty: 'faint',
  damaged: 'bad',
  'not-ready': 'warning',
  unreadable: 'bad',
};

/** Prints what was found; resolves to the exit code: failed unless viewers could play it. */
export function printCheck(
  { bucket, location }: FoundRecording,
  result: CheckResult,
  { output, programName }: Pick<CommandContext, 'output' | 'programName'>,
): number {
  const { outcome, findings, error, announcement } = result;
  const isPlayable = outcome === 'complete' || outcome === 'partial';
  output.json({
    recordingId: location.recordingId,
    channelId: location.channelId,
    bucket,
    prefix: location.prefix,
    outcome,
    isPlayable,
    findings,
    error,
    wouldAnnounce: announcement && withoutExecution(announcement),
    wouldWritePlaylists: countOf(result.repairs),
    repairedPlaylists: result.repairs,
  });
  output.line(`s3://${bucket}/${location.prefix}`);
  output.line(`Outcome    ${outcome}`, marks[outcome]);
  for (const { code, message } of findings) output.line(`Finding    ${code}: ${message}`, 'warning');
  if (findings.length === 0 && outcome !== 'unreadable') output.line('Finding    none');
  if (error !== undefined) output.line(`Reason     ${error.name}: ${error.message}`, 'bad');
  printAnnouncement(result, location, output);
  output.note(
    isPlayable
      ? `Nothing was written or announced. To process it: ${programName} run ${location.prefix}`
      : 'Nothing was written or announced.',
  );
  return isPlayable ? exitCodes.done : exitCodes.failed;
}

function printAnnouncement(
  { outcome, announcement, repairs }: CheckResult,
  location: FoundRecording['location'],
  output: Output,
): void {
  if (announcement === undefined) {
    const when = outcome === 'not-ready' ? ', if that is still so ten minutes after its end' : '';
    output.line(`Would send recording.failed, of ${recordingExecutionName(location)}${when}`);
    return;
  }
  output.line(`Would send ${announcement.type}, id ${announcement.id}`);
  if (announcement.type !== 'recording.playback.ready') return;
  const { playback, recording } = announcement;
  output.line(`Playback   ${playback.url}`);
  output.line(`Duration   ${durationText(recording.durationMs)}`);
  output.line(`Renditions ${playback.renditions.map(({ name }) => name).join(', ')}`);
  if (playback.missing !== undefined)
    output.line(`Missing    ${playback.missing.seconds} s, of which ${playback.missing.skippedSeconds} s are skipped`);
  if (countOf(repairs) === 0) return;
  output.line(repairsText(repairs));
  output.line('Judged is what IVS wrote; the URL is that of the repaired playlists, not of its own.');
}

const countOf = ({ missing, same, different, unknown }: Repairs): number => missing + same + different + unknown;

function repairsText(repairs: Repairs): string {
  const { same, different } = repairs;
  const playlists = countText(countOf(repairs), 'repaired playlist');
  if (same === countOf(repairs))
    return `Repaired   ${countText(same, 'playlist')}, in the exports bucket already as would be put`;
  const there = different > 0 ? `; ${countText(different, 'older one')} there would be replaced` : '';
  return `Would put  ${playlists} into the exports bucket${there}`;
}

/** There is none. */
function withoutExecution(message: object): object {
  return Object.fromEntries(Object.entries(message).filter(([name]) => name !== 'execution'));
}
