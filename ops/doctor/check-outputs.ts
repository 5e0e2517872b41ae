import { type DeploymentOutputs, deadLetterQueuesOf, outputNames } from '../deployment/deployment.ts';
import { type Finding, fault, ok } from './check.ts';

/** Whether the stacks tell everything that the commands go by. */
export async function checkOutputs(outputs: DeploymentOutputs, source: string): Promise<Finding> {
  const missing = outputNames.filter((name) => outputs[name] === undefined);
  if (missing.length > 0)
    return fault(
      `${source}: no ${missing.join(', ')}`,
      'Deploy both stacks again (npx cdk deploy --all), or name both by --stack.',
    );
  const queueCount = deadLetterQueuesOf(outputs).length;
  return ok(`${source}: every output is there, with ${queueCount} queues of dead letters`);
}
