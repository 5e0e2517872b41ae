import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { StepFunction } from './step-function.ts';

export interface EventRuleProps {
  readonly description: string;
  readonly eventPattern: events.EventPattern;
  readonly step: StepFunction;
}

/**
 * A rule that invokes a step. Its queue keeps events that could not be *delivered*; what the step could not *process* is
 * in the step's own dead letters.
 */
export class EventRule extends Construct {
  readonly deadLetterQueue: DeadLetterQueue;
  readonly ruleName: string;

  constructor(scope: Construct, id: string, { description, eventPattern, step }: EventRuleProps) {
    super(scope, id);
    this.deadLetterQueue = new DeadLetterQueue(this, 'Undelivered');
    const target = new targets.LambdaFunction(step.lambda, {
      deadLetterQueue: this.deadLetterQueue,
      // The most that EventBridge offers, with growing pauses; written out, since newer kinds of bus default to less.
      retryAttempts: 185,
      maxEventAge: Duration.hours(24),
    });
    this.ruleName = new events.Rule(this, 'Rule', { description, eventPattern, targets: [target] }).ruleName;
  }
}
