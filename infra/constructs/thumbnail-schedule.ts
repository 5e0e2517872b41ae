import type { Construct } from 'constructs';
import type { StepFunction } from './step-function.ts';
import { TargetSchedule } from './target-schedule.ts';

/**
 * Invokes the step that deletes thumbnails, asynchronously, once a day. What Scheduler cannot deliver is lost, since the
 * next day's run looks at the same days again; an event that the step fails of is in the step's dead letters.
 */
export class ThumbnailSchedule extends TargetSchedule {
  constructor(scope: Construct, id: string, step: StepFunction) {
    super(scope, id, {
      description: 'Deletes thumbnails that have come of age',
      scheduleExpression: 'rate(1 day)',
      windowMinutes: 60,
      targetArn: step.lambda.functionArn,
      input: {},
      permission: { actions: ['lambda:InvokeFunction'], resources: [step.lambda.functionArn] },
      deliverWithinSeconds: 3600,
    });
  }
}
