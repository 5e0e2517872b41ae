/** Starts an execution whose name nobody else ought to have. */
import { OperationRefusedError } from '../frame/operator-errors.ts';
import type { ExecutionPorts } from './execution-ports.ts';

/**
 * Starts it; resolves to its ARN. An operator's names tell the millisecond, so that a name that is taken is another one's
 * of the same moment.
 *
 * @throws OperationRefusedError when the name is taken
 */
export async function demandStart(
  stateMachineArn: string,
  name: string,
  input: object,
  { start }: Pick<ExecutionPorts, 'start'>,
): Promise<string> {
  const executionArn = await start(stateMachineArn, name, input);
  if (executionArn !== undefined) return executionArn;
  throw new OperationRefusedError(`The name ${name} is taken. Run the command again.`);
}
