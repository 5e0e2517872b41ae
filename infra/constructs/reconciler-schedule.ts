import type { Construct } from 'constructs';
import type { BackfillInput } from '../../lambdas/shared/contract/backfill-input.ts';
import type { ReconcilerConfig } from '../config-schema.ts';
import type { AslStateMachine } from './asl-state-machine.ts';
import { startExecutionsOf } from './integration-permissions.ts';
import { TargetSchedule } from './target-schedule.ts';

/**
 * Starts the reconciler every hour. It gives each missed recording the exports that a trigger would have given it. What
 * one run misses, the next one finds, since each looks back over a day.
 */
export class ReconcilerSchedule extends TargetSchedule {
  constructor(scope: Construct, id: string, machine: AslStateMachine, { enabled, lookBackHours }: ReconcilerConfig) {
    const input: BackfillInput = { since: `${lookBackHours}h`, reconcile: true, exports: 'default' };
    super(scope, id, {
      description: 'Processes recordings that both triggers missed, and reports what nobody reported',
      scheduleExpression: 'rate(1 hour)',
      windowMinutes: 15,
      isEnabled: enabled,
      targetArn: machine.stateMachineArn,
      input,
      permission: startExecutionsOf(machine.stateMachineArn),
      deliverWithinSeconds: 900,
    });
  }
}
