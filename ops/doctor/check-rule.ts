import { type Finding, fault, ok, regionOf } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/**
 * Whether a rule of EventBridge is on and sends to its target. Another deployment of the same template puts back
 * neither what was switched off nor what was removed by hand: CloudFormation compares templates only.
 */
export async function checkRule(
  name: string,
  targetArn: string,
  { ruleState, ruleTargets }: Pick<DoctorPorts, 'ruleState' | 'ruleTargets'>,
): Promise<Finding> {
  const state = await ruleState(name);
  if (!state.startsWith('ENABLED'))
    return fault(
      `${name} is ${state}`,
      `Its events are lost. Switch it on: aws events enable-rule --region ${regionOf(targetArn)} --name ${name}`,
    );
  const targets = await ruleTargets(name);
  if (targets.includes(targetArn)) return ok(`${name} is on`);
  const sendsTo = targets.length === 0 ? 'nowhere' : `to ${targets.join(', ')}`;
  return fault(
    `${name} sends ${sendsTo}, not to ${targetArn}`,
    `Its events are lost. Add the target: aws events put-targets --region ${regionOf(targetArn)} --rule ${name} --targets Id=Target0,Arn=${targetArn}`,
  );
}
