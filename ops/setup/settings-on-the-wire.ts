/** Recording configurations between IVS's words and ours. What IVS leaves out is its default. */
import type {
  CreateRecordingConfigurationRequest,
  RecordingConfiguration as IvsConfiguration,
} from '@aws-sdk/client-ivs';
import type { RecordingConfiguration, RecordingSettings } from './recording-settings.ts';

/** As CreateRecordingConfiguration takes it. */
export const toRequest = ({
  bucketName,
  reconnectWindowSeconds,
  thumbnails,
  renditions,
}: RecordingSettings): CreateRecordingConfigurationRequest => ({
  destinationConfiguration: { s3: { bucketName } },
  recordingReconnectWindowSeconds: reconnectWindowSeconds,
  thumbnailConfiguration:
    thumbnails === 'off'
      ? { recordingMode: 'DISABLED' }
      : {
          recordingMode: 'INTERVAL',
          targetIntervalSeconds: thumbnails.intervalSeconds,
          storage: [...thumbnails.storage],
          ...(thumbnails.resolution === undefined ? {} : { resolution: thumbnails.resolution }),
        },
  renditionConfiguration:
    renditions === 'all' || renditions === 'none'
      ? { renditionSelection: renditions === 'all' ? 'ALL' : 'NONE' }
      : { renditionSelection: 'CUSTOM', renditions: [...renditions] },
});

/** Of what Get and Create answer. */
export function toRecordingConfiguration(configuration: IvsConfiguration | undefined): RecordingConfiguration {
  return {
    arn: configuration?.arn ?? '',
    name: configuration?.name ?? '',
    state: configuration?.state ?? 'CREATING',
    bucketName: configuration?.destinationConfiguration?.s3?.bucketName ?? '',
    reconnectWindowSeconds: configuration?.recordingReconnectWindowSeconds ?? 0,
    thumbnails: thumbnailsOf(configuration?.thumbnailConfiguration),
    renditions: renditionsOf(configuration?.renditionConfiguration),
  };
}

function thumbnailsOf(given: IvsConfiguration['thumbnailConfiguration']): RecordingSettings['thumbnails'] {
  if (given?.recordingMode === 'DISABLED') return 'off';
  const { targetIntervalSeconds: intervalSeconds = 60, storage, resolution } = given ?? {};
  return { intervalSeconds, storage: storage?.length ? storage : ['SEQUENTIAL'], resolution };
}

function renditionsOf(given: IvsConfiguration['renditionConfiguration']): RecordingSettings['renditions'] {
  if (given?.renditionSelection === 'CUSTOM') return given.renditions ?? [];
  return given?.renditionSelection === 'NONE' ? 'none' : 'all';
}
