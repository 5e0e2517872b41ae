import { type Finding, fault, ok } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/** Whether a state machine takes executions. */
export async function checkStateMachine(
  arn: string,
  { stateMachine }: Pick<DoctorPorts, 'stateMachine'>,
): Promise<Finding> {
  const { status } = await stateMachine(arn);
  if (status === 'ACTIVE') return ok('is ACTIVE');
  return fault(`${arn} is ${status}`, 'It takes no execution. Deploy the pipeline stack again.');
}
