import type { ExecutionDescription } from '../../local/states/execution-description.ts';
import type { LocalSystem } from '../../local/system/start-system.ts';

/** Every execution that the two state machines have come to. */
export interface AllExecutions {
  readonly processed: readonly ExecutionDescription[];
  readonly exported: readonly ExecutionDescription[];
}

const executionsOf = ({ engine, processRecordingArn, exportRecordingArn }: LocalSystem): AllExecutions => ({
  processed: engine.listExecutions(processRecordingArn),
  exported: engine.listExecutions(exportRecordingArn),
});

/** Waits until no event is on its way and no execution runs. */
export async function awaitQuiet(system: LocalSystem): Promise<AllExecutions> {
  for (;;) {
    await system.settle();
    const { processed, exported } = executionsOf(system);
    const running = [...processed, ...exported].filter(({ status }) => status === 'RUNNING');
    if (running.length === 0 && !system.lambda.isBusy) return { processed, exported };
    await Promise.all(running.map(({ executionArn }) => system.engine.whenEnded(executionArn)));
  }
}
