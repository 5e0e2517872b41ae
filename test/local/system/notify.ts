import { metadataFileKey } from '../../../lambdas/shared/contract/object-keys.ts';
import type { RecordingFolder } from '../../../local/run/recording-folder.ts';
import type { LocalSystem } from '../../../local/system/start-system.ts';

/** Has S3 tell once more that the metadata file is there. */
export function notifyOfEnd(system: LocalSystem, { prefix, metadataFileName }: RecordingFolder): void {
  system.lambda.invokeAsynchronously(system.functionArn('StartProcessing'), {
    Records: [
      {
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        eventTime: new Date().toISOString(),
        s3: {
          bucket: { name: system.recordingsBucket },
          object: { key: metadataFileKey(prefix, metadataFileName) },
        },
      },
    ],
  });
}
