import type { ExecutionDescription } from '../../../../local/states/execution-description.ts';
import type { LocalSystem } from '../../../../local/system/start-system.ts';

/** Of a recording's two machines, the first one first. */
export const executionsOf = ({
  engine,
  processRecordingArn,
  exportRecordingArn,
}: LocalSystem): ExecutionDescription[] =>
  [processRecordingArn, exportRecordingArn].flatMap((arn) => engine.listExecutions(arn).reverse());

/** Resolves when no execution of a recording runs and nothing is on its way. */
export async function whenQuiet(system: LocalSystem): Promise<void> {
  for (;;) {
    await system.settle();
    const running = executionsOf(system).filter(({ status }) => status === 'RUNNING');
    if (running.length === 0) return;
    await Promise.all(running.map(({ executionArn }) => system.engine.whenEnded(executionArn)));
  }
}
