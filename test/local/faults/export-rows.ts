/** What export-recording calls. */
import { GetJobCommand, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import type { ServiceCall } from '../../../local/faults/service-call.ts';
import { configurations } from '../system/configurations.ts';
import type { FaultStage, StageOptions } from './fault-stage.ts';
import type { MatrixRow } from './matrix-row.ts';
import type { RecordingKind } from './recordings.ts';
import { execution } from './scenarios.ts';

const exportOf = (kind: RecordingKind, rendition: string, engine: 'remux' | 'mediaconvert') =>
  execution({
    machine: 'export',
    kind,
    input: { export: { name: 'e', rendition, engine } },
    messages: ['recording.export.ready'],
    status: 'ready',
    exportName: 'e',
  });

/** Nobody asked for it: its minutes are counted. */
const byItself = { export: { name: 'e', rendition: '160p30', engine: 'remux' }, source: { type: 'backfill' } };
const counted = execution({
  machine: 'export',
  kind: 'whole',
  input: byItself,
  messages: ['recording.export.ready'],
  status: 'ready',
  exportName: 'e',
});
const held = execution({
  machine: 'export',
  kind: 'overlong',
  input: byItself,
  messages: ['recording.export.held'],
  status: 'held',
  attention: 'held',
  exportName: 'e',
});
const clipped = execution({
  machine: 'export',
  kind: 'whole',
  input: {
    export: { name: 'e', rendition: '160p30', engine: 'mediaconvert', clip: { fromSeconds: 5, toSeconds: 15 } },
  },
  messages: ['recording.export.ready'],
  status: 'ready',
  exportName: 'e-clip5s-15s',
});

export const exportOptions: StageOptions = { configuration: configurations.exportFaults };

const remuxed = exportOf('whole', '160p30', 'remux');
const remuxedInParts = exportOf('long', '720p30', 'remux');
const converted = exportOf('whole', '160p30', 'mediaconvert');

const jobs = new Map<string, Promise<string | undefined>>();

/** GetJob has nothing but the job's id: whose it is, MediaConvert is asked. */
async function isJobOf({ path }: ServiceCall, id: string, { system }: FaultStage): Promise<boolean> {
  const jobId = path.split('/').at(-1) ?? '';
  const owner = jobs.get(jobId) ?? ownerOf(jobId, system);
  jobs.set(jobId, owner);
  return (await owner) === id;
}

async function ownerOf(Id: string, { sdk, endpoints }: FaultStage['system']): Promise<string | undefined> {
  const client = new MediaConvertClient({ ...sdk, endpoint: endpoints.mediaconvert });
  const { Job } = await client.send(new GetJobCommand({ Id }));
  client.destroy();
  return Job?.UserMetadata?.recordingId;
}

/** The day's counter is one for all: what is told apart is the state, of which only these cells enter it. */
const isCountOf = ({ body }: ServiceCall): boolean => body.includes('#minutes');

const plan = { caller: 'PlanExport', service: 's3', scenario: remuxed } as const;
const remux = { caller: 'RemuxExport', service: 's3', scenario: remuxed } as const;
const inParts = { ...remux, scenario: remuxedInParts, isCostly: true } as const;
const verify = { caller: 'VerifyExport', service: 's3', scenario: remuxed } as const;
const list = { call: 'S3 ListObjectsV2', operation: 'ListObjectsV2' } as const;
const get = { call: 'S3 GetObject', operation: 'GetObject' } as const;
const invoke = (caller: string) =>
  ({
    caller,
    call: 'Lambda Invoke',
    service: 'lambda',
    operation: 'Invoke',
    isWorkflow: true,
    pattern: new RegExp(`${caller}Function`),
    scenario: remuxed,
  }) as const;
const convert = {
  caller: 'ExportWithMediaConvert',
  service: 'mediaconvert',
  isWorkflow: true,
  scenario: converted,
} as const;

/** In the order in which an export meets them. */
export const exportRows: readonly MatrixRow[] = [
  invoke('PlanExport'),
  { ...plan, ...list, of: 'events/', pattern: /\/events\// },
  { ...plan, ...get, of: 'metadata file', pattern: /recording-ended\.json/ },
  { ...plan, ...get, of: 'multivariant playlist', pattern: /master\.m3u8/ },
  { ...plan, ...list, of: 'segments', pattern: /media\/hls\// },
  { ...plan, ...get, of: 'media playlist', pattern: /160p30\/playlist\.m3u8/ },
  { ...plan, ...get, of: "beginning of a clip's segment", pattern: /\/0\.ts/, scenario: clipped },
  {
    caller: 'ReserveMinutes',
    call: 'DynamoDB UpdateItem',
    service: 'dynamodb',
    operation: 'UpdateItem',
    isWorkflow: true,
    matches: isCountOf,
    isAlone: 'beside',
    scenario: counted,
  },
  {
    caller: 'RegisterHold',
    call: 'DynamoDB UpdateItem',
    service: 'dynamodb',
    operation: 'UpdateItem',
    isWorkflow: true,
    scenario: held,
  },
  {
    caller: 'AnnounceHold',
    call: 'SNS Publish',
    service: 'sns',
    operation: 'Publish',
    isWorkflow: true,
    scenario: held,
  },
  invoke('RemuxExport'),
  { ...remux, ...get, of: 'media playlist', pattern: /160p30\/playlist\.m3u8/ },
  { ...remux, ...get, of: 'segment', pattern: /\/1\.ts/ },
  { ...remux, call: 'S3 PutObject', of: 'short export', operation: 'PutObject' },
  { ...convert, call: 'MediaConvert CreateJob', operation: 'CreateJob' },
  { ...convert, call: 'MediaConvert GetJob', operation: 'GetJob', matches: isJobOf },
  invoke('VerifyExport'),
  { ...verify, call: 'S3 HeadObject', operation: 'HeadObject' },
  { ...verify, ...get, of: 'ranges of the file' },
  {
    caller: 'RegisterExport',
    call: 'DynamoDB UpdateItem',
    service: 'dynamodb',
    operation: 'UpdateItem',
    isWorkflow: true,
    scenario: remuxed,
  },
  {
    caller: 'AnnounceExport',
    call: 'SNS Publish',
    service: 'sns',
    operation: 'Publish',
    isWorkflow: true,
    scenario: remuxed,
  },
];

/** Of an export that is too large for one request. */
export const multipartRows: readonly MatrixRow[] = [
  { ...inParts, call: 'S3 CreateMultipartUpload', operation: 'CreateMultipartUpload', mayLeaveUpload: true },
  { ...inParts, call: 'S3 UploadPart', operation: 'UploadPart' },
  { ...inParts, call: 'S3 CompleteMultipartUpload', operation: 'CompleteMultipartUpload' },
  {
    ...inParts,
    call: 'S3 HeadObject',
    of: 'after the answer to the completion was lost',
    operation: 'HeadObject',
    companion: { operation: 'CompleteMultipartUpload', fault: 'connection-reset', times: 1 },
  },
  {
    ...inParts,
    call: 'S3 AbortMultipartUpload',
    of: 'after access was denied',
    operation: 'AbortMultipartUpload',
    companion: { operation: 'UploadPart', fault: 'access-denied' },
    mayLeaveUpload: true,
  },
];
