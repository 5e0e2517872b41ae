/**
 * Judges a recording here and now, by the very code of ValidateRecording: what IVS wrote, whatever was repaired since.
 * Nothing is written: where the step would write repaired playlists, they are compared with those that are there.
 */
import type { Finding } from '../../lambdas/shared/contract/catalog.ts';
import { StorageAccessDeniedError } from '../../lambdas/shared/contract/errors.ts';
import { recordingExecutionName } from '../../lambdas/shared/contract/execution-name.ts';
import type { Notification } from '../../lambdas/shared/contract/notification.ts';
import { readMetadata } from '../../lambdas/shared/recording/read-metadata.ts';
import type { ListFolder, ObjectPlace, ReadText } from '../../lambdas/shared/recording/storage-ports.ts';
import { gatherEvidence } from '../../lambdas/validate-recording/gather-evidence.ts';
import { judgeRecording } from '../../lambdas/validate-recording/judge-recording.ts';
import { type ValidateRecordingPorts, validateRecording } from '../../lambdas/validate-recording/validate-recording.ts';
import type { FoundRecording } from '../named-recording/find-recording.ts';

/** What judging needs of the world; what the core would write and log is none of it. */
export type CheckPorts = Pick<
  ValidateRecordingPorts,
  'readText' | 'listFolder' | 'findFirstKey' | 'listFirstKeys' | 'readChannel' | 'now'
> & {
  readonly playbackBaseUrl: string;
  readonly exportsBucket: string;
};

/** What an execution would come to at this moment. */
export interface CheckResult {
  /** `not-ready`: it ended minutes ago and something is missing. `unreadable`: there is nothing to judge by. */
  readonly outcome: 'complete' | 'partial' | 'empty' | 'damaged' | 'not-ready' | 'unreadable';
  /** All of them, the gravest first. */
  readonly findings: readonly Finding[];
  /** Of a recording that is refused: why. */
  readonly error: { readonly name: string; readonly message: string } | undefined;
  /** What would be announced; of a recording that is refused, `recording.failed`, once nothing more is waited for. */
  readonly announcement: Notification | undefined;
  /** Playlists that would be written to play a partial recording. */
  readonly repairs: Repairs;
}

/** How many playlists would be written, by what is there in their place: `unknown` where nobody may look. */
export type Repairs = Readonly<Record<'missing' | 'same' | 'different' | 'unknown', number>>;

/** Errors of the core that are a judgement, not a fault of the check. */
const refusals: Readonly<Record<string, CheckResult['outcome']>> = {
  RecordingDamagedError: 'damaged',
  RecordingNotReadyError: 'not-ready',
  RecordingMetadataMissingError: 'unreadable',
  RecordingMetadataInvalidError: 'unreadable',
  RecordingArchivedError: 'unreadable',
};

/** Judges it. @throws StorageUnavailableError, StorageAccessDeniedError */
export async function checkRecording(
  { bucket, location }: FoundRecording,
  executionArn: string,
  given: CheckPorts,
): Promise<CheckResult> {
  // The evidence is looked at twice, and must be the same, also of a recording that is being written.
  const ports = { ...given, readText: once(given.readText), listFolder: once(given.listFolder) };
  let findings: readonly Finding[] = [];
  const repairs = { missing: 0, same: 0, different: 0, unknown: 0 };
  try {
    const served = { bucket, ...location };
    const ended = await readMetadata(served, undefined, ports);
    findings = judgeRecording(await gatherEvidence(served, ended, ports)).findings;
    const { announcement } = await validateRecording(
      {
        // What the deployment would export is its own configuration's matter, which is not known here.
        input: { recording: { bucket, prefix: location.prefix }, exports: [] },
        execution: { arn: executionArn, name: recordingExecutionName(location), redriveCount: 0 },
      },
      {
        ...ports,
        configuration: {
          recordingsBuckets: [bucket],
          channelArns: [],
          playbackBaseUrl: given.playbackBaseUrl,
          exportsBucket: given.exportsBucket,
          exportProfiles: {},
          defaultExports: [],
          // Nothing is written, so nothing expires.
          catalogExpireAfterDays: null,
          // Who may play it is the deployment's configuration as well: judged is what is there.
          playbackPolicy: { isSigned: false, privateChannels: 'publish', deletedChannels: 'publish' },
        },
        writePlaylist: async (place, text) => {
          repairs[await compare(place, text, given)]++;
        },
        log: () => {},
        putMetrics: () => {},
      },
    );
    const { message } = announcement;
    const outcome =
      message.type === 'recording.playback.ready' ? (message.recording.completeness ?? 'complete') : 'empty';
    return { outcome, findings, error: undefined, announcement: message, repairs };
  } catch (error) {
    const outcome = error instanceof Error ? refusals[error.name] : undefined;
    if (!(error instanceof Error) || outcome === undefined) throw error;
    const { name, message } = error;
    return { outcome, findings, error: { name, message }, announcement: undefined, repairs: noRepairs };
  }
}

const noRepairs: Repairs = { missing: 0, same: 0, different: 0, unknown: 0 };

/** What is there in place of a playlist that would be written. */
async function compare(
  place: ObjectPlace,
  text: string,
  { readText }: Pick<CheckPorts, 'readText'>,
): Promise<keyof Repairs> {
  try {
    const there = await readText({ ...place, maxSizeBytes: Buffer.byteLength(text) });
    if (there === undefined) return 'missing';
    return there.text === text ? 'same' : 'different';
  } catch (error) {
    if (error instanceof StorageAccessDeniedError) return 'unknown';
    throw error;
  }
}

/** Asks for the same only once. */
function once<Place extends Parameters<ReadText>[0] | Parameters<ListFolder>[0], Answer>(
  ask: (place: Place) => Promise<Answer>,
): (place: Place) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return (place) => {
    const key = JSON.stringify(place);
    const answer = answers.get(key) ?? ask(place);
    answers.set(key, answer);
    return answer;
  };
}
