import { environmentNames } from '../../lambdas/shared/contract/environment.ts';
import { updateItemsOf } from '../constructs/integration-permissions.ts';
import { StepFunction } from '../constructs/step-function.ts';
import { deleteThumbnailsIn, listDaysOf } from '../constructs/step-permissions.ts';
import { ThumbnailSchedule } from '../constructs/thumbnail-schedule.ts';
import type { Machines } from './machines.ts';
import { environmentFor, type PipelineContext } from './pipeline-context.ts';

/** What deletes thumbnails, and when. */
export interface ThumbnailExpiry {
  readonly step: StepFunction;
  readonly scheduleName: string;
}

/**
 * Creates the step that deletes thumbnails and its daily schedule, where thumbnails have a retention. Without one, nothing
 * in the stack may delete from the recordings bucket.
 */
export function createThumbnailExpiry(context: PipelineContext, machines: Machines): ThumbnailExpiry | undefined {
  const { stack, config, code, recordingsBucket, catalogTable } = context;
  const { expireAfterDays } = config.retention.thumbnails;
  if (expireAfterDays === undefined) return undefined;
  const step = new StepFunction(stack, 'ExpireThumbnails', {
    description: 'Deletes thumbnails that have come of age, and takes them out of the catalog',
    code: code('expire-thumbnails'),
    // It waits for S3 and DynamoDB. It stops by itself after 12 min, and the next day goes on.
    memoryMb: 256,
    timeoutSeconds: 900,
    environment: {
      ...environmentFor(context, 'recordingsBuckets', 'catalogTableName'),
      [environmentNames.processRecordingArn]: machines.processRecording.stateMachineArn,
      [environmentNames.thumbnailsExpireAfterDays]: String(expireAfterDays),
    },
    permissions: [...deleteThumbnailsIn(recordingsBucket), ...listDaysOf(catalogTable), ...updateItemsOf(catalogTable)],
    logRetentionDays: config.logRetentionDays,
    isAsynchronous: true,
  });
  const { scheduleName } = new ThumbnailSchedule(stack, 'ThumbnailExpiry', step);
  return { step, scheduleName };
}
